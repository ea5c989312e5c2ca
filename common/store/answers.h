#ifndef JUMELAGE_COMMON_STORE_ANSWERS_H_
#define JUMELAGE_COMMON_STORE_ANSWERS_H_

#include <functional>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "common/log/log.h"
#include "common/store/mutation.h"
#include "common/store/publication.h"
#include "common/store/worker.h"

namespace jumelage {

// Gives callers their results, usually on a thread that does nothing else, so that the writer can
// continue. The destructor waits until all results have been given. Thread-safe.
class Answers {
 public:
  // `publication` must outlive this object.
  explicit Answers(const Publication* publication) : publication_(*publication) {}

  // Gives each item its result, with the currently published revision. A single result is given on
  // the calling thread.
  void Give(std::vector<WriteItem> items);
  // Gives each item `status` instead of its result.
  void Refuse(std::vector<WriteItem> items, const absl::Status& status);
  // Runs `function` on the thread, after everything that was added before it.
  void Run(std::function<void()> function) { worker_.Add(std::move(function)); }

 private:
  void GiveLater(std::vector<WriteItem> items);
  static void Tell(std::vector<WriteItem>* items, Revision revision);

  const Publication& publication_;
  Worker worker_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_ANSWERS_H_

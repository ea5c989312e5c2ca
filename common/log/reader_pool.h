#ifndef JUMELAGE_COMMON_LOG_READER_POOL_H_
#define JUMELAGE_COMMON_LOG_READER_POOL_H_

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "common/base/mutex.h"
#include "common/sqlite/database.h"

namespace jumelage {

// A pool of read-only connections to one database, each of which is lent to one reader at a time.
// Owned by the log. Must outlive its loans. Thread-safe. The pool is closed until Open is called.
class ReaderPool {
 public:
  using Opener = std::function<absl::StatusOr<std::unique_ptr<sqlite::Database>>()>;

  // A connection on loan. The destructor returns it.
  class Loan {
   public:
    Loan(Loan&& other) noexcept = default;
    Loan& operator=(Loan&&) = delete;
    ~Loan();
    sqlite::Database& db() const { return *db_; }

   private:
    friend class ReaderPool;
    Loan(ReaderPool* pool, std::unique_ptr<sqlite::Database> db)
        : pool_(pool), db_(std::move(db)) {}
    ReaderPool* pool_;
    std::unique_ptr<sqlite::Database> db_;
  };

  // Lends at most `max_loans` connections at a time. Further borrowers wait.
  ReaderPool(Opener opener, int max_loans);
  ReaderPool(const ReaderPool&) = delete;
  ReaderPool& operator=(const ReaderPool&) = delete;

  // Waits while the pool is closed or too many connections are on loan. Returns UNAVAILABLE after
  // Fail, or the opener's error, in which FAILED_PRECONDITION becomes UNAVAILABLE.
  absl::StatusOr<Loan> Borrow() ABSL_LOCKS_EXCLUDED(mu_);

  // Starts lending.
  void Open() ABSL_LOCKS_EXCLUDED(mu_);
  // Makes new borrowers wait, waits until all loans are returned, and closes every connection.
  void Close() ABSL_LOCKS_EXCLUDED(mu_);
  // Makes waiting and new borrowers get UNAVAILABLE until Open is called. Call it after Close.
  void Fail() ABSL_LOCKS_EXCLUDED(mu_);

 private:
  enum class State { kOpen, kClosed, kFailed };
  void Return(std::unique_ptr<sqlite::Database> db) ABSL_LOCKS_EXCLUDED(mu_);

  const Opener opener_;
  const int max_loans_;
  Mutex mu_;
  CondVar changed_;
  State state_ ABSL_GUARDED_BY(mu_) = State::kClosed;
  int loans_ ABSL_GUARDED_BY(mu_) = 0;
  std::vector<std::unique_ptr<sqlite::Database>> idle_ ABSL_GUARDED_BY(mu_);
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_LOG_READER_POOL_H_

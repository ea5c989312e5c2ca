#ifndef JUMELAGE_TESTS_ROBUSTNESS_NOTE_SUBJECT_H_
#define JUMELAGE_TESTS_ROBUSTNESS_NOTE_SUBJECT_H_

#include <memory>
#include <string>
#include <vector>

#include "common/testing/note_server.h"
#include "tests/robustness/subject.h"

namespace jumelage {

// The notes service. Its limits are so low that every code path of a watch is taken: commits in
// several parts, snapshots of several pages, and a feed that holds only the newest commits.
class NoteSubject : public Subject {
 public:
  absl::Status Start(DataOptions data) override;
  void Stop() override { server_.reset(); }
  std::string address() const override { return server_->server().address(); }
  Store& store() override { return server_->store(); }

  Plan NextWrite(ClientMind* mind) const override;
  Plan Get(const std::string& name) const override;
  std::vector<std::string> SharedNames() const override;
  std::vector<WatchTarget> Targets() const override;
  std::unique_ptr<WatchCall> Watch(const std::shared_ptr<grpc::Channel>& channel,
                                   const WatchTarget& target,
                                   const std::optional<Position>& after) const override;
  std::vector<std::string> Trace(const std::string& name, const std::string& bytes) const override;

 private:
  std::unique_ptr<NoteServer> server_;
};

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_ROBUSTNESS_NOTE_SUBJECT_H_

#ifndef JUMELAGE_PROJECTS_SERVICE_TESTING_FAKE_REGISTRY_H_
#define JUMELAGE_PROJECTS_SERVICE_TESTING_FAKE_REGISTRY_H_

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "common/base/mutex.h"
#include "common/log/position.h"
#include "common/testing/held_port.h"
#include "jumelage/registry/v1/agreement_service.grpc.pb.h"
#include "jumelage/registry/v1/city_service.grpc.pb.h"
#include "jumelage/registry/v1/organization_service.grpc.pb.h"
#include "jumelage/registry/v1/twinning_service.grpc.pb.h"
#include "jumelage/registry/v1/watch_service.grpc.pb.h"

namespace jumelage {

// A minimal registry for tests. It keeps a log in memory, serves Get and Watch on a loopback port,
// and can be made to fail in the ways that a follower must survive. Thread-safe.
class FakeRegistry {
 public:
  FakeRegistry();
  // Stops.
  ~FakeRegistry();

  const std::string& address() const { return port_.address(); }
  // Stop makes the registry unreachable, as if its process had ended. Start serves again at the
  // same address.
  void Stop();
  void Start();

  // Each of these calls makes one commit. The resource's type follows from its name, such as
  // "cities/belfort".
  void Put(const std::string& name, const std::string& display_name);
  void Delete(const std::string& name);
  void Purge(const std::string& name);
  // Puts several resources in one commit.
  void PutAll(const std::vector<std::string>& names);

  int64_t head() const;
  std::string log_id() const;
  // The position of the head.
  Position position() const;

  // --- Faults ---

  // Ends all streams with UNAVAILABLE.
  void CutStreams();
  // Compacts the log up to the head. A watch from an earlier position then gets REVISION_COMPACTED.
  void Compact();
  // Switches to a different, empty log, as if the registry had been restored from a backup, and
  // ends all streams.
  void BecomeOtherLog(const std::string& log_id);
  // Goes back to the state at `revision` of the same log, as if a copy of the data directory had
  // been put in place of it, and ends all streams. Later commits differ from those that were made
  // before.
  void GoBackTo(int64_t revision);
  // Sends every commit twice, and then resends the oldest of the commits sent in the same round.
  void set_repeat(bool repeat) { repeat_ = repeat; }
  // Sends each commit in parts of one change each.
  void set_in_parts(bool in_parts) { in_parts_ = in_parts; }
  // Ends snapshot streams before their marker.
  void set_cut_snapshots(bool cut) { cut_snapshots_ = cut; }
  // Accepts watches but sends nothing on them.
  void set_silent(bool silent) { silent_ = silent; }

  // The number of watches that began with a snapshot, of watches that resumed from a position, and
  // of Get calls.
  int snapshots() const { return snapshots_; }
  int resumes() const { return resumes_; }
  int questions() const { return questions_; }

 private:
  using Change = registry::v1::ResourceChange;
  using Response = registry::v1::WatchResponse;
  using Writer = grpc::ServerWriter<Response>;

  class Cities;
  class Organizations;
  class Agreements;
  class Twinnings;
  class Watches;

  struct Stream {
    grpc::ServerContext* context = nullptr;
    Writer* writer = nullptr;
    int64_t position = 0;
    int64_t generation = 0;
  };

  Change Make(const std::string& name, const std::string& display_name, bool deleted) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  void Commit(std::vector<Change> changes) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  // Returns the position of the commit with `revision`. It has no mark if it is compacted.
  Position PositionAt(int64_t revision) const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);
  template <typename R>
  grpc::Status Get(grpc::ServerContext* context, const std::string& name,
                   const R& (Change::*field)() const, R* resource);
  grpc::Status Watch(grpc::ServerContext* context, const registry::v1::WatchRequest& request,
                     Writer* writer);
  grpc::Status CheckStart(const registry::v1::WatchRequest& request);
  bool SendSnapshot(Stream* stream);
  bool SendCommits(Stream* stream);
  bool SendCommit(Writer* writer, const std::string& log_id, const registry::v1::Commit& commit);
  // Returns false if the stream must end.
  bool WaitForMore(const Stream& stream);

  const std::unique_ptr<Cities> cities_;
  const std::unique_ptr<Organizations> organizations_;
  const std::unique_ptr<Agreements> agreements_;
  const std::unique_ptr<Twinnings> twinnings_;
  const std::unique_ptr<Watches> watches_;

  std::atomic<bool> repeat_{false};
  std::atomic<bool> in_parts_{false};
  std::atomic<bool> cut_snapshots_{false};
  std::atomic<bool> silent_{false};
  std::atomic<int> snapshots_{0};
  std::atomic<int> resumes_{0};
  std::atomic<int> questions_{0};

  mutable Mutex mu_;
  CondVar changed_;
  std::string log_id_ ABSL_GUARDED_BY(mu_) = "00000000-0000-4000-8000-000000000001";
  int64_t head_ ABSL_GUARDED_BY(mu_) = 0;
  int64_t compacted_ ABSL_GUARDED_BY(mu_) = 0;
  // A stream ends when this no longer has the value that it had when the stream began.
  int64_t generation_ ABSL_GUARDED_BY(mu_) = 0;
  std::deque<registry::v1::Commit> log_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, Change> current_ ABSL_GUARDED_BY(mu_);
  // Part of the ids of commits.
  int64_t commits_made_ ABSL_GUARDED_BY(mu_) = 0;

  const HeldPort port_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace jumelage

#endif  // JUMELAGE_PROJECTS_SERVICE_TESTING_FAKE_REGISTRY_H_

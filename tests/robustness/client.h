#ifndef JUMELAGE_TESTS_ROBUSTNESS_CLIENT_H_
#define JUMELAGE_TESTS_ROBUSTNESS_CLIENT_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/robustness/subject.h"

namespace jumelage {

// A client that makes one call after another, as a careful program would. It remembers answers,
// often sends etags, and often requests the latest position that it has seen. It repeats writes
// with unknown outcomes, with the same request id. Records every call. Used by one thread at a
// time.
class Client {
 public:
  // All clients share the clock `ticks`. `ticks` and `subject` must outlive the client.
  Client(int number, uint64_t seed, const Subject* subject, std::atomic<int64_t>* ticks);

  // Uses `channel`, to the service in its run number `life`, for all further calls.
  void Connect(int life, std::shared_ptr<grpc::Channel> channel);
  // Makes a random call. Returns false if it was interrupted.
  bool Step();
  // Makes a random write and returns its status.
  absl::Status Write();
  // Reads a resource from the view, not from the cache, and returns the status. The client must
  // have received a position before.
  absl::Status ReadFromView(const std::string& name);
  // Repeats the writes with unknown outcomes until all outcomes are known or `patience` has
  // passed. Returns how many outcomes are still unknown.
  size_t Settle(absl::Duration patience);

  const std::vector<CallRecord>& calls() const { return calls_; }
  ClientMind& mind() { return mind_; }

 private:
  const CallRecord& Perform(const Plan& plan, const CallOptions& options);
  void Read();
  void Decide(const Plan& plan, const CallOptions& options);
  void RetryOldest(const CallOptions& options);
  void Learn(const CallRecord& call);
  CallOptions Options();

  const Subject* const subject_;
  std::atomic<int64_t>* const ticks_;
  ClientMind mind_;
  int life_ = 0;
  std::shared_ptr<grpc::Channel> channel_;
  std::vector<Plan> unsettled_;
  std::optional<Position> seen_;
  std::vector<CallRecord> calls_;
};

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_ROBUSTNESS_CLIENT_H_

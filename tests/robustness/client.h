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

// Makes one call after the other, as a program would that wants its changes made: it remembers what
// it was told, sends the etag half of the time, asks to see its own writes, and repeats a write
// whose outcome it does not know under the same request id. Keeps a record of every call. Used by
// one thread at a time.
class Client {
 public:
  // `ticks` is the clock of all clients; it and `subject` outlive this.
  Client(int number, uint64_t seed, const Subject* subject, std::atomic<int64_t>* ticks);

  // Goes on with the service as it runs now.
  void Connect(int life, std::shared_ptr<grpc::Channel> channel);
  // Makes one call; false when it was cut off.
  bool Step();
  // Makes a write of its own choice, and says what came of it.
  absl::Status Write();
  // Reads a resource past every cache, and says what came of it.
  absl::Status ReadFromView(const std::string& name);
  // Repeats the writes whose outcome is not known, until it is or the time is over. How many are
  // left.
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

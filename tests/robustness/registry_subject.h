#ifndef JUMELAGE_TESTS_ROBUSTNESS_REGISTRY_SUBJECT_H_
#define JUMELAGE_TESTS_ROBUSTNESS_REGISTRY_SUBJECT_H_

#include <memory>
#include <string>
#include <vector>

#include "registry_service/main/app.h"
#include "tests/robustness/subject.h"

namespace jumelage {

// The whole registry service. Clients create, change, delete and undelete cities, and create
// twinnings and take them through their life cycles.
class RegistrySubject : public Subject {
 public:
  absl::Status Start(DataOptions data) override;
  void Stop() override { app_.reset(); }
  std::string address() const override { return app_->address(); }
  Store& store() override { return app_->store(); }

  Plan NextWrite(ClientMind* mind) const override;
  Plan Get(const std::string& name) const override;
  std::vector<std::string> SharedNames() const override;
  std::vector<WatchTarget> Targets() const override;
  std::unique_ptr<WatchCall> Watch(const std::shared_ptr<grpc::Channel>& channel,
                                   const WatchTarget& target,
                                   const std::optional<Position>& after) const override;
  std::vector<std::string> Trace(const std::string& name, const std::string& bytes) const override;

 private:
  std::unique_ptr<RegistryApp> app_;
};

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_ROBUSTNESS_REGISTRY_SUBJECT_H_

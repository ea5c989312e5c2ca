#ifndef JUMELAGE_REGISTRY_SERVICE_TESTING_LIVE_REGISTRY_H_
#define JUMELAGE_REGISTRY_SERVICE_TESTING_LIVE_REGISTRY_H_

#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/rpc/status.h"
#include "common/testing/fake_clock.h"
#include "common/testing/temp_dir.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "jumelage/registry/v1/agreement_service.grpc.pb.h"
#include "jumelage/registry/v1/city_service.grpc.pb.h"
#include "jumelage/registry/v1/history_service.grpc.pb.h"
#include "jumelage/registry/v1/network_service.grpc.pb.h"
#include "jumelage/registry/v1/organization_service.grpc.pb.h"
#include "jumelage/registry/v1/transfer_service.grpc.pb.h"
#include "jumelage/registry/v1/twinning_service.grpc.pb.h"
#include "registry_service/main/app.h"

namespace jumelage {

// Parses `text` as a message in text format. Fails the test if the text is malformed.
template <typename M>
M ParseText(const std::string& text) {
  M message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

// Returns the fields in the error's BadRequest, in order.
std::vector<std::string> ViolatedFields(const absl::Status& status);
// Returns the subjects in the error's PreconditionFailure without their types, in order.
std::vector<std::string> PreconditionSubjects(const absl::Status& status);
// Returns the name in the error's ResourceInfo, or an empty string.
std::string ResourceInErrorInfo(const absl::Status& status);

// A registry that runs in the test's process. It has its own data directory, a server on a free
// loopback port, stubs, and a fake clock that starts at noon (UTC) on 9 May 2024. Aborts if it
// can't start, since no test could continue. Not thread-safe.
class LiveRegistry {
 public:
  explicit LiveRegistry(absl::Duration keep_history = absl::InfiniteDuration());
  ~LiveRegistry();

  using Agreements = registry::v1::AgreementService::Stub;
  using Cities = registry::v1::CityService::Stub;
  using History = registry::v1::HistoryService::Stub;
  using Networks = registry::v1::NetworkService::Stub;
  using Organizations = registry::v1::OrganizationService::Stub;
  using Transfers = registry::v1::TransferService::Stub;
  using Twinnings = registry::v1::TwinningService::Stub;
  Agreements* agreements() { return agreements_.get(); }
  Cities* cities() { return cities_.get(); }
  History* history() { return history_.get(); }
  Networks* networks() { return networks_.get(); }
  Organizations* organizations() { return organizations_.get(); }
  Transfers* transfers() { return transfers_.get(); }
  Twinnings* twinnings() { return twinnings_.get(); }

  FakeClock& clock() { return clock_; }
  Store& store() { return app_->store(); }
  const std::string& data_dir() const { return dir_.path(); }
  std::string address() const { return app_->address(); }
  // The published revision.
  int64_t revision() { return store().publication().revision(); }

  // Stops the service and starts it again on the same data directory.
  void Restart();
  // Does the same, but deletes the view while the service is stopped, so that the view is rebuilt
  // from the log.
  void RestartWithoutView();

  // Makes one call, such as Call(registry.cities(), &LiveRegistry::Cities::GetCity, request), and
  // sends `metadata` with it. Returns the response or the call's error. Afterwards position()
  // returns the position in the answer's initial metadata.
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(
      Stub* stub, grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
      const Request& request, const std::map<std::string, std::string>& metadata = {}) {
    grpc::ClientContext context;
    for (const auto& [key, value] : metadata) context.AddMetadata(key, value);
    Response response;
    const grpc::Status status = (stub->*method)(&context, request, &response);
    TakePosition(context);
    if (!status.ok()) return FromGrpcStatus(status);
    return response;
  }
  // The position in the last answer, "LOG_ID/REVISION", or an empty string if it had none.
  const std::string& position() const { return position_; }

  // Each Create method creates the resource that is given in text format. If `id` is empty, the
  // server chooses an id.
  absl::StatusOr<registry::v1::City> CreateCity(const std::string& id, const std::string& city);
  absl::StatusOr<registry::v1::Organization> CreateOrganization(const std::string& id,
                                                                const std::string& organization);
  absl::StatusOr<registry::v1::Agreement> CreateAgreement(const std::string& id,
                                                          const std::string& agreement);
  absl::StatusOr<registry::v1::Twinning> CreateTwinning(const std::string& id,
                                                        const std::string& twinning);
  absl::StatusOr<registry::v1::City> GetCity(const std::string& name);
  absl::StatusOr<registry::v1::Twinning> GetTwinning(const std::string& name);

 private:
  void Start();
  void TakePosition(const grpc::ClientContext& context);

  TempDir dir_;
  FakeClock clock_;
  const absl::Duration keep_history_;
  std::unique_ptr<RegistryApp> app_;
  std::unique_ptr<Agreements> agreements_;
  std::unique_ptr<Cities> cities_;
  std::unique_ptr<History> history_;
  std::unique_ptr<Networks> networks_;
  std::unique_ptr<Organizations> organizations_;
  std::unique_ptr<Transfers> transfers_;
  std::unique_ptr<Twinnings> twinnings_;
  std::string position_;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_TESTING_LIVE_REGISTRY_H_

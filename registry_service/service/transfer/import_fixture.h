#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_TRANSFER_IMPORT_FIXTURE_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_TRANSFER_IMPORT_FIXTURE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/rpc/status.h"
#include "common/testing/status_matchers.h"
#include "gtest/gtest.h"
#include "registry_service/testing/live_registry.h"

namespace jumelage {

// Returns a record in text format: a statement about two cities with these Wikidata ids. `more` has
// further fields of the statement.
inline std::string Statement(const std::string& subject, const std::string& object,
                             const std::string& more = "") {
  return absl::StrCat("records { statement { subject { scheme: 'wikidata' value: '", subject,
                      "' } object { scheme: 'wikidata' value: '", object,
                      "' } evidence { title: 'The list of ", subject, "' } ", more, " } }");
}

// A registry, and calls to its ImportRecords.
class ImportTest : public testing::Test {
 protected:
  absl::StatusOr<registry::v1::ImportRecordsResponse> Import(
      const registry::v1::ImportRecordsRequest& request) {
    return registry_.Call(registry_.transfers(), &LiveRegistry::Transfers::ImportRecords, request);
  }
  registry::v1::ImportRecordsResponse Import(const std::string& request) {
    const auto response = Import(ParseText<registry::v1::ImportRecordsRequest>(request));
    EXPECT_THAT(response, IsOk());
    return response.ok() ? *response : registry::v1::ImportRecordsResponse();
  }
  static std::vector<registry::v1::ImportResult::Outcome> Outcomes(
      const registry::v1::ImportRecordsResponse& response) {
    std::vector<registry::v1::ImportResult::Outcome> outcomes;
    for (const registry::v1::ImportResult& result : response.results())
      outcomes.push_back(result.outcome());
    return outcomes;
  }
  // Returns the reason in the error with which the record at `index` was refused.
  static std::string Refusal(const registry::v1::ImportRecordsResponse& response, int index) {
    return ErrorReason(ErrorOf(response, index));
  }
  static absl::Status ErrorOf(const registry::v1::ImportRecordsResponse& response, int index) {
    if (response.results_size() <= index) return absl::OkStatus();
    const auto& error = response.results(index).error();
    return FromGrpcStatus(grpc::Status(static_cast<grpc::StatusCode>(error.code()), error.message(),
                                       error.SerializeAsString()));
  }
  registry::v1::City GetCity(const std::string& name) {
    const auto city = registry_.GetCity(name);
    EXPECT_THAT(city, IsOk());
    return city.ok() ? *city : registry::v1::City();
  }
  registry::v1::Twinning GetTwinning(const std::string& name) {
    const auto twinning = registry_.GetTwinning(name);
    EXPECT_THAT(twinning, IsOk());
    return twinning.ok() ? *twinning : registry::v1::Twinning();
  }

  LiveRegistry registry_;
};

inline constexpr auto kCreated = registry::v1::ImportResult::OUTCOME_CREATED;
inline constexpr auto kUpdated = registry::v1::ImportResult::OUTCOME_UPDATED;
inline constexpr auto kUnchanged = registry::v1::ImportResult::OUTCOME_UNCHANGED;
inline constexpr auto kRefused = registry::v1::ImportResult::OUTCOME_REFUSED;

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_TRANSFER_IMPORT_FIXTURE_H_

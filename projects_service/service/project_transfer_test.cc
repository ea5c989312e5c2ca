#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "jumelage/projects/v1/transfer_service.grpc.pb.h"
#include "projects_service/testing/projects_fixture.h"

namespace jumelage {
namespace {

using projects::v1::CloseProjectRequest;
using projects::v1::CorrectProjectLedgerRequest;
using projects::v1::DeleteProjectRequest;
using projects::v1::ExportRecordsRequest;
using projects::v1::ExportRecordsResponse;
using projects::v1::ImportRecordsRequest;
using projects::v1::ImportRecordsResponse;
using projects::v1::ImportResult;
using projects::v1::Project;
using projects::v1::ProjectRecord;
using projects::v1::StartProjectRequest;
using projects::v1::TransferService;
using testing::ElementsAre;

class ProjectTransferTest : public ProjectsFixture {
 protected:
  ProjectTransferTest() { Connect(); }

  void Connect() {
    transfer_ = TransferService::NewStub(
        grpc::CreateChannel(app_->address(), grpc::InsecureChannelCredentials()));
  }

  absl::StatusOr<ImportRecordsResponse> Import(const ImportRecordsRequest& request) {
    return CallOf(transfer_.get(), &TransferService::Stub::ImportRecords, request);
  }
  std::vector<ProjectRecord> Export() {
    grpc::ClientContext context;
    const auto stream = transfer_->ExportRecords(&context, ExportRecordsRequest());
    std::vector<ProjectRecord> records;
    ExportRecordsResponse message;
    while (stream->Read(&message)) {
      records.insert(records.end(), message.records().begin(), message.records().end());
    }
    EXPECT_TRUE(stream->Finish().ok());
    return records;
  }
  static std::vector<int> Outcomes(const ImportRecordsResponse& response) {
    std::vector<int> outcomes;
    for (const ImportResult& result : response.results()) outcomes.push_back(result.outcome());
    return outcomes;
  }

  std::unique_ptr<TransferService::Stub> transfer_;
};

constexpr auto kCreated = ImportResult::OUTCOME_CREATED;
constexpr auto kUpdated = ImportResult::OUTCOME_UPDATED;
constexpr auto kUnchanged = ImportResult::OUTCOME_UNCHANGED;
constexpr auto kRefused = ImportResult::OUTCOME_REFUSED;

TEST_F(ProjectTransferTest, AnImportedExportIsIdenticalByteForByte) {
  ASSERT_THAT(Create("water", R"pb(
                state: STATE_PIPELINE
                sites { city: "cities/tanghin-dassouri" }
                agreements: "agreements/charter"
              )pb"),
              IsOk());
  ASSERT_THAT(Create("canteens", "parent: 'projects/water'"), IsOk());
  ASSERT_THAT(Create("gone"), IsOk());
  clock_.Advance(absl::Hours(24));
  ASSERT_THAT(Call(&Stub::StartProject,
                   Parse<StartProjectRequest>(
                       "name: 'projects/water' notes { text: 'x' language_code: 'en' }")),
              IsOk());
  ASSERT_THAT(Call(&Stub::CloseProject, Parse<CloseProjectRequest>("name: 'projects/water'")),
              IsOk());
  ASSERT_THAT(Call(&Stub::CorrectProjectLedger, Parse<CorrectProjectLedgerRequest>(R"pb(
                name: "projects/water"
                corrections { supersedes: "step-2" step: STEP_VOID }
              )pb")),
              IsOk());
  ASSERT_THAT(Call(&Stub::DeleteProject, Parse<DeleteProjectRequest>("name: 'projects/gone'")),
              IsOk());
  const std::vector<ProjectRecord> exported = Export();
  ASSERT_EQ(exported.size(), 3);
  EXPECT_TRUE(exported[0].project().etag().empty());

  ImportRecordsRequest request;
  for (const ProjectRecord& record : exported) *request.add_records() = record;
  const auto repeated = Import(request);
  ASSERT_THAT(repeated, IsOk());
  EXPECT_THAT(Outcomes(*repeated), ElementsAre(kUnchanged, kUnchanged, kUnchanged));

  // Import the records into an empty service.
  Stop();
  const TempDir other;
  data_dir_ = other.path();
  Restart();
  AwaitRegistry();
  Connect();
  const auto restored = Import(request);
  ASSERT_THAT(restored, IsOk());
  EXPECT_THAT(Outcomes(*restored), ElementsAre(kCreated, kCreated, kCreated));
  const std::vector<ProjectRecord> again = Export();
  ASSERT_EQ(again.size(), exported.size());
  for (size_t i = 0; i < again.size(); ++i) {
    EXPECT_EQ(again[i].SerializeAsString(), exported[i].SerializeAsString())
        << again[i].DebugString() << exported[i].DebugString();
  }
  Stop();
}

TEST_F(ProjectTransferTest, EachRecordSucceedsOrFailsByItself) {
  const auto imported = Import(Parse<ImportRecordsRequest>(R"pb(
    records {
      project {
        name: "projects/part"
        display_name: "P"
        kind: KIND_DEVELOPMENT
        parent: "projects/whole"
      }
    }
    records { project { name: "projects/whole" display_name: "W" kind: KIND_DEVELOPMENT } }
    records {
      project {
        name: "projects/lost"
        display_name: "L"
        kind: KIND_DEVELOPMENT
        sites { city: "cities/nowhere" }
      }
    }
    records { project { display_name: "No name" kind: KIND_DEVELOPMENT } }
    records {
      project {
        display_name: "By its id"
        kind: KIND_DEVELOPMENT
        external_ids { scheme: "iati" value: "FR-1" }
      }
    }
    records {}
  )pb"));
  ASSERT_THAT(imported, IsOk());
  EXPECT_THAT(Outcomes(*imported),
              ElementsAre(kCreated, kCreated, kRefused, kRefused, kCreated, kRefused));
  EXPECT_EQ(imported->results(4).name(), "projects/iati-fr-1");
  EXPECT_THAT(Get("projects/lost"), HasReason("RESOURCE_NOT_FOUND"));

  const auto merged = Import(Parse<ImportRecordsRequest>(R"pb(
    records {
      project {
        name: "projects/whole"
        titles { text: "Das Ganze" language_code: "de" }
      }
    }
    existing_records: EXISTING_RECORDS_MERGE
  )pb"));
  ASSERT_THAT(merged, IsOk());
  EXPECT_THAT(Outcomes(*merged), ElementsAre(kUpdated));
  EXPECT_EQ(Get("projects/whole")->display_name(), "W");
}

TEST_F(ProjectTransferTest, NewRegistryResourcesAreLookedUpFirst) {
  registry_.set_silent(true);
  registry_.CutStreams();
  registry_.Put("cities/new", "New");
  const auto imported = Import(Parse<ImportRecordsRequest>(R"pb(
    records {
      project {
        name: "projects/water"
        display_name: "W"
        kind: KIND_DEVELOPMENT
        sites { city: "cities/new" }
      }
    }
  )pb"));
  ASSERT_THAT(imported, IsOk());
  EXPECT_THAT(Outcomes(*imported), ElementsAre(kCreated));
}

TEST_F(ProjectTransferTest, RefusesABadRequestCompletely) {
  EXPECT_THAT(Import(ImportRecordsRequest()), HasReason("FIELD_INVALID"));
  ExportRecordsRequest request;
  request.add_resource_types("registry.jumelage/City");
  grpc::ClientContext context;
  const auto stream = transfer_->ExportRecords(&context, request);
  ExportRecordsResponse message;
  EXPECT_FALSE(stream->Read(&message));
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::INVALID_ARGUMENT);
}

}  // namespace
}  // namespace jumelage

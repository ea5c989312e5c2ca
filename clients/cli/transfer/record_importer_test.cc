// Tests importing records into a fake service.
#include "clients/cli/transfer/record_importer.h"

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cpp/channel.h"
#include "gmock/gmock.h"
#include "google/protobuf/any.pb.h"
#include "google/rpc/error_details.pb.h"
#include "grpcpp/grpcpp.h"
#include "gtest/gtest.h"
#include "jumelage/projects/v1/transfer_service.grpc.pb.h"

namespace jumelage::cli {
namespace {

using projects::v1::ImportRecordsRequest;
using projects::v1::ImportRecordsResponse;
using projects::v1::ImportResult;
using projects::v1::Project;
using projects::v1::ProjectRecord;
using testing::ElementsAre;

// Stores projects as the service does. Refuses a project whose parent is missing, and refuses the
// project `undecided` with UNAVAILABLE.
class FakeTransfer : public projects::v1::TransferService::Service {
 public:
  grpc::Status ImportRecords(grpc::ServerContext* /*context*/, const ImportRecordsRequest* request,
                             ImportRecordsResponse* response) override {
    for (const ProjectRecord& record : request->records()) {
      Decide(record.project(), response->add_results());
    }
    return grpc::Status::OK;
  }

  std::map<std::string, Project> projects;
  std::string undecided;

 private:
  void Decide(const Project& project, ImportResult* result) {
    result->set_name(project.name());
    result->set_outcome(ImportResult::OUTCOME_REFUSED);
    if (project.name() == undecided) {
      Refuse(grpc::StatusCode::UNAVAILABLE, "REGISTRY_UNAVAILABLE", {}, result);
    } else if (!project.parent().empty() && projects.count(project.parent()) == 0) {
      google::rpc::PreconditionFailure failure;
      failure.add_violations()->set_subject(project.parent());
      Refuse(grpc::StatusCode::FAILED_PRECONDITION, "REFERENCE_NOT_FOUND", failure, result);
    } else {
      const bool known = projects.count(project.name()) > 0;
      result->set_outcome(known ? ImportResult::OUTCOME_UPDATED : ImportResult::OUTCOME_CREATED);
      projects[project.name()] = project;
    }
  }

  static void Refuse(grpc::StatusCode code, const std::string& reason,
                     const google::rpc::PreconditionFailure& failure, ImportResult* result) {
    google::rpc::ErrorInfo info;
    info.set_reason(reason);
    info.set_domain("jumelage");
    result->mutable_error()->set_code(code);
    result->mutable_error()->set_message(reason);
    result->mutable_error()->add_details()->PackFrom(info);
    result->mutable_error()->add_details()->PackFrom(failure);
  }
};

// A source of projects. Each project is given as a pair of its name and its parent's name.
class Parents : public RecordSourceOf<ProjectRecord> {
 public:
  explicit Parents(std::vector<std::pair<std::string, std::string>> projects)
      : projects_(projects.begin(), projects.end()) {}

  bool Next(SourceRecordOf<ProjectRecord>* next) override {
    if (projects_.empty()) return false;
    next->record.mutable_project()->set_name(projects_.front().first);
    next->record.mutable_project()->set_parent(projects_.front().second);
    projects_.pop_front();
    return true;
  }
  double Fraction() const override { return projects_.empty() ? 1 : 0; }

 private:
  std::deque<std::pair<std::string, std::string>> projects_;
};

class RecordImporterTest : public testing::Test {
 protected:
  using Importer = RecordImporterOf<ProjectsApi>;

  void SetUp() override {
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&service_);
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
    client_ = std::make_unique<client::ProjectsClient>(
        client::ConnectInsecurely(absl::StrCat("127.0.0.1:", port)), client::ClientOptions());
  }

  Importer NewImporter() {
    Importer::Hooks hooks;
    hooks.refused = [this](const SourceRecordOf<ProjectRecord>& source, const absl::Status&) {
      refused_.push_back(source.record.project().name());
    };
    return Importer(client_.get(), ImportRecordsRequest::EXISTING_RECORDS_REPLACE,
                    std::move(hooks));
  }

  FakeTransfer service_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<client::ProjectsClient> client_;
  std::vector<std::string> refused_;
};

TEST_F(RecordImporterTest, ResolvesLaterReferencesAndCirclesAndRefusesTheRest) {
  Parents source({{"projects/early", "projects/late"},
                  {"projects/late", ""},
                  {"projects/a", "projects/b"},
                  {"projects/b", "projects/a"},
                  {"projects/lost", "projects/none"}});
  Importer importer = NewImporter();
  ASSERT_TRUE(importer.Import(&source).ok());
  EXPECT_EQ(importer.counts().created, 4);
  EXPECT_EQ(importer.counts().refused, 1);
  EXPECT_EQ(importer.read(), 5);
  EXPECT_EQ(service_.projects["projects/a"].parent(), "projects/b");
  EXPECT_EQ(service_.projects["projects/b"].parent(), "projects/a");
  EXPECT_THAT(refused_, ElementsAre("projects/lost"));
  EXPECT_TRUE(absl::IsFailedPrecondition(importer.first_refusal()));
}

// Such a record is not counted as refused: it may succeed when the import is repeated.
TEST_F(RecordImporterTest, StopsAtARecordThatTheServiceCannotDecideOn) {
  service_.undecided = "projects/b";
  Parents source({{"projects/a", ""}, {"projects/b", ""}, {"projects/c", ""}});
  Importer importer = NewImporter();
  EXPECT_TRUE(absl::IsUnavailable(importer.Import(&source)));
  EXPECT_EQ(importer.counts().created, 2) << "the records of the same call";
  EXPECT_EQ(importer.counts().refused, 0);
  EXPECT_THAT(refused_, ElementsAre());
}

}  // namespace
}  // namespace jumelage::cli

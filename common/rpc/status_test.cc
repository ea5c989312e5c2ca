#include "common/rpc/status.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "common/base/error.h"
#include "common/base/logging.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

google::rpc::Status DetailsOf(const grpc::Status& status) {
  google::rpc::Status details;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  return details;
}

// Captures the lines that are logged during its lifetime.
class CapturedLog {
 public:
  CapturedLog() {
    SetLogSink([this](absl::string_view line) { absl::StrAppend(&text_, line, "\n"); });
  }
  ~CapturedLog() { SetLogSink(nullptr); }

  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

TEST(ToGrpcStatusTest, OkIsOk) { EXPECT_TRUE(ToGrpcStatus(absl::OkStatus()).ok()); }

TEST(ToGrpcStatusTest, DetailsAreSentWithCodeAndMessage) {
  const absl::Status error =
      ErrorBuilder(absl::StatusCode::kUnavailable, "REGISTRY_UNAVAILABLE", "the registry is away")
          .Metadata("registry", "localhost:1")
          .RetryAfter(absl::Milliseconds(1500))
          .Build();
  const grpc::Status status = ToGrpcStatus(error);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(status.error_message(), "the registry is away");

  const google::rpc::Status details = DetailsOf(status);
  EXPECT_EQ(details.code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(details.message(), status.error_message());
  ASSERT_EQ(details.details_size(), 2);
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(details.details(0).UnpackTo(&info));
  EXPECT_EQ(info.reason(), "REGISTRY_UNAVAILABLE");
  EXPECT_EQ(info.domain(), kErrorDomain);
  EXPECT_EQ(info.metadata().at("registry"), "localhost:1");
  google::rpc::RetryInfo retry;
  ASSERT_TRUE(details.details(1).UnpackTo(&retry));
  EXPECT_EQ(retry.retry_delay().seconds(), 1);
  EXPECT_EQ(retry.retry_delay().nanos(), 500000000);
}

TEST(ToGrpcStatusTest, UnexpectedErrorsRevealNoInternals) {
  for (const absl::Status& error :
       {absl::InternalError("/var/lib/secret"), absl::UnknownError("/var/lib/secret"),
        absl::DataLossError("/var/lib/secret"), absl::NotFoundError("/var/lib/secret"),
        absl::UnavailableError("/var/lib/secret")}) {
    CapturedLog log;
    const grpc::Status status = ToGrpcStatus(error);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INTERNAL);
    EXPECT_EQ(status.error_message(), "internal error");
    EXPECT_EQ(status.error_details().find("secret"), std::string::npos);
    EXPECT_EQ(ErrorReason(FromGrpcStatus(status)), "INTERNAL");
    EXPECT_NE(log.text().find("/var/lib/secret"), std::string::npos) << error;
  }
}

TEST(ToGrpcStatusTest, CancellationAndDeadlinePass) {
  CapturedLog log;
  const grpc::Status cancelled = ToGrpcStatus(absl::CancelledError("the caller went away"));
  EXPECT_EQ(cancelled.error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_EQ(cancelled.error_message(), "the caller went away");
  EXPECT_EQ(ErrorReason(FromGrpcStatus(cancelled)), "CANCELLED");
  const grpc::Status late = ToGrpcStatus(absl::DeadlineExceededError("too late"));
  EXPECT_EQ(late.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(ErrorReason(FromGrpcStatus(late)), "DEADLINE_EXCEEDED");
  EXPECT_EQ(log.text(), "");
}

TEST(ToGrpcStatusTest, AnErrorAlwaysLooksTheSame) {
  const absl::Status error = ErrorBuilder(absl::StatusCode::kFailedPrecondition, "X", "m")
                                 .Resource("City", "cities/a")
                                 .Precondition("X", "cities/b", "refers to it")
                                 .RetryAfter(absl::Seconds(1))
                                 .Build();
  const std::string first = ToGrpcStatus(error).error_details();
  for (int i = 0; i < 20; ++i) EXPECT_EQ(ToGrpcStatus(error).error_details(), first);
}

// With base64 and percent-encoding, errors with many violations stay below the 8 KiB of metadata
// that a peer accepts.
TEST(ToGrpcStatusTest, TheWorstErrorFitsIntoTrailingMetadata) {
  std::vector<FieldViolation> violations;
  std::string name;
  while (name.size() < 1000) name += "č";
  for (int i = 0; i < 5000; ++i) violations.push_back({absl::StrCat("city.names[", i, "]"), name});
  const grpc::Status status = ToGrpcStatus(InvalidFieldsError(violations));
  const size_t on_the_wire =
      3 * status.error_message().size() + (status.error_details().size() + 2) / 3 * 4;
  EXPECT_LT(on_the_wire, 8000);
  EXPECT_EQ(ErrorReason(FromGrpcStatus(status)), "FIELD_INVALID");
}

TEST(FromGrpcStatusTest, UndoesToGrpcStatus) {
  const absl::Status error = ErrorBuilder(absl::StatusCode::kAborted, "ETAG_MISMATCH", "stale")
                                 .Resource("City", "cities/belfort")
                                 .Violations({{"etag", "is stale"}})
                                 .Build();
  EXPECT_EQ(FromGrpcStatus(ToGrpcStatus(error)), error);
  EXPECT_TRUE(FromGrpcStatus(grpc::Status::OK).ok());
}

TEST(FromGrpcStatusTest, KeepsCodeAndMessageWithoutReadableDetails) {
  const absl::Status bare =
      FromGrpcStatus(grpc::Status(grpc::StatusCode::UNAVAILABLE, "connection refused"));
  EXPECT_EQ(bare, absl::UnavailableError("connection refused"));
  const absl::Status garbage =
      FromGrpcStatus(grpc::Status(grpc::StatusCode::ABORTED, "m", "\xff\xff\xff"));
  EXPECT_EQ(garbage, absl::AbortedError("m"));
}

}  // namespace
}  // namespace jumelage

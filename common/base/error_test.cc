#include "common/base/error.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/logging.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

// Returns the detail of type Detail in `status`. Fails the test if there is none.
template <typename Detail>
Detail Get(const absl::Status& status) {
  Detail detail;
  const auto payload =
      status.GetPayload("type.googleapis.com/" + Detail::descriptor()->full_name());
  EXPECT_TRUE(payload.has_value()) << Detail::descriptor()->full_name();
  if (payload.has_value()) {
    EXPECT_TRUE(detail.ParseFromString(std::string(*payload)));
  }
  return detail;
}

size_t DetailBytes(const absl::Status& status) {
  size_t bytes = 0;
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) {
    bytes += url.size() + payload.size();
  });
  return bytes;
}

TEST(ErrorTest, CarriesReasonDomainAndMetadata) {
  const absl::Status status = ErrorBuilder(absl::StatusCode::kOutOfRange, "SOME_REASON", "text")
                                  .Metadata("key", "value")
                                  .Build();
  EXPECT_EQ(status.code(), absl::StatusCode::kOutOfRange);
  EXPECT_EQ(status.message(), "text");
  const auto info = Get<google::rpc::ErrorInfo>(status);
  EXPECT_EQ(info.reason(), "SOME_REASON");
  EXPECT_EQ(info.domain(), "jumelage");
  EXPECT_EQ(info.metadata().at("key"), "value");
  EXPECT_EQ(ErrorReason(status), "SOME_REASON");
}

TEST(ErrorTest, ReasonOfAForeignStatusIsEmpty) {
  EXPECT_EQ(ErrorReason(absl::OkStatus()), "");
  EXPECT_EQ(ErrorReason(absl::InternalError("x")), "");
}

TEST(ErrorTest, RetryDelayKeepsFractionsOfASecond) {
  const auto retry =
      Get<google::rpc::RetryInfo>(OverloadedError("writes", absl::Milliseconds(2500)));
  EXPECT_EQ(retry.retry_delay().seconds(), 2);
  EXPECT_EQ(retry.retry_delay().nanos(), 500000000);
}

TEST(ErrorTest, ListsEveryViolation) {
  const absl::Status status =
      InvalidFieldsError({{"city.country", "is unknown"}, {"city_id", "is malformed"}});
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ErrorReason(status), "FIELD_INVALID");
  EXPECT_EQ(status.message(), "city.country: is unknown, city_id: is malformed");
  const auto bad_request = Get<google::rpc::BadRequest>(status);
  ASSERT_EQ(bad_request.field_violations_size(), 2);
  EXPECT_EQ(bad_request.field_violations(1).field(), "city_id");
  EXPECT_EQ(bad_request.field_violations(1).description(), "is malformed");
}

TEST(ErrorTest, NamesTheReferrers) {
  const absl::Status status = InUseError("City", "cities/belfort", {"twinnings/a", "twinnings/b"});
  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(Get<google::rpc::ResourceInfo>(status).resource_name(), "cities/belfort");
  const auto failure = Get<google::rpc::PreconditionFailure>(status);
  ASSERT_EQ(failure.violations_size(), 2);
  EXPECT_EQ(failure.violations(1).subject(), "twinnings/b");
}

// By default, gRPC clients reject an answer whose metadata exceeds 8 KiB.
TEST(ErrorTest, StaysWithinItsBoundsWithLongTextsAndLists) {
  const std::string text(100000, 'x');
  const std::string accents = absl::StrCat("é", std::string(1000, 'x'), "é");
  std::vector<FieldViolation> violations(1000, FieldViolation{text, text});
  std::vector<std::string> names(1000, accents);
  std::vector<std::pair<std::string, std::string>> missing(1000, {text, text});
  for (const absl::Status& status :
       {InvalidFieldsError(violations), InUseError("City", text, names),
        ReferencesNotFoundError(missing), NotFoundError("City", text), RequestIdReusedError(text),
        PageTokenInvalidError(text), PositionNotReachedError(text, text),
        EtagMismatchError("City", text, text)}) {
    EXPECT_LE(DetailBytes(status), kMaxErrorDetailBytes) << ErrorReason(status);
    EXPECT_LE(status.message().size(), kMaxErrorMessageBytes) << ErrorReason(status);
  }
  const auto bad_request = Get<google::rpc::BadRequest>(InvalidFieldsError(violations));
  const auto& last = bad_request.field_violations(bad_request.field_violations_size() - 1);
  EXPECT_EQ(
      last.description(),
      absl::StrCat("and ", 1000 - (bad_request.field_violations_size() - 1), " more violations"));
}

TEST(ErrorTest, TruncatesBetweenCharacters) {
  std::string text;
  while (text.size() < 2 * kMaxErrorMessageBytes) text += "č";
  const absl::Status status = ErrorBuilder(absl::StatusCode::kInternal, "R", text).Build();
  std::string kept(status.message());
  ASSERT_TRUE(absl::EndsWith(kept, "…"));
  kept.resize(kept.size() - std::string("…").size());
  EXPECT_EQ(kept.size() % 2, 0u);
}

TEST(ErrorTest, InternalDetailsGoOnlyToTheLog) {
  std::string logged;
  SetLogSink([&logged](absl::string_view line) { logged.assign(line.data(), line.size()); });
  const absl::Status status = InternalError("view.db row 7 is broken");
  SetLogSink(nullptr);
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(status.message(), "internal error");
  EXPECT_TRUE(absl::StrContains(logged, "view.db row 7 is broken")) << logged;
  EXPECT_TRUE(absl::StrContains(logged, "\"severity\":\"ERROR\"")) << logged;
}

struct Shared {
  absl::Status status;
  absl::StatusCode code;
  const char* reason;
  bool retry;
};

TEST(ErrorTest, SharedErrorsHaveTheirCodeReasonAndDelay) {
  for (const Shared& row : std::vector<Shared>{
           {NotFoundError("City", "cities/x"), absl::StatusCode::kNotFound, "RESOURCE_NOT_FOUND",
            false},
           {AlreadyExistsError("City", "cities/x"), absl::StatusCode::kAlreadyExists,
            "RESOURCE_ALREADY_EXISTS", false},
           {DeletedError("City", "cities/x"), absl::StatusCode::kFailedPrecondition,
            "RESOURCE_DELETED", false},
           {NotDeletedError("City", "cities/x"), absl::StatusCode::kFailedPrecondition,
            "RESOURCE_NOT_DELETED", false},
           {MergedError("City", "cities/x", "cities/y"), absl::StatusCode::kFailedPrecondition,
            "RESOURCE_MERGED", false},
           {NotMergedError("City", "cities/x"), absl::StatusCode::kFailedPrecondition,
            "RESOURCE_NOT_MERGED", false},
           {EtagMismatchError("City", "cities/x", "e"), absl::StatusCode::kAborted, "ETAG_MISMATCH",
            false},
           {ReferencesNotFoundError({{"f", "cities/x"}}), absl::StatusCode::kFailedPrecondition,
            "REFERENCE_NOT_FOUND", false},
           {RequestIdReusedError("id"), absl::StatusCode::kInvalidArgument, "REQUEST_ID_REUSED",
            false},
           {PageTokenInvalidError("garbage"), absl::StatusCode::kInvalidArgument,
            "PAGE_TOKEN_INVALID", false},
           {OverloadedError("writes", absl::Seconds(1)), absl::StatusCode::kResourceExhausted,
            "OVERLOADED", true},
           {StorageFullError(), absl::StatusCode::kResourceExhausted, "STORAGE_FULL", true},
           {CommitOutcomeUnknownError(), absl::StatusCode::kUnavailable, "COMMIT_OUTCOME_UNKNOWN",
            true},
           {StorageUnavailableError(), absl::StatusCode::kUnavailable, "STORAGE_UNAVAILABLE", true},
           {ShuttingDownError(), absl::StatusCode::kUnavailable, "SHUTTING_DOWN", true},
           {PositionNotReachedError("a/2", "a/1"), absl::StatusCode::kUnavailable,
            "POSITION_NOT_REACHED", true},
           {PositionOfOtherLogError("b/2", "a/1"), absl::StatusCode::kInvalidArgument,
            "POSITION_OF_OTHER_LOG", false},
           {RevisionCompactedError(1, 5), absl::StatusCode::kOutOfRange, "REVISION_COMPACTED",
            false},
           {RevisionInFutureError(9, 5), absl::StatusCode::kInvalidArgument, "REVISION_IN_FUTURE",
            false},
       }) {
    EXPECT_EQ(row.status.code(), row.code) << row.reason;
    EXPECT_EQ(ErrorReason(row.status), row.reason);
    EXPECT_EQ(row.status.GetPayload("type.googleapis.com/google.rpc.RetryInfo").has_value(),
              row.retry)
        << row.reason;
  }
}

}  // namespace
}  // namespace jumelage

// Tests that the registry forgets personal data (RedactTexts) and old history (CompactHistory and
// keep_history), but never loses current data (G1).

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "common/base/clock.h"
#include "common/base/limits.h"
#include "common/testing/await.h"
#include "common/testing/proto_matchers.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "jumelage/registry/v1/watch_service.grpc.pb.h"
#include "registry_service/testing/live_registry.h"

namespace jumelage {
namespace {

using registry::v1::City;
using registry::v1::CompactHistoryRequest;
using registry::v1::CreateCityRequest;
using registry::v1::GetCityRequest;
using registry::v1::ListCitiesRequest;
using registry::v1::ListCityRevisionsRequest;
using registry::v1::RedactTextsRequest;
using registry::v1::RedactTextsResponse;
using registry::v1::SearchCitiesRequest;
using registry::v1::UpdateCityRequest;
using registry::v1::WatchRequest;
using registry::v1::WatchResponse;
using registry::v1::WatchService;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using Cities = LiveRegistry::Cities;
using History = LiveRegistry::History;

constexpr char kPerson[] = "Amandine Quervelle";
constexpr char kRequestId[] = "6f1f2c0e-5d0b-4a6e-9d0c-3b1f6a1c2d3e";
constexpr absl::Duration kPatience = absl::Seconds(30);

// Returns the names of the files below `directory` that contain `text`.
std::vector<std::string> FilesWith(const std::string& directory, const std::string& text) {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(directory)) {
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    if (absl::StrContains(bytes, text)) found.push_back(entry.path().filename());
  }
  return found;
}

// Returns every commit after `after`, up to `until`, from a new watch.
std::vector<registry::v1::Commit> WatchCommits(const std::string& address, int64_t after,
                                               int64_t until) {
  const auto stub =
      WatchService::NewStub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(Clock::Real()->Now() + kPatience));
  WatchRequest request;
  request.set_after_revision(after);
  const auto stream = stub->Watch(&context, request);
  std::vector<registry::v1::Commit> commits;
  WatchResponse response;
  while ((commits.empty() || commits.back().revision() < until) && stream->Read(&response)) {
    commits.insert(commits.end(), response.commits().begin(), response.commits().end());
  }
  context.TryCancel();
  return commits;
}

class ForgettingTest : public ::testing::Test {
 protected:
  // Creates a city whose mayor is kPerson, and changes that city. Then creates a city that is named
  // kPerson, renames it, and creates a third city. The comments give the revisions.
  void Fill(LiveRegistry& registry) {
    CreateCityRequest create;
    create.set_city_id("a");
    create.set_request_id(kRequestId);
    *create.mutable_city() = ParseText<City>(
        absl::StrCat("display_name: 'A' offices { titles { text: 'Maire' language_code: 'fr' } "
                     "holders { person { display_name: '",
                     kPerson, "' } } }"));
    ASSERT_THAT(registry.Call(registry.cities(), &Cities::CreateCity, create), IsOk());  // 1
    ASSERT_THAT(Update(registry, "name: 'cities/a' country: 'FR'"), IsOk());             // 2
    ASSERT_THAT(registry.CreateCity("b", absl::StrCat("display_name: '", kPerson, "'")),
                IsOk());                                                          // 3
    ASSERT_THAT(Update(registry, "name: 'cities/b' display_name: 'B'"), IsOk());  // 4
    ASSERT_THAT(registry.CreateCity("c", "display_name: 'C'"), IsOk());           // 5
  }
  absl::StatusOr<City> Update(LiveRegistry& registry, const std::string& city) {
    UpdateCityRequest request;
    *request.mutable_city() = ParseText<City>(city);
    return registry.Call(registry.cities(), &Cities::UpdateCity, request);
  }
  absl::StatusOr<RedactTextsResponse> Redact(LiveRegistry& registry, const std::string& request) {
    return registry.Call(registry.history(), &History::RedactTexts,
                         ParseText<RedactTextsRequest>(request));
  }
  absl::StatusOr<registry::v1::CompactHistoryResponse> Compact(LiveRegistry& registry,
                                                               int64_t before) {
    CompactHistoryRequest request;
    request.set_before_revision(before);
    return registry.Call(registry.history(), &History::CompactHistory, request);
  }
  absl::StatusOr<City> GetAt(LiveRegistry& registry, const std::string& name, int64_t revision) {
    GetCityRequest request;
    request.set_name(name);
    request.set_read_revision(revision);
    return registry.Call(registry.cities(), &Cities::GetCity, request);
  }
  std::vector<int64_t> Revisions(LiveRegistry& registry, const std::string& name) {
    ListCityRevisionsRequest request;
    request.set_name(name);
    const auto found = registry.Call(registry.cities(), &Cities::ListCityRevisions, request);
    EXPECT_THAT(found, IsOk());
    std::vector<int64_t> revisions;
    for (const auto& revision : found->revisions()) revisions.push_back(revision.revision());
    return revisions;
  }
};

TEST_F(ForgettingTest, RedactedTextsAreInNoAnswerAndNoFile) {
  LiveRegistry registry;
  ASSERT_NO_FATAL_FAILURE(Fill(registry));
  const int64_t head = registry.revision();
  // A list makes the view's transaction commit, so the view's files contain the text.
  ASSERT_THAT(registry.Call(registry.cities(), &Cities::ListCities, ListCitiesRequest()), IsOk());
  EXPECT_THAT(FilesWith(registry.data_dir(), kPerson), Contains("view.db-wal"));
  const auto done = Redact(registry, absl::StrCat("texts: '", kPerson, "'"));
  ASSERT_THAT(done, IsOk());
  EXPECT_EQ(done->revision(), head + 1);
  EXPECT_THAT(done->names(), ElementsAre("cities/a"));
  // The databases are still open, so their write-ahead logs exist and are checked too.
  EXPECT_THAT(FilesWith(registry.data_dir(), kPerson), IsEmpty());

  const auto check = [&] {
    const auto now = registry.GetCity("cities/a");
    ASSERT_THAT(now, IsOk());
    EXPECT_EQ(now->offices(0).holders(0).person().display_name(), "[redacted]");
    EXPECT_EQ(now->revision(), head + 1);
    EXPECT_EQ(GetAt(registry, "cities/a", 1)->offices(0).holders(0).person().display_name(),
              "[redacted]");
    EXPECT_EQ(GetAt(registry, "cities/b", 3)->display_name(), "[redacted]");
    EXPECT_EQ(registry.GetCity("cities/b")->display_name(), "B");
    EXPECT_THAT(Revisions(registry, "cities/a"), ElementsAre(head + 1, 2, 1));
    // The stored answer for the request id is also redacted (G4).
    CreateCityRequest create;
    create.set_city_id("a");
    create.set_request_id(kRequestId);
    *create.mutable_city() = ParseText<City>(
        absl::StrCat("display_name: 'A' offices { titles { text: 'Maire' language_code: 'fr' } "
                     "holders { person { display_name: '",
                     kPerson, "' } } }"));
    const auto replayed = registry.Call(registry.cities(), &Cities::CreateCity, create);
    ASSERT_THAT(replayed, IsOk());
    EXPECT_EQ(replayed->offices(0).holders(0).person().display_name(), "[redacted]");
  };
  check();
  registry.Restart();
  check();
  // The view rebuilt from the log gives the same result. The chain of commits in the log is still
  // valid (G7).
  registry.RestartWithoutView();
  check();
  EXPECT_THAT(FilesWith(registry.data_dir(), kPerson), IsEmpty());
}

// The view stores folded words for searches. They must also be forgotten.
TEST_F(ForgettingTest, TheIndexesOfNamesForgetToo) {
  LiveRegistry registry;
  ASSERT_THAT(registry.CreateCity("a", "display_name: 'Place Amandine Quervelle'"), IsOk());
  // The search makes the view's transaction commit, so the view's files contain the name.
  SearchCitiesRequest search;
  search.set_query("Quervelle");
  const auto found = registry.Call(registry.cities(), &Cities::SearchCities, search);
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(found->results_size(), 1);
  EXPECT_THAT(FilesWith(registry.data_dir(), "quervelle"), Not(IsEmpty()));
  ASSERT_THAT(Redact(registry, "texts: 'Amandine Quervelle'"), IsOk());
  EXPECT_EQ(registry.GetCity("cities/a")->display_name(), "Place [redacted]");
  EXPECT_THAT(FilesWith(registry.data_dir(), "quervelle"), IsEmpty());
}

TEST_F(ForgettingTest, WatchersReceiveTheRedaction) {
  LiveRegistry registry;
  ASSERT_NO_FATAL_FAILURE(Fill(registry));
  const int64_t head = registry.revision();
  ASSERT_THAT(Redact(registry, absl::StrCat("texts: '", kPerson, "'")), IsOk());
  const auto commits = WatchCommits(registry.address(), 0, head + 1);
  ASSERT_EQ(commits.size(), static_cast<size_t>(head) + 1);
  for (const auto& commit : commits) {
    EXPECT_FALSE(absl::StrContains(commit.SerializeAsString(), kPerson)) << commit.DebugString();
  }
  EXPECT_EQ(commits.back().method(), "jumelage.registry.v1.HistoryService/RedactTexts");
  ASSERT_EQ(commits.back().changes_size(), 1);
  EXPECT_EQ(commits.back().changes(0).name(), "cities/a");
}

// If a code were replaced by a redaction mark, every later update of the resource would be refused.
TEST_F(ForgettingTest, CodesAreNotRedacted) {
  LiveRegistry registry;
  CreateCityRequest request;
  request.set_city_id("a");
  *request.mutable_city() = ParseText<City>(
      "display_name: 'BFC' country: 'FR' region: 'FR-BFC' names { text: 'x' language_code: 'deu' "
      "}");
  ASSERT_THAT(registry.Call(registry.cities(), &Cities::CreateCity, request), IsOk());
  ASSERT_THAT(Redact(registry, "texts: 'BFC' texts: 'deu'"), IsOk());
  auto city = GetAt(registry, "cities/a", 1);
  ASSERT_THAT(city, IsOk());
  EXPECT_EQ(city->display_name(), "[redacted]");
  EXPECT_EQ(city->region(), "FR-BFC");
  EXPECT_EQ(city->names(0).language_code(), "deu");
  city->set_display_name("B");
  city->clear_etag();
  EXPECT_THAT(Update(registry, city->ShortDebugString()), IsOk());
}

TEST_F(ForgettingTest, RedactedStatesNameTheirRedaction) {
  LiveRegistry registry;
  ASSERT_NO_FATAL_FAILURE(Fill(registry));
  // A redaction is a commit even if it changes only past states.
  const auto done = Redact(registry, absl::StrCat("texts: '", kPerson, "' names: 'cities/b'"));
  ASSERT_THAT(done, IsOk());
  EXPECT_THAT(done->names(), IsEmpty());
  ListCityRevisionsRequest request;
  request.set_name("cities/b");
  const auto revisions = registry.Call(registry.cities(), &Cities::ListCityRevisions, request);
  ASSERT_THAT(revisions, IsOk());
  ASSERT_EQ(revisions->revisions_size(), 2);
  EXPECT_EQ(revisions->revisions(0).redact_revision(), 0);
  EXPECT_EQ(revisions->revisions(1).redact_revision(), done->revision());
  EXPECT_EQ(registry.GetCity("cities/a")->offices(0).holders(0).person().display_name(), kPerson);
}

TEST_F(ForgettingTest, ARedactionHonoursRequestIdAndValidateOnly) {
  LiveRegistry registry;
  ASSERT_NO_FATAL_FAILURE(Fill(registry));
  const int64_t head = registry.revision();
  const std::string text = absl::StrCat("texts: '", kPerson, "'");
  const auto tried = Redact(registry, absl::StrCat(text, " validate_only: true"));
  ASSERT_THAT(tried, IsOk());
  EXPECT_THAT(tried->names(), ElementsAre("cities/a"));
  EXPECT_EQ(registry.revision(), head);
  EXPECT_THAT(FilesWith(registry.data_dir(), kPerson), Not(IsEmpty()));
  const std::string once = absl::StrCat(text, " request_id: '", kRequestId, "'");
  const auto done = Redact(registry, once);
  ASSERT_THAT(done, IsOk());
  EXPECT_THAT(Redact(registry, once), IsOkAndHolds(EqualsProto(*done)));
  EXPECT_EQ(registry.revision(), head + 1);
}

// Resource names are not redacted. Even if many resources have the text in their names, it is still
// redacted elsewhere.
TEST_F(ForgettingTest, ResourcesWithTheTextOnlyInTheirNamesDoNotCount) {
  LiveRegistry registry;
  constexpr int kBearers = 1200;
  registry::v1::ImportRecordsRequest import;
  for (int i = 0; i < kBearers; ++i) {
    City* city = import.add_records()->mutable_city();
    city->set_name(absl::StrCat("cities/dupont-", i));
    city->set_display_name("A place");
    if (import.records_size() < kMaxImportRecords && i + 1 < kBearers) continue;
    ASSERT_THAT(
        registry.Call(registry.transfers(), &LiveRegistry::Transfers::ImportRecords, import),
        IsOk());
    import.clear_records();
  }
  ASSERT_THAT(registry.CreateCity("z", "display_name: 'The town of dupont'"), IsOk());
  const auto redacted = Redact(registry, "texts: 'dupont'");
  ASSERT_THAT(redacted, IsOk());
  EXPECT_THAT(redacted->names(), ElementsAre("cities/z"));
  EXPECT_EQ(registry.GetCity("cities/z")->display_name(), "The town of [redacted]");
}

TEST_F(ForgettingTest, BadRedactionsGetATypedError) {
  LiveRegistry registry;
  EXPECT_THAT(ViolatedFields(Redact(registry, "names: 'cities'").status()),
              ElementsAre("texts", "names[0]"));
  EXPECT_THAT(ViolatedFields(Redact(registry, "texts: 'ab' texts: '' request_id: 'x'").status()),
              ElementsAre("texts[0]", "texts[1]", "request_id"));
  std::string many;
  for (int i = 0; i < 21; ++i) absl::StrAppend(&many, "texts: 'text ", i, "' ");
  EXPECT_THAT(ViolatedFields(Redact(registry, many).status()), ElementsAre("texts"));
  EXPECT_THAT(ViolatedFields(
                  Redact(registry, absl::StrCat("texts: '", std::string(201, 'x'), "'")).status()),
              ElementsAre("texts[0]"));
  EXPECT_EQ(registry.revision(), 0);
}

TEST_F(ForgettingTest, CompactionForgetsThePastAndKeepsThePresent) {
  LiveRegistry registry;
  ASSERT_NO_FATAL_FAILURE(Fill(registry));
  const auto b_then = GetAt(registry, "cities/b", 4);
  const auto a_now = registry.GetCity("cities/a");
  ASSERT_THAT(Update(registry, "name: 'cities/b' display_name: 'B2'"), IsOk());  // 6
  const auto done = Compact(registry, 5);
  ASSERT_THAT(done, IsOk());
  EXPECT_EQ(done->oldest_revision(), 5);
  const auto check = [&] {
    const auto past = GetAt(registry, "cities/b", 4);
    EXPECT_THAT(past, StatusIs(absl::StatusCode::kOutOfRange));
    EXPECT_THAT(past, HasReason("REVISION_COMPACTED"));
    EXPECT_THAT(GetAt(registry, "cities/b", 5), IsOkAndHolds(EqualsProto(*b_then)));
    EXPECT_THAT(registry.GetCity("cities/a"), IsOkAndHolds(EqualsProto(*a_now)));
    EXPECT_THAT(GetAt(registry, "cities/a", 5), IsOkAndHolds(EqualsProto(*a_now)));
    EXPECT_THAT(Revisions(registry, "cities/b"), ElementsAre(6, 4));
    EXPECT_THAT(Revisions(registry, "cities/a"), ElementsAre(2));
    EXPECT_EQ(registry.GetCity("cities/b")->display_name(), "B2");
  };
  check();
  registry.Restart();
  check();
  // The view is now rebuilt from the base and the commits after it.
  registry.RestartWithoutView();
  check();
  // Changes are still possible, and the commits that were kept can be watched.
  EXPECT_THAT(registry.CreateCity("d", "display_name: 'D'"), IsOk());
  const auto watched = WatchCommits(registry.address(), 4, 7);
  EXPECT_EQ(watched.size(), 3u);
}

TEST_F(ForgettingTest, CompactingToTheSameRevisionWritesNothing) {
  LiveRegistry registry;
  ASSERT_NO_FATAL_FAILURE(Fill(registry));
  ASSERT_THAT(Compact(registry, 4), IsOk());
  const std::filesystem::path log = registry.data_dir() + "/log.db";
  const auto written = std::filesystem::last_write_time(log);
  EXPECT_EQ(Compact(registry, 4)->oldest_revision(), 4);
  EXPECT_EQ(Compact(registry, 2)->oldest_revision(), 4);
  EXPECT_EQ(std::filesystem::last_write_time(log), written);
  ASSERT_THAT(Compact(registry, 5), IsOk());
  EXPECT_NE(std::filesystem::last_write_time(log), written);
}

TEST_F(ForgettingTest, RequestIdsAreKeptAtMostAsLongAsHistory) {
  LiveRegistry registry;
  ASSERT_NO_FATAL_FAILURE(Fill(registry));
  ASSERT_THAT(Compact(registry, 2), IsOk());
  CreateCityRequest create;
  create.set_city_id("e");
  create.set_request_id(kRequestId);
  create.mutable_city()->set_display_name("E");
  EXPECT_THAT(registry.Call(registry.cities(), &Cities::CreateCity, create), IsOk());
}

TEST_F(ForgettingTest, BadCompactionsGetATypedError) {
  LiveRegistry registry;
  ASSERT_NO_FATAL_FAILURE(Fill(registry));
  EXPECT_THAT(ViolatedFields(Compact(registry, 0).status()), ElementsAre("before_revision"));
  EXPECT_THAT(Compact(registry, 6), HasReason("REVISION_IN_FUTURE"));
  CompactHistoryRequest trial;
  trial.set_before_revision(3);
  trial.set_validate_only(true);
  const auto tried = registry.Call(registry.history(), &History::CompactHistory, trial);
  ASSERT_THAT(tried, IsOk());
  // G6: the answer is that of the compaction, which was not made.
  EXPECT_EQ(tried->oldest_revision(), 3);
  EXPECT_THAT(GetAt(registry, "cities/a", 1), IsOk());
}

TEST_F(ForgettingTest, OldHistoryIsCompactedAutomatically) {
  LiveRegistry registry(absl::Hours(2));
  ASSERT_NO_FATAL_FAILURE(Fill(registry));
  registry.clock().Advance(absl::Hours(1));
  ASSERT_THAT(registry.CreateCity("d", "display_name: 'D'"), IsOk());  // 6
  EXPECT_EQ(registry.store().log().oldest(), 1);
  registry.clock().Advance(absl::Hours(1) + absl::Seconds(1));
  ASSERT_TRUE(Await([&] { return registry.store().log().oldest() == 6; }));
  EXPECT_THAT(GetAt(registry, "cities/a", 6), IsOk());
  // The last commit is kept, however old it is.
  registry.clock().Advance(absl::Hours(1000));
  ASSERT_THAT(registry.CreateCity("e", "display_name: 'E'"), IsOk());
  ASSERT_TRUE(Await([&] { return registry.store().log().oldest() == 7; }));
}

TEST_F(ForgettingTest, CompactionWaitsForASnapshotThatIsBeingRead) {
  LiveRegistry registry;
  ASSERT_NO_FATAL_FAILURE(Fill(registry));
  auto pin = registry.store().history_pins().Add(3);
  EXPECT_EQ(Compact(registry, 5)->oldest_revision(), 3);
  pin.reset();
  EXPECT_EQ(Compact(registry, 5)->oldest_revision(), 5);
}

}  // namespace
}  // namespace jumelage

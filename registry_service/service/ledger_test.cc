// Tests corrections of ledgers, retractions of attestations, and lists as of a day through a real
// server and client.

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/testing/proto_matchers.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry_service/domain/states_on_day.h"
#include "registry_service/testing/live_registry.h"

namespace jumelage {
namespace {

using registry::v1::ListTwinningsRequest;
using registry::v1::ListTwinningsResponse;
using registry::v1::Twinning;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Twinnings = LiveRegistry::Twinnings;

std::string Year(int year) {
  return absl::StrCat("effective_date { precision: PRECISION_YEAR earliest { year: ", year, " } }");
}

class LedgerTest : public ::testing::Test {
 protected:
  LedgerTest() {
    for (const char* city : {"a", "b", "c"}) {
      EXPECT_THAT(registry_.CreateCity(city, absl::StrCat("display_name: '", city, "'")), IsOk());
    }
    EXPECT_THAT(registry_.CreateTwinning(
                    "t", absl::StrCat(kPair, "ledger { step: STEP_SIGN ", Year(1967),
                                      " } ledger { step: STEP_END ", Year(2000), " }")),
                IsOk());
  }

  template <typename Request, typename Response>
  absl::StatusOr<Response> Call(grpc::Status (Twinnings::*method)(grpc::ClientContext*,
                                                                  const Request&, Response*),
                                const std::string& request) {
    return registry_.Call(registry_.twinnings(), method, ParseText<Request>(request));
  }
  absl::StatusOr<Twinning> Correct(const std::string& corrections) {
    return Call(&Twinnings::CorrectTwinningLedger, "name: 'twinnings/t' " + corrections);
  }

  // Returns lines such as "t ACTIVE", with a "?" at the end if the state is only possible. After an
  // error, returns the fields of its violations.
  std::vector<std::string> Listed(const std::string& request) {
    const auto response = Call(&Twinnings::ListTwinnings, request);
    if (!response.ok()) return ViolatedFields(response.status());
    std::vector<std::string> lines;
    for (int i = 0; i < response->twinnings_size(); ++i) {
      std::string line = response->twinnings(i).name().substr(std::string("twinnings/").size());
      if (i < response->on_day_size()) {
        const auto& on_day = response->on_day(i);
        const bool possible = on_day.certainty() == registry::v1::CERTAINTY_POSSIBLE;
        absl::StrAppend(&line, " ", Twinning::State_Name(on_day.state()).substr(6),
                        possible ? "?" : "");
      }
      lines.push_back(line);
    }
    return lines;
  }

  static constexpr char kPair[] =
      "kind: KIND_TWINNING sides { city: 'cities/a' } sides { city: 'cities/b' } ";
  LiveRegistry registry_;
};

TEST_F(LedgerTest, ACorrectionIsAnEntryAndTheStateFollows) {
  const auto corrected = Correct(
      absl::StrCat("corrections { supersedes: '2' step: STEP_MARK_DORMANT ", Year(2000),
                   " decision { body: 'Council' reference: '2000-7' } "
                   "notes { text: 'It was put to sleep, not ended.' language_code: 'en' } }"));
  ASSERT_THAT(corrected, IsOk());
  EXPECT_EQ(corrected->state(), Twinning::STATE_DORMANT);
  ASSERT_EQ(corrected->ledger_size(), 3);
  EXPECT_EQ(corrected->ledger(2).supersedes(), "2");
  EXPECT_EQ(corrected->ledger(2).decision().reference(), "2000-7");
  EXPECT_TRUE(corrected->ledger(2).has_record_time());
  EXPECT_THAT(Listed("filter: 'state = DORMANT'"), ElementsAre("t"));
  // A superseded entry no longer counts and can't be corrected again.
  EXPECT_THAT(Correct("corrections { supersedes: '2' step: STEP_VOID }"),
              HasReason("LEDGER_ENTRY_NOT_EFFECTIVE"));
  EXPECT_THAT(Correct("corrections { supersedes: '1' step: STEP_VOID }"),
              HasReason("ILLEGAL_TRANSITION"));
}

TEST_F(LedgerTest, AMissedStepIsInserted) {
  const auto corrected = Correct(
      absl::StrCat("corrections { precedes: '2' step: STEP_MARK_DORMANT ", Year(1990), " }"));
  ASSERT_THAT(corrected, IsOk());
  EXPECT_EQ(corrected->state(), Twinning::STATE_ENDED);
  EXPECT_THAT(Listed("day { year: 1995 month: 1 day: 1 }"), ElementsAre("t DORMANT"));
}

// Tests G2, G5 and G6.
TEST_F(LedgerTest, ARefusedCorrectionChangesNothing) {
  const auto before = registry_.GetTwinning("twinnings/t");
  ASSERT_THAT(before, IsOk());
  EXPECT_THAT(Correct("etag: '\"0\"' corrections { supersedes: '2' step: STEP_VOID }"),
              HasReason("ETAG_MISMATCH"));
  const auto tried = Correct("validate_only: true corrections { supersedes: '2' step: STEP_VOID }");
  ASSERT_THAT(tried, IsOk());
  EXPECT_EQ(tried->state(), Twinning::STATE_ACTIVE);
  EXPECT_THAT(Correct("corrections { supersedes: '2' step: STEP_VOID } "
                      "corrections { supersedes: '7' step: STEP_VOID }"),
              HasReason("LEDGER_ENTRY_NOT_EFFECTIVE"));
  EXPECT_THAT(Correct("corrections { supersedes: '2' step: STEP_SUSPEND decision { agreement: "
                      "'agreements/none' } }"),
              HasReason("REFERENCE_NOT_FOUND"));
  EXPECT_THAT(*registry_.GetTwinning("twinnings/t"), EqualsProto(*before));
  const auto bad = Correct("request_id: 'x' corrections { step: STEP_SIGN }");
  EXPECT_THAT(ViolatedFields(bad.status()), ElementsAre("request_id", "corrections[0]"));
}

TEST_F(LedgerTest, VoidingAnEndIsRefusedIfAnotherTwinningTookItsPlace) {
  ASSERT_THAT(registry_.CreateTwinning("successor", kPair), IsOk());
  const auto refused = Correct("corrections { supersedes: '2' step: STEP_VOID }");
  EXPECT_THAT(refused, HasReason("TWINNING_DUPLICATE"));
  EXPECT_EQ(ResourceInErrorInfo(refused.status()), "twinnings/successor");
}

TEST_F(LedgerTest, ARetractedAttestationIsGone) {
  ASSERT_THAT(Call(&Twinnings::AttestTwinning,
                   "name: 'twinnings/t' city: 'cities/a' attestation { ended: true until { "
                   "precision: PRECISION_YEAR earliest { year: 2000 } } evidence { title: 'x' } }"),
              IsOk());
  const auto retracted =
      Call(&Twinnings::RetractTwinningAttestation, "name: 'twinnings/t' city: 'cities/a'");
  ASSERT_THAT(retracted, IsOk());
  EXPECT_FALSE(retracted->sides(0).has_attestation());
  EXPECT_EQ(retracted->state(), Twinning::STATE_ENDED);
  EXPECT_THAT(Call(&Twinnings::RetractTwinningAttestation, "name: 'twinnings/t' city: 'cities/a'"),
              HasReason("NOT_ATTESTED"));
  const auto stranger =
      Call(&Twinnings::RetractTwinningAttestation, "name: 'twinnings/t' city: 'cities/c'");
  EXPECT_THAT(ViolatedFields(stranger.status()), ElementsAre("city"));
  const auto empty = Call(&Twinnings::RetractTwinningAttestation, "");
  EXPECT_THAT(ViolatedFields(empty.status()), ElementsAre("name", "city"));
}

TEST_F(LedgerTest, AnAttestedEndNeedsEndedAndAValidDate) {
  const auto refused =
      Call(&Twinnings::AttestTwinning,
           "name: 'twinnings/t' city: 'cities/a' attestation { since { precision: PRECISION_YEAR "
           "earliest { year: 2001 } } until { precision: PRECISION_YEAR earliest { year: 2000 } } "
           "evidence { title: 'x' } }");
  EXPECT_THAT(ViolatedFields(refused.status()),
              ElementsAre("attestation.until", "attestation.until"));
}

TEST_F(LedgerTest, ListsAsOfADay) {
  ASSERT_THAT(
      registry_.CreateTwinning(
          "u",
          absl::StrCat("kind: KIND_TWINNING sides { city: 'cities/a' } sides { city: 'cities/c' } ",
                       "ledger { step: STEP_SIGN ", Year(1970),
                       " } ledger { step: "
                       "STEP_MARK_DORMANT ",
                       Year(1980), " }")),
      IsOk());
  EXPECT_THAT(Listed("day { year: 1966 month: 12 day: 31 } include_possible: true"), IsEmpty());
  EXPECT_THAT(Listed("day { year: 1967 month: 6 day: 1 }"), IsEmpty());
  EXPECT_THAT(Listed("day { year: 1967 month: 6 day: 1 } include_possible: true"),
              ElementsAre("t ACTIVE?"));
  EXPECT_THAT(Listed("day { year: 1975 month: 6 day: 1 }"), ElementsAre("t ACTIVE", "u ACTIVE"));
  // The link u is active or dormant on that day. It certainly still exists, although its exact
  // state is not known.
  EXPECT_THAT(Listed("day { year: 1980 month: 6 day: 1 }"), ElementsAre("t ACTIVE", "u DORMANT"));
  EXPECT_THAT(Listed("day { year: 1980 month: 6 day: 1 } states: STATE_DORMANT"), IsEmpty());
  EXPECT_THAT(
      Listed("day { year: 1980 month: 6 day: 1 } states: STATE_DORMANT include_possible: true"),
      ElementsAre("u DORMANT?"));
  EXPECT_THAT(Listed("day { year: 2100 month: 1 day: 1 } states: STATE_ENDED"),
              ElementsAre("t ENDED"));
  EXPECT_THAT(Listed("day { year: 1980 month: 6 day: 1 } filter: 'city = \"cities/c\"'"),
              ElementsAre("u DORMANT"));
  EXPECT_THAT(Listed(""), ElementsAre("t", "u"));
  EXPECT_THAT(Listed("include_possible: true states: STATE_ENDED"),
              ElementsAre("include_possible", "states"));
  EXPECT_THAT(Listed("day { year: 1980 } states: STATE_UNSPECIFIED page_size: -1"),
              ElementsAre("day", "states[0]", "page_size"));
}

// The pages together contain exactly the twinnings that SelectOnDay selects, each once and in
// order.
TEST_F(LedgerTest, PagesOfADaySelectAsTheRuleDoes) {
  for (int i = 0; i < 40; ++i) {
    const std::string other = absl::StrCat("x", i);
    ASSERT_THAT(registry_.CreateCity(other, "display_name: 'x'"), IsOk());
    ASSERT_THAT(
        registry_.CreateTwinning(
            absl::StrCat("w", i),
            absl::StrCat("kind: KIND_TWINNING sides { city: 'cities/a' } sides { city: "
                         "'cities/",
                         other, "' } ledger { step: STEP_SIGN ", i % 5 == 0 ? "" : Year(1950 + i),
                         " } ", i % 3 == 0 ? "ledger { step: STEP_END " + Year(1990) + " }" : "")),
        IsOk());
  }
  for (const bool possible : {false, true}) {
    for (const int year : {1940, 1960, 1970, 1985, 1990, 2024}) {
      ListTwinningsRequest request;
      request.set_page_size(1000);
      const auto all = registry_.Call(registry_.twinnings(), &Twinnings::ListTwinnings, request);
      ASSERT_THAT(all, IsOk());
      const absl::CivilDay day(year, 7, 1);
      std::vector<std::string> expected;
      for (const Twinning& twinning : all->twinnings()) {
        const auto selection = SelectOnDay(twinning, day, LastingStates());
        if (selection && (possible || selection->certainty == registry::v1::CERTAINTY_CERTAIN)) {
          expected.push_back(twinning.name());
        }
      }
      *request.mutable_day() = ToDate(day);
      request.set_include_possible(possible);
      request.set_page_size(7);
      std::vector<std::string> walked;
      do {
        const auto page = registry_.Call(registry_.twinnings(), &Twinnings::ListTwinnings, request);
        ASSERT_THAT(page, IsOk());
        ASSERT_EQ(page->on_day_size(), page->twinnings_size());
        for (const Twinning& twinning : page->twinnings()) walked.push_back(twinning.name());
        request.set_page_token(page->next_page_token());
      } while (!request.page_token().empty());
      EXPECT_EQ(walked, expected) << day;
    }
  }
}

// The length of a ledger is limited, like that of every list in a resource.
TEST_F(LedgerTest, ALedgerIsBounded) {
  std::string ledger = "ledger { step: STEP_SIGN } ";
  for (int i = 1; i < 500; ++i) {
    absl::StrAppend(&ledger, i % 2 == 1 ? "ledger { step: STEP_MARK_DORMANT } "
                                        : "ledger { step: STEP_REACTIVATE } ");
  }
  ASSERT_THAT(
      registry_.CreateTwinning("long",
                               "kind: KIND_FRIENDSHIP sides { city: 'cities/a' } sides { city: "
                               "'cities/c' } " +
                                   ledger),
      IsOk());
  const auto full = Call(&Twinnings::EndTwinning, "name: 'twinnings/long'");
  EXPECT_THAT(ViolatedFields(full.status()), ElementsAre("twinning.ledger"));
}

}  // namespace
}  // namespace jumelage

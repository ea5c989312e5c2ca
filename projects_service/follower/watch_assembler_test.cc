#include "projects_service/follower/watch_assembler.h"

#include <string>

#include "absl/status/status.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using registry::v1::WatchResponse;
using testing::ElementsAre;
using testing::FieldsAre;
using testing::IsEmpty;

WatchResponse Message(const std::string& text) {
  WatchResponse message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

TEST(WatchAssemblerTest, KeepsTheColumnsOfEachType) {
  WatchAssembler assembler(4, "");
  const auto batch = assembler.Next(Message(R"pb(
    log_id: "log"
    snapshot {
      resources {
        name: "cities/a"
        revision: 3
        city { name: "cities/a" revision: 3 display_name: "A" }
      }
      resources {
        name: "organizations/o"
        revision: 4
        organization {
          display_name: "O"
          delete_time {}
        }
      }
      resources {
        name: "agreements/g"
        revision: 5
        agreement { display_name: "G" }
      }
      resources {
        name: "twinnings/t"
        revision: 6
        twinning {}
      }
      resources {
        name: "cities/gone"
        revision: 7
        removed {}
      }
      resources {
        name: "cities/b"
        revision: 8
        city { name: "cities/b" revision: 8 display_name: "B" merged_into: "cities/a" }
      }
    })pb"));
  ASSERT_THAT(batch, IsOk());
  EXPECT_EQ(batch->epoch, 4);
  EXPECT_EQ(batch->log_id, "log");
  EXPECT_EQ(batch->position, 0) << "a page has no position";
  EXPECT_THAT(batch->changes,
              ElementsAre(FieldsAre("cities/a", 3, FollowedState::kLive, "A", ""),
                          FieldsAre("organizations/o", 4, FollowedState::kDeleted, "O", ""),
                          FieldsAre("agreements/g", 5, FollowedState::kLive, "G", ""),
                          FieldsAre("twinnings/t", 6, FollowedState::kLive, "", ""),
                          FieldsAre("cities/gone", 7, FollowedState::kRemoved, "", ""),
                          FieldsAre("cities/b", 8, FollowedState::kRedirected, "B", "cities/a")));
}

TEST(WatchAssemblerTest, JoinsThePartsOfACommit) {
  WatchAssembler assembler(1, "log");
  const auto first = assembler.Next(Message(R"pb(
    commits {
      revision: 8
      last_part: true
      changes {
        name: "cities/a"
        revision: 8
        removed {}
      }
    }
    commits {
      revision: 9
      changes {
        name: "cities/b"
        revision: 9
        removed {}
      }
    })pb"));
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->position, 8);
  EXPECT_EQ(first->changes.size(), 1u);
  const auto last = assembler.Next(Message(R"pb(
    commits {
      revision: 9
      last_part: true
      changes {
        name: "cities/c"
        revision: 9
        removed {}
      }
    })pb"));
  ASSERT_THAT(last, IsOk());
  EXPECT_EQ(last->position, 9);
  EXPECT_EQ(last->changes.size(), 2u);
}

TEST(WatchAssemblerTest, MarkersHavePositions) {
  WatchAssembler assembler(1, "");
  const auto marker = assembler.Next(Message(R"pb(
    log_id: "log"
    consistent { revision: 5 position: "0b7e1c6e-9f0f-4c39-8f0e-0c8d4a0d5a11/5/000000000000000a" }
  )pb"));
  ASSERT_THAT(marker, IsOk());
  EXPECT_TRUE(marker->consistent);
  EXPECT_EQ(marker->position, 5);
  EXPECT_EQ(marker->mark, CommitMark{10});
  // A registry of an older version gives no position.
  const auto progress = assembler.Next(Message("log_id: 'log' progress { revision: 6 }"));
  ASSERT_THAT(progress, IsOk());
  EXPECT_FALSE(progress->consistent);
  EXPECT_EQ(progress->position, 6);
  EXPECT_EQ(progress->mark, CommitMark{0});
  EXPECT_THAT(progress->changes, IsEmpty());
}

TEST(WatchAssemblerTest, RefusesAnotherLog) {
  WatchAssembler resumed(1, "log");
  EXPECT_THAT(resumed.Next(Message("log_id: 'other' progress { revision: 6 }")),
              StatusIs(absl::StatusCode::kFailedPrecondition));
  WatchAssembler snapshot(1, "");
  ASSERT_THAT(snapshot.Next(Message("log_id: 'log' snapshot {}")), IsOk());
  EXPECT_THAT(snapshot.Next(Message("log_id: 'other' progress { revision: 6 }")),
              StatusIs(absl::StatusCode::kFailedPrecondition));
}

TEST(WatchAssemblerTest, RequiresTheLogIdInTheFirstMessage) {
  WatchAssembler assembler(1, "");
  EXPECT_THAT(assembler.Next(Message("snapshot {}")), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace jumelage

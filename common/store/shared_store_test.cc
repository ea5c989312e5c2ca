// Tests two stores over one log: each keeps its guarantees, and both agree (docs/adr/0023).
#include <algorithm>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/sqlite/database.h"
#include "common/store/lost_races.h"
#include "common/store/redaction.h"
#include "common/store/store_fixture.h"
#include "common/testing/await.h"
#include "common/testing/commits.h"
#include "common/testing/shared_log.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using samples::Note;
using ::testing::IsNull;
using ::testing::NotNull;
using ::testing::SizeIs;

class SharedStoreTest : public ::testing::Test {
 protected:
  // A store with its own view.
  class Node : public NoteStore {
   public:
    Node(SharedLogPlace* place, uint64_t seed) : NoteStore(seed) {
      open_log_ = [place] { return place->Open(); };
      Open();
    }

    Revision published() { return store_->publication().revision(); }
    bool Reaches(Revision revision) {
      return Await([&] { return published() >= revision; });
    }

    // Increments the note's number, so that a lost or repeated change is noticed.
    Body Increment(const std::string& name) {
      return [=](Transaction& transaction, Note* note) -> absl::Status {
        JUMELAGE_ASSIGN_OR_RETURN(const auto before, schema_.table.Get(transaction.db(), name));
        int count = 0;
        EXPECT_TRUE(!before || absl::SimpleAtoi(before->text(), &count));
        return Write(transaction, name, absl::StrCat(count + 1), note);
      };
    }

    // The revision that readers of the view see now.
    Revision ShownNow() const {
      sqlite::OpenOptions options;
      options.read_only = true;
      const auto view = sqlite::Database::Open(dir_.File("view.db"), options);
      EXPECT_THAT(view, IsOk());
      return *View::AppliedIn(**view);
    }

    std::string ViewBytes() const {
      return ReadFileBytes(dir_.File("view.db")) + ReadFileBytes(dir_.File("view.db-wal"));
    }
  };

  ~SharedStoreTest() override {
    // Both stores published each revision once and in order.
    for (Node* node : {&one_, &other_}) {
      node->store_->Stop();
      for (size_t i = 0; i < node->published_.size(); ++i) {
        EXPECT_EQ(node->published_[i], node->published_[0] + static_cast<Revision>(i));
      }
    }
  }

  static std::string RequestId(int number) {
    return absl::StrCat("6f1f5b6e-4c0b-4d7a-9d0e-", absl::Dec(number, absl::kZeroPad12));
  }

  SharedLogPlace place_;
  Node one_{&place_, 1};
  Node other_{&place_, 2};
};

TEST_F(SharedStoreTest, EachStoreSeesWhatTheOtherWrote) {
  ASSERT_THAT(one_.Mutate(one_.Create("notes/a", "first")).status, IsOk());
  ASSERT_TRUE(other_.Reaches(1));
  EXPECT_EQ(other_.Get("notes/a")->text(), "first");
  ASSERT_THAT(other_.Mutate(other_.SetText("notes/a", "second")).status, IsOk());
  // The cache of the store that wrote has the new state. The other store's cache no longer has the
  // previous state.
  ASSERT_THAT(other_.store_->cache().Find("notes/a"), NotNull());
  ASSERT_TRUE(one_.Reaches(2));
  EXPECT_THAT(one_.store_->cache().Find("notes/a"), IsNull());
  EXPECT_EQ(one_.Get("notes/a")->text(), "second");
  // Both stores use the same etags.
  EXPECT_THAT(one_.Mutate(one_.SetText("notes/a", "third", "1")).status,
              HasReason("ETAG_MISMATCH"));
}

TEST_F(SharedStoreTest, G2ALostRaceUndoesOneBatchAloneAndRunsItAgain) {
  place_.HoldTails(true);
  for (int i = 0; i < 5; ++i) {
    ASSERT_THAT(other_.Mutate(other_.Create(absl::StrCat("notes/", i), "")).status, IsOk());
  }
  std::vector<std::string> found;
  std::vector<Revision> shown;
  const NoteStore::Result result =
      other_.Mutate([&](Transaction& transaction, Note* note) -> absl::Status {
        shown.push_back(other_.ShownNow());
        const auto before = other_.schema_.table.Get(transaction.db(), "notes/a");
        found.push_back(before.ok() && *before ? (*before)->text() : "nothing");
        // On the first run, `one_` commits before this batch does.
        if (found.size() == 1) {
          EXPECT_THAT(one_.Mutate(one_.Create("notes/a", "faster")).status, IsOk());
        }
        return other_.Write(transaction, "notes/a", "later", note);
      });
  EXPECT_THAT(result.status, IsOk());
  EXPECT_THAT(found, testing::ElementsAre("nothing", "faster"));
  // Before each run, the view showed all earlier commits, so no other batch was undone. Before the
  // first run, these were the 5 commits of `other_`; before the second, the commit of `one_` was
  // shown too. `one_` had itself lost a race to the 5 commits, and had taken them over.
  EXPECT_THAT(shown, testing::ElementsAre(5, 6));
  EXPECT_EQ(result.revision, 7);
  EXPECT_EQ(result.note.revision(), 7);
  EXPECT_EQ(place_.lost_races(), 2);
  place_.HoldTails(false);
  ASSERT_TRUE(one_.Reaches(7));
  EXPECT_EQ(one_.Get("notes/a")->text(), "later");
}

TEST_F(SharedStoreTest, ARefusalInALostBatchIsTriedAgain) {
  place_.HoldTails(true);
  auto missing = std::make_shared<std::promise<NoteStore::Result>>();
  auto writes = std::make_shared<std::promise<NoteStore::Result>>();
  bool raced = false;
  other_.WhileTheWriterIsBusy([&] {
    // One batch: an update of a note that doesn't exist yet, then the change that loses the race.
    other_.store_->Mutate(NoteStore::NewMutation(other_.SetText("notes/a", "second"), missing));
    other_.store_->Mutate(NoteStore::NewMutation(
        [&](Transaction& transaction, Note* note) -> absl::Status {
          if (!std::exchange(raced, true)) {
            EXPECT_THAT(one_.Mutate(one_.Create("notes/a", "first")).status, IsOk());
          }
          return other_.Write(transaction, "notes/b", "", note);
        },
        writes));
  });
  EXPECT_THAT(missing->get_future().get().status, IsOk());
  EXPECT_THAT(writes->get_future().get().status, IsOk());
  EXPECT_EQ(other_.Get("notes/a")->text(), "second");
  place_.HoldTails(false);
}

TEST_F(SharedStoreTest, AWriterThatLosesEveryRaceGetsAnErrorAndChangesNothing) {
  int tries = 0;
  const NoteStore::Result result =
      other_.Mutate([&](Transaction& transaction, Note* note) -> absl::Status {
        ++tries;
        EXPECT_THAT(one_.Mutate(one_.Increment("notes/busy")).status, IsOk());
        return other_.Write(transaction, "notes/late", "", note);
      });
  EXPECT_THAT(result.status, HasReason("OVERLOADED"));
  EXPECT_EQ(tries, kMaxBatchTries);
  EXPECT_THAT(other_.Get("notes/late"), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_EQ(other_.Get("notes/busy")->text(), absl::StrCat(kMaxBatchTries));
  // Afterwards, the store can write again.
  EXPECT_THAT(other_.Mutate(other_.Create("notes/late", "")).status, IsOk());
}

TEST_F(SharedStoreTest, G4ARequestIdTakesEffectOnceAtEitherStore) {
  const auto with_id = [](Mutation* mutation) {
    mutation->request_id = RequestId(1);
    mutation->request_fingerprint = 7;
  };
  place_.HoldTails(true);
  const NoteStore::Result first = one_.Mutate(one_.Increment("notes/a"), with_id);
  // The other store hasn't seen that change yet.
  EXPECT_EQ(other_.published(), 0);
  const NoteStore::Result again = other_.Mutate(other_.Increment("notes/a"), with_id);
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(again.note.SerializeAsString(), first.note.SerializeAsString());
  EXPECT_EQ(other_.Get("notes/a")->text(), "1");
  const NoteStore::Result reused =
      other_.Mutate(other_.Increment("notes/a"), [](Mutation* mutation) {
        mutation->request_id = RequestId(1);
        mutation->request_fingerprint = 8;
      });
  EXPECT_THAT(reused.status, HasReason("REQUEST_ID_REUSED"));
  place_.HoldTails(false);
}

TEST_F(SharedStoreTest, G1AnUnknownOutcomeIsSettledAtTheOtherStore) {
  for (const bool kept : {true, false}) {
    const std::string name = absl::StrCat("notes/", kept);
    place_.FailNextCommit(kept);
    EXPECT_THAT(other_
                    .Mutate(other_.Increment(name),
                            [&](Mutation* mutation) { mutation->request_id = RequestId(kept); })
                    .status,
                HasReason("COMMIT_OUTCOME_UNKNOWN"));
    const NoteStore::Result result = one_.Mutate(
        one_.Increment(name), [&](Mutation* mutation) { mutation->request_id = RequestId(kept); });
    EXPECT_THAT(result.status, IsOk());
    EXPECT_EQ(result.replayed, kept);
    ASSERT_TRUE(other_.Reaches(result.revision));
    EXPECT_EQ(other_.Get(name)->text(), "1");
    ASSERT_TRUE(Await([&] { return !other_.store_->recovering(); }));
  }
}

// The view has the other store's commit, and the log fails before it can be published.
TEST_F(SharedStoreTest, G3ReadersGetAnErrorWhileWhatTheViewShowsIsNotPublished) {
  place_.HoldTails(true);
  ASSERT_THAT(one_.Mutate(one_.Create("notes/a", "first")).status, IsOk());
  place_.FailReadsAfter(1);
  place_.HoldTails(false);
  ASSERT_TRUE(Await([&] { return other_.store_->recovering(); }));
  ASSERT_EQ(other_.ShownNow(), 1);
  ASSERT_EQ(other_.published(), 0);
  for (int i = 0; i < 100; ++i) {
    std::promise<absl::Status> told;
    other_.store_->Read(
        [&](absl::StatusOr<Snapshot> snapshot) { told.set_value(snapshot.status()); });
    EXPECT_THAT(told.get_future().get(), HasReason("STORAGE_UNAVAILABLE"));
  }
  place_.FailReadsAfter(std::nullopt);
  ASSERT_TRUE(other_.Reaches(1));
  ASSERT_TRUE(Await([&] { return !other_.store_->recovering(); }));
  EXPECT_EQ(other_.Get("notes/a")->text(), "first");
}

// Several threads increment one note. Each step is sent to both stores with the same request id.
TEST_F(SharedStoreTest, G3NothingIsLostOrDoubledWhileBothWrite) {
  constexpr int kThreads = 3;
  constexpr int kSteps = 40;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < kSteps; ++i) {
        const auto with_id = [&](Mutation* mutation) {
          mutation->request_id = RequestId(t * kSteps + i);
        };
        // Retries as a client does.
        const auto send = [&](Node* node) {
          for (;;) {
            NoteStore::Result result = node->Mutate(node->Increment("notes/count"), with_id);
            if (result.status.code() != absl::StatusCode::kResourceExhausted) return result;
          }
        };
        std::future<NoteStore::Result> at_other =
            std::async(std::launch::async, [&] { return send(&other_); });
        const NoteStore::Result result = send(&one_);
        const NoteStore::Result other_result = at_other.get();
        EXPECT_THAT(result.status, IsOk());
        EXPECT_THAT(other_result.status, IsOk());
        EXPECT_EQ(result.note.SerializeAsString(), other_result.note.SerializeAsString());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  constexpr int kAll = kThreads * kSteps;
  for (Node* node : {&one_, &other_}) {
    ASSERT_TRUE(node->Reaches(kAll));
    EXPECT_EQ(node->published(), kAll);
    EXPECT_EQ(node->Get("notes/count")->text(), absl::StrCat(kAll));
  }
  const std::vector<store::v1::Commit> all = ReadWholeLog(one_.store_->log());
  ASSERT_THAT(all, SizeIs(kAll));
  for (int i = 0; i < kAll; ++i) {
    Note note;
    ASSERT_TRUE(note.ParseFromString(all[i].changes(0).resource()));
    EXPECT_EQ(note.text(), absl::StrCat(i + 1));
    EXPECT_EQ(all[i].changes(0).previous_revision(), i);
    EXPECT_GE(CommitTime(all[i]), CommitTime(all[std::max(i - 1, 0)]));
  }
  ExpectSameCommits(ReadWholeLog(other_.store_->log()), all);
}

TEST_F(SharedStoreTest, AStoreThatOpensLaterOrAgainHasEverything) {
  one_.Mutate(one_.Create("notes/a", "first"));
  ASSERT_TRUE(other_.Reaches(1));
  other_.store_.reset();
  other_.published_.clear();
  one_.Mutate(one_.SetText("notes/a", "second"));
  other_.Open();
  EXPECT_EQ(other_.Get("notes/a")->text(), "second");
  Node third(&place_, 3);
  EXPECT_EQ(third.Get("notes/a")->text(), "second");
  third.Mutate(third.SetText("notes/a", "third"));
  ASSERT_TRUE(other_.Reaches(3));
  EXPECT_EQ(other_.Get("notes/a")->text(), "third");
}

TEST_F(SharedStoreTest, CommitsThatTheOtherStoreCompactedComeFromTheBase) {
  one_.Mutate(one_.Create("notes/a", "0"));
  ASSERT_TRUE(other_.Reaches(1));
  place_.HoldTails(true);
  for (int i = 1; i < 10; ++i) one_.Mutate(one_.SetText("notes/a", absl::StrCat(i)));
  std::promise<absl::Status> compacted;
  one_.store_->Compact({10, [&](const absl::Status& status) { compacted.set_value(status); }});
  EXPECT_THAT(compacted.get_future().get(), IsOk());
  EXPECT_EQ(one_.store_->log().oldest(), 10);
  place_.HoldTails(false);
  EXPECT_THAT(other_.Mutate(other_.Create("notes/b", "")).status, IsOk());
  EXPECT_EQ(other_.Get("notes/a")->text(), "9");
  EXPECT_EQ(other_.published(), 11);
  // `other_` did not publish the revisions that were compacted. The destructor expects no gap, so
  // this removes the revision before the gap.
  other_.published_.erase(other_.published_.begin());
}

TEST_F(SharedStoreTest, TextsThatTheOtherStoreRedactedAreInNoFile) {
  constexpr char kSecret[] = "the name of a person";
  one_.Mutate(one_.Create("notes/a", kSecret));
  ASSERT_TRUE(other_.Reaches(1));
  EXPECT_EQ(other_.Get("notes/a")->text(), kSecret);
  const NoteStore::Result redacted = one_.Mutate([&](Transaction& transaction, Note*) {
    return RedactTextsIn(one_.schema_.view, {{kSecret}, {}}, /*limit=*/10, transaction).status();
  });
  ASSERT_THAT(redacted.status, IsOk());
  ASSERT_TRUE(other_.Reaches(2));
  EXPECT_NE(other_.Get("notes/a")->text(), kSecret);
  EXPECT_TRUE(Await([&] { return other_.ViewBytes().find(kSecret) == std::string::npos; }));
}

}  // namespace
}  // namespace jumelage

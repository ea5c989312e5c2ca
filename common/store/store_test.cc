#include "common/store/store.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <future>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/sqlite/database.h"
#include "common/store/store_fixture.h"
#include "common/testing/notes.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace jumelage {
namespace {

using samples::Note;
using ::testing::ElementsAre;
using ::testing::Eq;
using ::testing::IsNull;
using ::testing::NotNull;
using ::testing::SizeIs;

constexpr char kRequestId[] = "6f1f5b6e-4c0b-4d7a-9d0e-0a6b1c2d3e4f";

TEST_F(StoreTest, G1AnAcknowledgedWriteIsVisibleAndSurvivesReopening) {
  const Result created = Mutate(Create("notes/a", "first"));
  EXPECT_THAT(created.status, IsOk());
  EXPECT_EQ(created.revision, 1);
  EXPECT_EQ(created.note.revision(), 1);
  EXPECT_EQ(Get("notes/a")->text(), "first");
  Reopen();
  EXPECT_EQ(Get("notes/a")->text(), "first");
  EXPECT_EQ(store_->publication().revision(), 1);
}

// An answered change is in the log immediately. The view shows it once a reader needs it or the
// changes pause.
TEST_F(StoreTest, G1UnreadWritesSurviveTheEndOfTheProcess) {
  constexpr int kNotes = 100;
  for (int i = 0; i < kNotes; ++i) {
    ASSERT_THAT(Mutate(Create(absl::StrCat("notes/", i), "text")).status, IsOk());
  }
  TempDir left;
  WhileTheWriterIsBusy([&] {
    std::filesystem::copy(dir_.path(), left.path(), std::filesystem::copy_options::recursive);
  });
  store_.reset();
  OpenIn(left.path());
  for (int i = 0; i < kNotes; ++i) {
    EXPECT_THAT(Get(absl::StrCat("notes/", i)), IsOk());
  }
  store_.reset();
}

// The limit holds even if there are no reads and the changes never pause.
TEST_F(StoreTest, UnshownChangesStayWithinTheLimit) {
  max_unshown_changes_ = 3;
  Reopen();
  const auto shown = [this]() -> Revision {
    Revision found = 0;
    WhileTheWriterIsBusy([&] {
      sqlite::OpenOptions options;
      options.read_only = true;
      const auto view = sqlite::Database::Open(dir_.path() + "/view.db", options);
      ASSERT_THAT(view, IsOk());
      found = *View::AppliedIn(**view);
    });
    return found;
  };
  for (int i = 1; i <= 12; ++i) {
    ASSERT_THAT(Mutate(Create(absl::StrCat("notes/", i), "text")).status, IsOk());
    EXPECT_GT(shown(), i - 3);
  }
}

TEST_F(StoreTest, G3AReadSeesWhatWasAnsweredWhileChangesKeepComing) {
  std::atomic<bool> done{false};
  std::thread writer([&] {
    for (int i = 0; !done; ++i) Mutate(Create(absl::StrCat("notes/other-", i), "text"));
  });
  for (int i = 0; i < 200; ++i) {
    const std::string name = absl::StrCat("notes/", i);
    EXPECT_THAT(Mutate(Create(name, "text")).status, IsOk());
    EXPECT_THAT(Get(name), IsOk());
  }
  done = true;
  writer.join();
}

TEST_F(StoreTest, RevisionsHaveNoGapsEvenWhenMutationsFail) {
  EXPECT_THAT(Mutate(Create("notes/a", "")).status, IsOk());
  EXPECT_THAT(Mutate(Create("notes/a", "")).status, HasReason("RESOURCE_ALREADY_EXISTS"));
  EXPECT_EQ(Mutate(Create("notes/b", "")).note.revision(), 2);
  EXPECT_THAT(published_, ElementsAre(1, 2));
}

TEST_F(StoreTest, G2AFailedMutationLeavesNothing) {
  const Result failed = Mutate([this](Transaction& transaction, Note* note) -> absl::Status {
    note->set_name("notes/a");
    JUMELAGE_RETURN_IF_ERROR(schema_.notes.Create(transaction, note));
    return NotFoundError("Note", "notes/b");
  });
  EXPECT_THAT(failed.status, HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(Get("notes/a"), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_EQ(store_->log().head(), 0);
}

TEST_F(StoreTest, G2AMutationOfManyResourcesIsOneCommit) {
  const Result both = Mutate([this](Transaction& transaction, Note* note) -> absl::Status {
    Note other;
    other.set_name("notes/b");
    JUMELAGE_RETURN_IF_ERROR(schema_.notes.Create(transaction, &other));
    note->set_name("notes/a");
    return schema_.notes.Create(transaction, note);
  });
  EXPECT_THAT(both.status, IsOk());
  const auto commits = store_->log().Read(0, ReadLimits());
  ASSERT_THAT(*commits, SizeIs(1));
  EXPECT_EQ((*commits)[0].changes_size(), 2);
}

TEST_F(StoreTest, ACommitHoldsOnlyTheFinalStateOfEachResource) {
  Mutate([this](Transaction& transaction, Note* note) -> absl::Status {
    note->set_name("notes/a");
    JUMELAGE_RETURN_IF_ERROR(schema_.notes.Create(transaction, note));
    const Note before = *note;
    note->set_text("second");
    return schema_.notes.Update(transaction, before, note);
  });
  const auto commits = store_->log().Read(0, ReadLimits());
  ASSERT_EQ((*commits)[0].changes_size(), 1);
  Note stored;
  stored.ParseFromString((*commits)[0].changes(0).resource());
  EXPECT_EQ(stored.text(), "second");
}

TEST_F(StoreTest, AnUpdateWithoutDifferenceMakesNoCommit) {
  Mutate(Create("notes/a", "same"));
  const Result updated = Mutate(SetText("notes/a", "same"));
  EXPECT_THAT(updated.status, IsOk());
  EXPECT_EQ(updated.note.revision(), 1);
  EXPECT_EQ(store_->log().head(), 1);
}

TEST_F(StoreTest, G4TheSameRequestGivesTheFirstAnswerAgain) {
  const auto with_id = [](Mutation* mutation) {
    mutation->request_id = kRequestId;
    mutation->request_fingerprint = 7;
  };
  const Result first = Mutate(Create("notes/a", "first"), with_id);
  Mutate(SetText("notes/a", "second"));
  const Result again = Mutate(Create("notes/a", "first"), with_id);
  EXPECT_THAT(again.status, IsOk());
  EXPECT_TRUE(again.replayed);
  EXPECT_EQ(again.note.SerializeAsString(), first.note.SerializeAsString());
  Reopen();
  EXPECT_TRUE(Mutate(Create("notes/a", "first"), with_id).replayed);
  EXPECT_EQ(Get("notes/a")->text(), "second");
}

TEST_F(StoreTest, G4AnUpdateThatChangedNothingIsReplayedToo) {
  const auto with_id = [](Mutation* mutation) {
    mutation->request_id = kRequestId;
    mutation->request_fingerprint = 7;
  };
  Mutate(Create("notes/a", "same"));
  Mutate(SetText("notes/a", "same"), with_id);
  Mutate(SetText("notes/a", "other"));
  EXPECT_EQ(Mutate(SetText("notes/a", "same"), with_id).note.text(), "same");
  EXPECT_EQ(Get("notes/a")->text(), "other");
}

TEST_F(StoreTest, G4AnotherRequestUnderTheSameIdIsRefused) {
  Mutate(Create("notes/a", ""), [](Mutation* mutation) {
    mutation->request_id = kRequestId;
    mutation->request_fingerprint = 7;
  });
  const Result other = Mutate(Create("notes/b", ""), [](Mutation* mutation) {
    mutation->request_id = kRequestId;
    mutation->request_fingerprint = 8;
  });
  EXPECT_THAT(other.status, HasReason("REQUEST_ID_REUSED"));
  EXPECT_THAT(Get("notes/b"), HasReason("RESOURCE_NOT_FOUND"));
}

TEST_F(StoreTest, G4RequestIdsBelongToAPrincipalAndAMethod) {
  Mutate(Create("notes/a", ""), [](Mutation* mutation) { mutation->request_id = kRequestId; });
  const Result other = Mutate(Create("notes/b", ""), [](Mutation* mutation) {
    mutation->request_id = kRequestId;
    mutation->principal = "somebody else";
  });
  EXPECT_FALSE(other.replayed);
  EXPECT_THAT(Get("notes/b"), IsOk());
}

TEST_F(StoreTest, G4RefusalsAreNotStored) {
  const auto with_id = [](Mutation* mutation) { mutation->request_id = kRequestId; };
  EXPECT_THAT(Mutate(SetText("notes/a", "x"), with_id).status, HasReason("RESOURCE_NOT_FOUND"));
  Mutate(Create("notes/a", ""));
  EXPECT_EQ(Mutate(SetText("notes/a", "x"), with_id).note.text(), "x");
}

TEST_F(StoreTest, G4IdsAreForgottenAfterSevenDays) {
  const auto with_id = [](Mutation* mutation) { mutation->request_id = kRequestId; };
  Mutate(Create("notes/a", ""), with_id);
  clock_.Advance(kRequestIdLifetime - absl::Seconds(1));
  EXPECT_TRUE(Mutate(Create("notes/a", ""), with_id).replayed);
  clock_.Advance(absl::Seconds(2));
  EXPECT_THAT(Mutate(Create("notes/a", ""), with_id).status, HasReason("RESOURCE_ALREADY_EXISTS"));
}

TEST_F(StoreTest, G5AStaleEtagIsAbortedAndChangesNothing) {
  const Result created = Mutate(Create("notes/a", "first"));
  Mutate(SetText("notes/a", "second", created.note.etag()));
  const Result stale = Mutate(SetText("notes/a", "third", created.note.etag()));
  EXPECT_THAT(stale.status, StatusIs(absl::StatusCode::kAborted));
  EXPECT_THAT(stale.status, HasReason("ETAG_MISMATCH"));
  EXPECT_EQ(Get("notes/a")->text(), "second");
}

TEST_F(StoreTest, G6ValidateOnlyAnswersAndChangesNothing) {
  const auto validate_only = [](Mutation* mutation) { mutation->validate_only = true; };
  const Result tried = Mutate(Create("notes/a", "first"), validate_only);
  EXPECT_THAT(tried.status, IsOk());
  EXPECT_EQ(tried.note.text(), "first");
  EXPECT_EQ(store_->log().head(), 0);
  EXPECT_THAT(Get("notes/a"), HasReason("RESOURCE_NOT_FOUND"));
  EXPECT_THAT(store_->cache().Find("notes/a"), IsNull());
}

TEST_F(StoreTest, AMutationIsNotRunAfterItsDeadline) {
  const Result late = Mutate(Create("notes/a", ""), [](Mutation* mutation) {
    mutation->deadline = absl::FromUnixSeconds(1);
  });
  EXPECT_THAT(late.status, StatusIs(absl::StatusCode::kDeadlineExceeded));
  EXPECT_EQ(store_->log().head(), 0);
}

TEST_F(StoreTest, CommitTimesNeverGoBack) {
  Mutate(Create("notes/a", ""));
  clock_.Advance(-absl::Hours(1));
  Mutate(Create("notes/b", ""));
  Reopen();
  Mutate(Create("notes/c", ""));
  const auto commits = store_->log().Read(0, ReadLimits());
  ASSERT_THAT(*commits, SizeIs(3));
  EXPECT_GE(CommitTime((*commits)[1]), CommitTime((*commits)[0]));
  EXPECT_GE(CommitTime((*commits)[2]), CommitTime((*commits)[1]));
}

TEST_F(StoreTest, TheCacheHoldsWhatWasPublishedAndForgetsWhatWasRemoved) {
  Mutate(Create("notes/a", "first"));
  ASSERT_THAT(store_->cache().Find("notes/a"), NotNull());
  EXPECT_EQ(store_->cache().Find("notes/a")->revision(), 1);
  Mutate([](Transaction& transaction, Note*) { return transaction.Remove("notes/a"); });
  EXPECT_THAT(store_->cache().Find("notes/a"), IsNull());
  EXPECT_THAT(Get("notes/a"), HasReason("RESOURCE_NOT_FOUND"));
}

TEST_F(StoreTest, TheViewIsRebuiltFromTheLogWhenItIsMissing) {
  Mutate(Create("notes/a", "first"), [](Mutation* mutation) { mutation->request_id = kRequestId; });
  store_.reset();
  ASSERT_EQ(unlink(dir_.File("view.db").c_str()), 0);
  Open();
  EXPECT_EQ(Get("notes/a")->text(), "first");
  EXPECT_TRUE(Mutate(Create("notes/a", "first"), [](Mutation* mutation) {
                mutation->request_id = kRequestId;
              }).replayed);
}

TEST_F(StoreTest, TheViewIsRebuiltWhenItIsDamaged) {
  Mutate(Create("notes/a", "first"));
  store_.reset();
  WriteFileBytes(dir_.File("view.db"), std::string(8192, 'x'));
  Open();
  EXPECT_EQ(Get("notes/a")->text(), "first");
}

TEST_F(StoreTest, ADerivationIsVisibleWhenItIsDoneAndAddsNoRevision) {
  std::promise<absl::Status> done;
  store_->Derive({[](sqlite::Database& db) { return db.Exec("CREATE TABLE followed(x)"); },
                  [&](const absl::Status& status) { done.set_value(status); }});
  EXPECT_THAT(done.get_future().get(), IsOk());
  EXPECT_THAT(Read<absl::Status>([](const Snapshot& snapshot) {
                return snapshot.db.Prepare("SELECT x FROM followed").status();
              }),
              IsOk());
  EXPECT_EQ(store_->log().head(), 0);
}

TEST_F(StoreTest, AFullQueueRefusesImmediatelyAndStaysUsable) {
  std::vector<std::shared_ptr<std::promise<Result>>> waiting;
  WhileTheWriterIsBusy([&] {
    for (int i = 0; i < kMaxWaitingWrites; ++i) {
      waiting.push_back(std::make_shared<std::promise<Result>>());
      store_->Mutate(
          NewMutation([](Transaction&, Note*) { return absl::OkStatus(); }, waiting.back()));
    }
    const Result refused = Mutate(Create("notes/a", ""));
    EXPECT_THAT(refused.status, HasReason("OVERLOADED"));
  });
  for (const auto& promise : waiting) EXPECT_THAT(promise->get_future().get().status, IsOk());
  EXPECT_THAT(Mutate(Create("notes/a", "")).status, IsOk());
}

// Returns, as text, the notes that the view shows, their side rows, the used request ids, and the
// view's position.
std::string DumpOf(sqlite::Database& db) {
  std::string dump;
  for (const char* sql : {"SELECT name, text, hex(data) FROM notes ORDER BY name",
                          "SELECT name, tag, '' FROM note_tags, notes ON id = owner ORDER BY name",
                          "SELECT key, revision, fingerprint FROM requests ORDER BY key",
                          "SELECT revision, hex(commit_id), '' FROM view_state"}) {
    auto select = db.Prepare(sql);
    EXPECT_THAT(select, IsOk());
    while (select->Step().value()) {
      for (int column = 0; column < 3; ++column) {
        absl::StrAppend(&dump, absl::CHexEscape(select->ColumnText(column)), "|");
      }
      absl::StrAppend(&dump, "\n");
    }
  }
  return dump;
}

// Runs batches of changes and derivations that are chosen at random from a fixed seed. Some changes
// fail after they have written, and some are only validated. Finally, a view that is rebuilt from
// the log must be the same.
TEST_F(StoreTest, G2AFailureInABatchLeavesTheOthersAsTheLogHasThem) {
  std::mt19937 random(1);
  int derived = 0;
  const auto derive = [&](const char* sql) {
    store_->Derive({[sql](sqlite::Database& db) { return db.Exec(sql); },
                    [](const absl::Status& status) { EXPECT_THAT(status, IsOk()); }});
  };
  derive("CREATE TABLE followed(x)");
  for (int round = 0; round < 60; ++round) {
    struct Expected {
      bool fails, tried;
      std::shared_ptr<std::promise<Result>> promise = std::make_shared<std::promise<Result>>();
    };
    std::vector<Expected> changes;
    const Revision before = store_->log().head();
    WhileTheWriterIsBusy([&] {
      for (int i = 0; i < 12; ++i) {
        if (random() % 24 == 0) {
          derive("INSERT INTO followed VALUES(1)");
          ++derived;
        }
        Expected& change = changes.emplace_back(Expected{random() % 4 == 0, random() % 8 == 0});
        const std::string name = absl::StrCat("notes/", random() % 20);
        const std::string text = absl::StrCat(round, "-", i);
        Mutation mutation = NewMutation(
            [=, fails = change.fails](Transaction& transaction, Note* note) -> absl::Status {
              JUMELAGE_RETURN_IF_ERROR(Write(transaction, name, text, note));
              return fails ? NotFoundError("Note", "notes/none") : absl::OkStatus();
            },
            change.promise);
        mutation.validate_only = change.tried;
        if (random() % 2 == 0) mutation.request_id = text;
        store_->Mutate(std::move(mutation));
      }
    });
    Revision made = before;
    for (const Expected& change : changes) {
      const Result result = change.promise->get_future().get();
      EXPECT_EQ(result.status.ok(), !change.fails) << result.status;
      if (!change.fails && !change.tried) ++made;
      if (!change.fails) {
        EXPECT_EQ(result.note.revision(), made + (change.tried ? 1 : 0));
      }
    }
    EXPECT_EQ(store_->log().head(), made);
  }
  EXPECT_EQ(Read<int64_t>([](const Snapshot& snapshot) {
              auto count = snapshot.db.Prepare("SELECT count(*) FROM followed");
              EXPECT_THAT(count->Step(), IsOk());
              return count->ColumnInt(0);
            }),
            derived);
  const auto dump = [this] {
    return Read<std::string>([](const Snapshot& snapshot) { return DumpOf(snapshot.db); });
  };
  const std::string kept = dump();
  store_.reset();
  ASSERT_EQ(unlink(dir_.File("view.db").c_str()), 0);
  Open();
  EXPECT_EQ(dump(), kept);
}

TEST_F(StoreTest, AQuickReadDoesNotWaitForASlowOneWhileAThreadIsFree) {
  options_.reader_threads = 2;
  Reopen();
  std::promise<void> held[2], release;
  const std::shared_future<void> released = release.get_future().share();
  for (std::promise<void>& entered : held) {
    store_->Read([&entered, released](const absl::StatusOr<Snapshot>&) {
      entered.set_value();
      released.wait();
    });
  }
  for (std::promise<void>& entered : held) entered.get_future().wait();
  // All of these are waiting when the two threads become free.
  constexpr int kQuick = 7;
  std::promise<void> quick[kQuick];
  std::promise<std::future_status> slow;
  store_->Read([&](const absl::StatusOr<Snapshot>&) {
    auto status = std::future_status::ready;
    for (std::promise<void>& done : quick) {
      status = std::max(status, done.get_future().wait_for(std::chrono::seconds(60)));
    }
    slow.set_value(status);
  });
  for (std::promise<void>& done : quick) {
    store_->Read([&done](const absl::StatusOr<Snapshot>&) { done.set_value(); });
  }
  release.set_value();
  EXPECT_EQ(slow.get_future().get(), std::future_status::ready);
}

TEST_F(StoreTest, AfterStopWorkIsRefused) {
  store_->Stop();
  EXPECT_THAT(Mutate(Create("notes/a", "")).status, HasReason("SHUTTING_DOWN"));
}

TEST_F(StoreTest, ListWalksInOrderByKeysetWithEqualKeys) {
  for (int i = 0; i < 7; ++i) Mutate(Create("notes/n" + std::to_string(i), i % 2 ? "odd" : "even"));
  std::vector<std::string> seen;
  ListQuery query;
  query.order = {{"text", /*descending=*/true}};
  query.limit = 2;
  do {
    const auto page = Read<absl::StatusOr<Table<Note>::Page>>(
        [&](const Snapshot& snapshot) { return schema_.table.List(snapshot.db, query); });
    ASSERT_THAT(page, IsOk());
    for (const Note& note : page->resources) seen.push_back(note.name());
    query.after = page->next;
  } while (!query.after.empty());
  EXPECT_THAT(seen, ElementsAre("notes/n1", "notes/n3", "notes/n5", "notes/n0", "notes/n2",
                                "notes/n4", "notes/n6"));
}

TEST_F(StoreTest, SideRowsFollowTheResource) {
  const auto tagged = [&] {
    return Read<int64_t>([](const Snapshot& snapshot) {
      auto select = snapshot.db.Prepare("SELECT count(*) FROM note_tags WHERE tag = 'x'");
      EXPECT_THAT(select->Step(), IsOk());
      return select->ColumnInt(0);
    });
  };
  Mutate([this](Transaction& transaction, Note* note) {
    note->set_name("notes/a");
    note->add_tags("x");
    note->add_tags("x");
    return schema_.notes.Create(transaction, note);
  });
  EXPECT_THAT(tagged(), Eq(1));
  Mutate([this](Transaction& transaction, Note* note) -> absl::Status {
    JUMELAGE_ASSIGN_OR_RETURN(*note, schema_.notes.GetToChange(transaction, "notes/a", ""));
    const Note before = *note;
    note->clear_tags();
    return schema_.notes.Update(transaction, before, note);
  });
  EXPECT_THAT(tagged(), Eq(0));
}

// The caller may hold a lock that the callback takes.
TEST_F(StoreTest, ARefusedReadGetsItsErrorOnAnotherThread) {
  options_.max_waiting_reads = 0;
  Reopen();
  std::promise<std::thread::id> told;
  store_->Read([&](const absl::StatusOr<Snapshot>& snapshot) {
    EXPECT_THAT(snapshot, HasReason("OVERLOADED"));
    told.set_value(std::this_thread::get_id());
  });
  EXPECT_NE(told.get_future().get(), std::this_thread::get_id());
}

// Neither a new resource nor an update may exceed the size limit. A resource close to the limit can
// still shrink.
TEST_F(StoreTest, NoWriteMakesAResourceTooLarge) {
  const std::string large(kMaxResourceBytes - 10, 'x');
  const auto write = [&](const std::string& text, bool is_new) {
    return Mutate([&, text, is_new](Transaction& transaction, Note* note) -> absl::Status {
      if (is_new) {
        note->set_name("notes/a");
        note->set_text(text);
        return schema_.notes.Create(transaction, note);
      }
      JUMELAGE_ASSIGN_OR_RETURN(const Note before,
                                schema_.notes.GetToChange(transaction, "notes/a", ""));
      *note = before;
      note->set_text(text);
      return schema_.notes.Update(transaction, before, note);
    });
  };
  EXPECT_THAT(write(std::string(kMaxResourceBytes + 1, 'x'), true).status,
              HasReason("FIELD_INVALID"));
  EXPECT_THAT(write(large, true).status, IsOk()) << "name, revision and times do not count";
  EXPECT_THAT(write(large + std::string(20, 'y'), false).status, HasReason("FIELD_INVALID"));
  EXPECT_THAT(write("small", false).status, IsOk());
}

}  // namespace
}  // namespace jumelage

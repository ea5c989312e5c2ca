#ifndef JUMELAGE_COMMON_STORE_STORE_FIXTURE_H_
#define JUMELAGE_COMMON_STORE_STORE_FIXTURE_H_

#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "common/base/limits.h"
#include "common/base/status_macros.h"
#include "common/store/embedded_store.h"
#include "common/store/open_store.h"
#include "common/store/store.h"
#include "common/testing/fake_clock.h"
#include "common/testing/fake_ids.h"
#include "common/testing/notes.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace jumelage {

// A store of notes in its own directory, and operations for tests. The constructor does not open
// it.
class NoteStore {
 public:
  using Note = samples::Note;

  // The ids depend on `seed`.
  explicit NoteStore(uint64_t seed = 1) : ids_(seed) {}

  void Open() { OpenIn(dir_.path()); }

  void OpenIn(const std::string& path) {
    StoreOptions options = options_;
    options.clock = &clock_;
    options.ids = &ids_;
    options.on_published = [this](absl::Span<const SharedCommit> commits) {
      for (const SharedCommit& commit : commits) published_.push_back(commit->revision());
    };
    DataOptions data;
    data.data_dir = path;
    data.service = "notes";
    data.showing.max_unshown_changes = max_unshown_changes_;
    absl::StatusOr<std::unique_ptr<Store>> store;
    if (open_log_) {
      ViewOptions view;
      view.data_dir = path;
      view.schema = &schema_.view;
      store = OpenStore(open_log_(), view, std::move(options));
    } else {
      store = OpenEmbeddedStore(data, &schema_.view, std::move(options));
    }
    ASSERT_THAT(store, IsOk());
    store_ = *std::move(store);
  }

  void Reopen() {
    store_.reset();
    Open();
  }

  struct Result {
    absl::Status status;
    Note note;
    bool replayed = false;
    Revision revision = 0;
  };
  using Body = std::function<absl::Status(Transaction&, Note*)>;

  // Makes a mutation as a handler would, for tests of the store alone.
  static Mutation NewMutation(const Body& body,
                              const std::shared_ptr<std::promise<Result>>& promise) {
    auto note = std::make_shared<Note>();
    Mutation mutation;
    mutation.principal = "tester";
    mutation.method = "notes/Write";
    mutation.body = [note, body](Transaction& transaction) {
      note->Clear();
      return body(transaction, note.get());
    };
    mutation.answer = [note] { return note->SerializeAsString(); };
    mutation.done = [note, promise](MutationResult result) {
      Result out{result.status, *note, result.replayed != nullptr, result.revision};
      if (result.replayed != nullptr) out.note.ParseFromString(*result.replayed);
      promise->set_value(std::move(out));
    };
    return mutation;
  }

  Result Mutate(Body body, const std::function<void(Mutation*)>& adjust = nullptr) {
    auto promise = std::make_shared<std::promise<Result>>();
    Mutation mutation = NewMutation(std::move(body), promise);
    if (adjust) adjust(&mutation);
    store_->Mutate(std::move(mutation));
    return promise->get_future().get();
  }

  Body Create(const std::string& name, const std::string& text) {
    return [=](Transaction& transaction, Note* note) {
      note->set_name(name);
      note->set_text(text);
      return schema_.notes.Create(transaction, note);
    };
  }

  Body SetText(const std::string& name, const std::string& text, const std::string& etag = "") {
    return [=](Transaction& transaction, Note* note) -> absl::Status {
      JUMELAGE_ASSIGN_OR_RETURN(*note, schema_.notes.GetToChange(transaction, name, etag));
      const Note before = *note;
      note->set_text(text);
      return schema_.notes.Update(transaction, before, note);
    };
  }

  // Sets the note's text, and makes the same text its only tag. Creates the note if necessary.
  absl::Status Write(Transaction& transaction, const std::string& name, const std::string& text,
                     Note* note) {
    JUMELAGE_ASSIGN_OR_RETURN(const auto before, schema_.table.Get(transaction.db(), name));
    if (before) *note = *before;
    note->set_name(name);
    note->set_text(text);
    note->clear_tags();
    note->add_tags(text);
    return before ? schema_.notes.Update(transaction, *before, note)
                  : schema_.notes.Create(transaction, note);
  }

  // Calls `queue` while the writer is busy. The mutations that it queues go into one batch, up to
  // the limits of a batch.
  void WhileTheWriterIsBusy(const std::function<void()>& queue) {
    std::promise<void> entered, release;
    auto blocked = std::make_shared<std::promise<Result>>();
    store_->Mutate(NewMutation(
        [&](Transaction&, Note*) {
          entered.set_value();
          release.get_future().wait();
          return absl::OkStatus();
        },
        blocked));
    entered.get_future().wait();
    queue();
    release.set_value();
    EXPECT_THAT(blocked->get_future().get().status, IsOk());
  }

  template <typename T>
  T Read(std::function<T(const Snapshot&)> read) {
    std::promise<T> promise;
    store_->Read([&](absl::StatusOr<Snapshot> snapshot) {
      EXPECT_THAT(snapshot, IsOk());
      promise.set_value(read(*snapshot));
    });
    return promise.get_future().get();
  }

  absl::StatusOr<Note> Get(const std::string& name) {
    return Read<absl::StatusOr<Note>>(
        [&](const Snapshot& snapshot) { return schema_.notes.Get(snapshot.db, name); });
  }

  TempDir dir_;
  NotesSchema schema_;
  FakeClock clock_;
  FakeIds ids_;
  StoreOptions options_;
  int64_t max_unshown_changes_ = kMaxUnshownChanges;
  // Opens the log. Null means the embedded log of the directory.
  std::function<std::unique_ptr<Log>()> open_log_;
  std::vector<Revision> published_;
  std::unique_ptr<Store> store_;
};

class StoreTest : public ::testing::Test, protected NoteStore {
 protected:
  StoreTest() { Open(); }
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_STORE_FIXTURE_H_

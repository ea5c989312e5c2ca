#include "tests/robustness/note_subject.h"

#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/testing/note_service.grpc.pb.h"

namespace jumelage {
namespace {

using samples::GetNoteRequest;
using samples::Note;
using samples::NoteService;
using samples::RemoveNoteRequest;
using samples::WriteNoteRequest;

constexpr int kSharedNotes = 3;
constexpr int64_t kWatchMemory = 20000;
constexpr int64_t kWatchMessage = 4000;

std::string SharedName(int number) { return absl::StrCat("notes/shared-", number); }

std::string NewName(ClientMind* mind) {
  return absl::StrCat("notes/of-", mind->number, "-", mind->made++);
}

Plan WritePlan(ClientMind* mind, const std::string& name, Revision guard, int copies) {
  Plan plan;
  plan.method = "WriteNote";
  plan.resource = name;
  plan.request_id = NewRequestId(mind);
  plan.guard = guard;
  WriteNoteRequest request;
  request.set_request_id(plan.request_id);
  Note* const note = request.mutable_note();
  note->set_name(name);
  if (guard > 0) note->set_etag(EtagOf(guard));
  note->set_text(absl::StrCat("by ", mind->number, " under ", plan.request_id));
  note->add_tags(absl::StrCat("tag-", mind->Below(4)));
  for (int i = 0; i < copies; ++i) {
    Note* const copy = request.add_copies();
    copy->set_name(absl::StrCat("notes/copies-of-", mind->number, "-", i));
    copy->set_text(std::string(static_cast<size_t>(mind->Below(1500)), 'x') + plan.request_id);
  }
  plan.send = Unary<NoteService>(&NoteService::Stub::WriteNote, std::move(request));
  return plan;
}

Plan RemovePlan(ClientMind* mind, const std::string& name) {
  Plan plan;
  plan.method = "RemoveNote";
  plan.resource = name;
  plan.request_id = NewRequestId(mind);
  plan.removes = true;
  RemoveNoteRequest request;
  request.set_request_id(plan.request_id);
  request.set_name(name);
  plan.send = Unary<NoteService>(&NoteService::Stub::RemoveNote, std::move(request));
  return plan;
}

}  // namespace

absl::Status NoteSubject::Start(DataOptions data) {
  NoteServer::Options options;
  options.data = std::move(data);
  options.store.recovery_interval = absl::Milliseconds(10);
  options.watch.max_message_bytes = kWatchMessage;
  options.watch.progress_interval = absl::Milliseconds(50);
  options.watch_memory_bytes = kWatchMemory;
  JUMELAGE_ASSIGN_OR_RETURN(server_, NoteServer::Start(std::move(options)));
  return absl::OkStatus();
}

Plan NoteSubject::NextWrite(ClientMind* mind) const {
  const int choice = mind->Below(100);
  if (choice < 25 || mind->known.empty()) return WritePlan(mind, NewName(mind), 0, 0);
  if (choice < 35) return WritePlan(mind, SharedName(mind->Below(kSharedNotes)), 0, 0);
  const auto picked =
      std::next(mind->known.begin(), mind->Below(static_cast<int>(mind->known.size())));
  const std::string& name = picked->first;
  if (choice < 50) return WritePlan(mind, name, 0, 0);
  if (choice < 75) return WritePlan(mind, name, picked->second.revision, 0);
  const auto former = mind->former.find(name);
  if (choice < 82 && former != mind->former.end()) {
    return WritePlan(mind, name, former->second, 0);
  }
  if (choice < 92) return WritePlan(mind, NewName(mind), 0, 2 + mind->Below(6));
  return RemovePlan(mind, name);
}

Plan NoteSubject::Get(const std::string& name) const {
  Plan plan;
  plan.method = "GetNote";
  plan.resource = name;
  GetNoteRequest request;
  request.set_name(name);
  plan.send = Unary<NoteService>(&NoteService::Stub::GetNote, std::move(request));
  return plan;
}

std::vector<std::string> NoteSubject::SharedNames() const {
  std::vector<std::string> names;
  for (int i = 0; i < kSharedNotes; ++i) names.push_back(SharedName(i));
  return names;
}

std::vector<WatchTarget> NoteSubject::Targets() const {
  WatchTarget shared;
  shared.names = SharedNames();
  shared.filter.names.insert(shared.names.begin(), shared.names.end());
  return {WatchTarget(), shared};
}

std::unique_ptr<WatchCall> NoteSubject::Watch(const std::shared_ptr<grpc::Channel>& channel,
                                              const WatchTarget& target,
                                              const std::optional<Position>& after) const {
  return std::make_unique<
      TypedWatchCall<NoteService, samples::WatchRequest, samples::WatchResponse>>(channel, target,
                                                                                  after);
}

std::vector<std::string> NoteSubject::Trace(const std::string& /*name*/,
                                            const std::string& bytes) const {
  Note note;
  if (!note.ParseFromString(bytes)) return {};
  return {note.create_time().SerializeAsString()};
}

}  // namespace jumelage

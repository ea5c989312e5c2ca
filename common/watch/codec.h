#ifndef JUMELAGE_COMMON_WATCH_CODEC_H_
#define JUMELAGE_COMMON_WATCH_CODEC_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/string_view.h"
#include "common/log/log.h"
#include "common/log/position.h"
#include "common/values/resource_name.h"
#include "common/view/table.h"
#include "google/protobuf/message.h"
#include "jumelage/store/v1/commit.pb.h"

namespace jumelage {

// The resources that a watch delivers: those with a name in `names` in a collection in
// `collections`, which contains the last segments of collections. An empty set excludes nothing.
struct WatchFilter {
  absl::flat_hash_set<std::string> collections;
  absl::flat_hash_set<std::string> names;

  bool everything() const { return collections.empty() && names.empty(); }
  bool Matches(absl::string_view name) const;
  // Returns whether a watch delivers any part of a commit. A watch of everything also delivers
  // commits without changes.
  bool Concerns(const store::v1::Commit& commit) const;
};

// Encodes what a watch delivers as serialized messages of one service's contract. Messages with
// commits may be concatenated: protobuf merges them into one message with all their commits.
// Immutable and thread-safe.
class WatchCodec {
 public:
  virtual ~WatchCodec() = default;
  // Returns the messages that deliver the changes of a commit that match `filter`, one for each
  // part of the commit; none if the commit does not concern the filter. No message is larger than
  // `max_bytes` when it is sent, even together with Head (W4), unless it contains only a single
  // change.
  virtual std::vector<std::string> Commit(const std::string& log_id,
                                          const store::v1::Commit& commit,
                                          const WatchFilter& filter, int64_t max_bytes) const = 0;
  // Returns a message with only the log's id, to be put in front of a stream's first commits.
  virtual std::string Head(const std::string& log_id) const = 0;
  virtual std::string SnapshotPage(const std::string& log_id,
                                   const std::vector<StoredResource>& resources) const = 0;
  virtual std::string Consistent(const Position& position) const = 0;
  virtual std::string Progress(const Position& position) const = 0;
};

// The codec of a service whose WatchResponse, Commit and ResourceChange have the usual fields.
// `fields` maps the last segment of each collection to the number of its field in
// ResourceChange.state.
template <typename WatchResponse, typename PublicCommit, typename ResourceChange>
class TypedWatchCodec : public WatchCodec {
 public:
  explicit TypedWatchCodec(absl::flat_hash_map<std::string, int> fields)
      : fields_(std::move(fields)) {}

  std::vector<std::string> Commit(const std::string& log_id, const store::v1::Commit& commit,
                                  const WatchFilter& filter, int64_t max_bytes) const override {
    std::vector<std::string> messages;
    if (!filter.Concerns(commit)) return messages;
    WatchResponse response = Part(commit);
    PublicCommit* part = response.mutable_commits(0);
    const int64_t empty = Size(response) + kFramingBytes;
    int64_t bytes = empty;
    for (const store::v1::Change& change : commit.changes()) {
      if (!filter.Matches(change.name())) continue;
      ResourceChange sent;
      Set(change.name(), commit.revision(), change.removed() ? nullptr : &change.resource(), &sent);
      const int64_t size = Size(sent) + kEntryBytes;
      if (part->changes_size() > 0 && bytes + size > max_bytes) {
        messages.push_back(response.SerializeAsString());
        part->clear_changes();
        bytes = empty;
      }
      bytes += size;
      *part->add_changes() = std::move(sent);
    }
    response.mutable_commits(0)->set_last_part(true);
    response.mutable_commits(0)->set_position(
        FormatPosition({log_id, commit.revision(), MarkOf(commit.commit_id())}));
    messages.push_back(response.SerializeAsString());
    return messages;
  }

  std::string Head(const std::string& log_id) const override {
    WatchResponse response;
    response.set_log_id(log_id);
    return response.SerializeAsString();
  }

  std::string SnapshotPage(const std::string& log_id,
                           const std::vector<StoredResource>& resources) const override {
    WatchResponse response;
    response.set_log_id(log_id);
    for (const StoredResource& resource : resources) {
      Set(resource.name, resource.revision, &resource.bytes,
          response.mutable_snapshot()->add_resources());
    }
    return response.SerializeAsString();
  }

  std::string Consistent(const Position& position) const override {
    WatchResponse response;
    Mark(position, &response, response.mutable_consistent());
    return response.SerializeAsString();
  }

  std::string Progress(const Position& position) const override {
    WatchResponse response;
    Mark(position, &response, response.mutable_progress());
    return response.SerializeAsString();
  }

 private:
  // The most bytes that lengths, `last_part`, `position` and the log's id (Head) add to a message
  // with a commit, and the most that the tag and length of a change add to the change.
  static constexpr int64_t kFramingBytes = 144;
  static constexpr int64_t kEntryBytes = 6;

  static int64_t Size(const google::protobuf::Message& message) {
    return static_cast<int64_t>(message.ByteSizeLong());
  }

  template <typename Event>
  static void Mark(const Position& position, WatchResponse* response, Event* event) {
    response->set_log_id(position.log_id);
    event->set_revision(position.revision);
    event->set_position(FormatPosition(position));
  }

  static WatchResponse Part(const store::v1::Commit& commit) {
    WatchResponse response;
    PublicCommit* part = response.add_commits();
    part->set_revision(commit.revision());
    part->set_commit_id(commit.commit_id());
    *part->mutable_commit_time() = commit.time();
    part->set_principal(commit.principal());
    part->set_method(commit.method());
    return response;
  }

  // Fills `change`. `bytes` is null for a removed resource. A resource whose collection has no
  // field is also marked as removed.
  void Set(const std::string& name, Revision revision, const std::string* bytes,
           ResourceChange* change) const {
    change->set_name(name);
    change->set_revision(revision);
    const auto field = fields_.find(SegmentOf(name));
    if (bytes == nullptr || field == fields_.end()) {
      change->mutable_removed();
      return;
    }
    change->GetReflection()
        ->MutableMessage(change, ResourceChange::descriptor()->FindFieldByNumber(field->second))
        ->ParseFromString(*bytes);
  }

  const absl::flat_hash_map<std::string, int> fields_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_WATCH_CODEC_H_

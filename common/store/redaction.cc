#include "common/store/redaction.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/base/status_macros.h"
#include "common/message/redact_texts.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace jumelage {
namespace {

using google::protobuf::Message;
using google::protobuf::Reflection;

// Parses `bytes` into `prototype`, redacts the texts in it, and returns it serialized. Returns
// `bytes` unchanged if there was nothing to redact.
absl::StatusOr<std::string> RedactBytes(const std::vector<std::string>& texts,
                                        const std::string& bytes, Message* prototype) {
  if (!prototype->ParseFromString(bytes)) {
    return absl::DataLossError("a message to redact cannot be parsed");
  }
  return RedactTexts(texts, prototype) ? prototype->SerializeAsString() : bytes;
}

absl::StatusOr<bool> RedactChange(const ViewSchema& schema, const TextsToRedact& wanted,
                                  store::v1::Change* change) {
  const bool meant = wanted.names.empty() || wanted.names.contains(change->name());
  if (!meant || !ContainsAny(change->resource(), wanted.texts)) return false;
  const TableBase* table = schema.TableOf(change->name());
  if (table == nullptr) {
    return absl::DataLossError(absl::StrCat("no table holds resources like ", change->name()));
  }
  JUMELAGE_ASSIGN_OR_RETURN(
      std::string bytes, RedactBytes(wanted.texts, change->resource(), table->NewResource().get()));
  if (bytes == change->resource()) return false;
  change->set_resource(std::move(bytes));
  return true;
}

// Redacts an answer that is stored separately from the changes. Its type is the method's output
// type. Returns whether the answer changed.
absl::StatusOr<bool> RedactAnswer(const TextsToRedact& wanted, store::v1::Commit* commit) {
  if (!ContainsAny(commit->response(), wanted.texts)) return false;
  const std::string name = absl::StrReplaceAll(commit->method(), {{"/", "."}});
  const auto* method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(name);
  if (method == nullptr) return absl::DataLossError(absl::StrCat("unknown method ", name));
  const std::unique_ptr<Message> answer(google::protobuf::MessageFactory::generated_factory()
                                            ->GetPrototype(method->output_type())
                                            ->New());
  JUMELAGE_ASSIGN_OR_RETURN(std::string bytes,
                            RedactBytes(wanted.texts, commit->response(), answer.get()));
  if (bytes == commit->response()) return false;
  commit->set_response(std::move(bytes));
  return true;
}

absl::StatusOr<bool> RedactCommit(const ViewSchema& schema, const TextsToRedact& wanted,
                                  store::v1::Commit* commit) {
  bool changed = false;
  bool concerned = wanted.names.empty();
  for (store::v1::Change& change : *commit->mutable_changes()) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool redacted, RedactChange(schema, wanted, &change));
    changed = changed || redacted;
    concerned = concerned || wanted.names.contains(change.name());
  }
  if (!concerned || commit->answer_case() != store::v1::Commit::kResponse) return changed;
  JUMELAGE_ASSIGN_OR_RETURN(const bool redacted, RedactAnswer(wanted, commit));
  return changed || redacted;
}

// A resource whose texts have been redacted.
struct Redacted {
  std::string name;
  std::unique_ptr<Message> resource;
};

// Returns at most `limit` resources of a table, ordered by name, with the texts redacted. Leaves
// out resources that `wanted.names` excludes, and those that contain a text only where nothing is
// redacted, such as in their names.
absl::StatusOr<std::vector<Redacted>> FindRedactable(sqlite::Database& db, const TableBase& table,
                                                     const TextsToRedact& wanted, int limit) {
  std::string sql = absl::StrCat("SELECT name, data FROM ", table.name(), " WHERE ");
  for (size_t i = 1; i <= wanted.texts.size(); ++i) {
    absl::StrAppend(&sql, i == 1 ? "" : " OR ", "instr(data, ?", i, ")");
  }
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select, db.Prepare(sql + " ORDER BY name"));
  int index = 0;
  for (const std::string& text : wanted.texts) select.BindBlob(++index, text);
  std::vector<Redacted> found;
  while (static_cast<int>(found.size()) < limit) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
    if (!row) break;
    Redacted redacted{std::string(select.ColumnText(0)), table.NewResource()};
    if (!wanted.names.empty() && !wanted.names.contains(redacted.name)) continue;
    const std::string stored(select.ColumnBlob(1));
    JUMELAGE_ASSIGN_OR_RETURN(const std::string bytes,
                              RedactBytes(wanted.texts, stored, redacted.resource.get()));
    if (bytes != stored) found.push_back(std::move(redacted));
  }
  return found;
}

// Sets the revision, etag and update time, as Resources does.
void Stamp(const Transaction& transaction, Message* resource) {
  const Reflection& reflection = *resource->GetReflection();
  const auto& type = *resource->GetDescriptor();
  reflection.SetInt64(resource, type.FindFieldByName("revision"), transaction.revision());
  reflection.SetString(resource, type.FindFieldByName("etag"),
                       absl::StrCat("\"", transaction.revision(), "\""));
  reflection.MutableMessage(resource, type.FindFieldByName("update_time"))
      ->CopyFrom(transaction.proto_time());
}

}  // namespace

absl::StatusOr<std::vector<std::string>> RedactTextsIn(const ViewSchema& schema,
                                                       const TextsToRedact& wanted, int limit,
                                                       Transaction& transaction) {
  std::vector<std::string> names;
  for (const TableBase* table : schema.tables) {
    JUMELAGE_ASSIGN_OR_RETURN(const std::vector<Redacted> found,
                              FindRedactable(transaction.db(), *table, wanted,
                                             limit + 1 - static_cast<int>(names.size())));
    for (const Redacted& redacted : found) {
      Stamp(transaction, redacted.resource.get());
      JUMELAGE_RETURN_IF_ERROR(
          transaction.Put(redacted.name, redacted.resource->SerializeAsString()));
      // The answer to a Get may contain more than the resource's bytes.
      transaction.Uncache(redacted.name);
      names.push_back(redacted.name);
    }
  }
  std::sort(names.begin(), names.end());
  transaction.Redact({/*revision=*/0, wanted.texts, [&schema, wanted](store::v1::Commit* commit) {
                        return RedactCommit(schema, wanted, commit);
                      }});
  return names;
}

}  // namespace jumelage

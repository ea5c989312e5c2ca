#include "clients/cli/transfer/record_importer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/page/references.h"
#include "common/base/error.h"
#include "common/base/limits.h"
#include "common/base/status_macros.h"
#include "common/message/oneof_member.h"
#include "common/rpc/status.h"
#include "google/rpc/error_details.pb.h"

namespace jumelage::cli {
namespace {

using google::protobuf::Message;

// The maximum size of a call in bytes, well below the limit of the service. A record that is larger
// is sent alone.
constexpr int64_t kMaxCallBytes = int64_t{3} << 20;
// The maximum size of a record in bytes: the largest message that the service accepts, minus space
// for the rest of the request.
constexpr int64_t kMaxRecordBytes = kMaxMessageBytes - 64;
constexpr char kRecord[] = "record";

absl::Status ToStatus(const google::rpc::Status& error) {
  return FromGrpcStatus(grpc::Status(static_cast<grpc::StatusCode>(error.code()), error.message(),
                                     error.SerializeAsString()));
}

// Returns the names of the missing resources that a refused record refers to.
std::vector<std::string> MissingIn(const absl::Status& refusal) {
  std::vector<std::string> missing;
  google::rpc::PreconditionFailure failure;
  const auto payload = refusal.GetPayload(
      absl::StrCat("type.googleapis.com/", failure.GetDescriptor()->full_name()));
  if (!payload || !failure.ParseFromString(std::string(*payload))) return missing;
  for (const auto& violation : failure.violations()) missing.push_back(violation.subject());
  return missing;
}

// Whether the record is that of a resource that was merged into another one.
bool IsMerged(const Message& record) {
  const Message* const resource = MemberOf(record, kRecord);
  if (resource == nullptr) return false;
  const auto* const field = resource->GetDescriptor()->FindFieldByName("merged_into");
  return field != nullptr && !resource->GetReflection()->GetString(*resource, field).empty();
}

}  // namespace

template <typename Api>
RecordImporterOf<Api>::RecordImporterOf(typename Api::Client* client, Existing existing,
                                        Hooks hooks)
    : client_(*client), existing_(existing), hooks_(std::move(hooks)) {}

template <typename Api>
absl::Status RecordImporterOf<Api>::Import(RecordSourceOf<Record>* source, int64_t skip) {
  source_ = source;
  Item item;
  for (; source->Next(&item.source); item = Item()) {
    item.number = read_++;
    if (item.number < skip) continue;
    if (item.source.unreadable.ok()) {
      JUMELAGE_RETURN_IF_ERROR(Take(std::move(item)));
    } else {
      Refuse(item, item.source.unreadable);
    }
  }
  JUMELAGE_RETURN_IF_ERROR(Flush());
  JUMELAGE_RETURN_IF_ERROR(SendWaiting());
  JUMELAGE_ASSIGN_OR_RETURN(const bool led_on, BreakCircles());
  if (led_on) JUMELAGE_RETURN_IF_ERROR(SendWaiting());
  for (const Item& left : waiting_) Refuse(left, left.refusal);
  waiting_.clear();
  return absl::OkStatus();
}

template <typename Api>
absl::Status RecordImporterOf<Api>::Take(Item item) {
  const auto bytes = static_cast<int64_t>(item.source.record.ByteSizeLong());
  if (bytes > kMaxRecordBytes) {
    Refuse(item, InvalidFieldsError({{kRecord, absl::StrCat("has ", bytes, " bytes; the limit is ",
                                                            kMaxRecordBytes)}}));
    return absl::OkStatus();
  }
  if (static_cast<int>(collected_.size()) == kMaxImportRecords ||
      collected_bytes_ + bytes > kMaxCallBytes ||
      (!collected_.empty() && collected_.front().begun != item.begun)) {
    JUMELAGE_RETURN_IF_ERROR(Flush());
  }
  collected_bytes_ += bytes;
  collected_.push_back(std::move(item));
  return absl::OkStatus();
}

template <typename Api>
absl::Status RecordImporterOf<Api>::Flush() {
  if (collected_.empty()) return absl::OkStatus();
  std::vector<Item> items;
  items.swap(collected_);
  collected_bytes_ = 0;
  typename Api::ImportRequest request;
  request.set_existing_records(existing_);
  // Records that were created without some references exist now and must be completed, so replace
  // them.
  if (items.front().begun) {
    request.set_existing_records(Api::ImportRequest::EXISTING_RECORDS_REPLACE);
  }
  for (const Item& item : items) *request.add_records() = item.source.record;
  JUMELAGE_ASSIGN_OR_RETURN(const typename Api::ImportResponse response,
                            client_.ImportRecords(request));
  if (response.results_size() != static_cast<int>(items.size())) {
    return absl::InternalError("the service did not answer for every record");
  }
  const int64_t last = items.back().number;
  absl::Status undecided;
  for (size_t i = 0; i < items.size(); ++i) {
    undecided.Update(Settle(std::move(items[i]), response.results(static_cast<int>(i))));
  }
  if (hooks_.progress) hooks_.progress(counts_, source_->Fraction());
  JUMELAGE_RETURN_IF_ERROR(undecided);
  if (!hooks_.done || retrying_) return absl::OkStatus();
  return hooks_.done(waiting_.empty() ? last + 1 : waiting_.front().number);
}

template <typename Api>
absl::Status RecordImporterOf<Api>::Settle(Item item, const typename Api::ImportResult& result) {
  using Result = typename Api::ImportResult;
  if (result.outcome() == Result::OUTCOME_REFUSED) {
    item.refusal = ToStatus(result.error());
    if (absl::IsUnavailable(item.refusal)) return item.refusal;
    if (ErrorReason(item.refusal) == "REFERENCE_NOT_FOUND") {
      waiting_.push_back(std::move(item));
    } else {
      Refuse(item, item.refusal);
    }
    return absl::OkStatus();
  }
  if (item.begun) return absl::OkStatus();  // counted when it was created
  if (result.outcome() == Result::OUTCOME_CREATED) ++counts_.created;
  if (result.outcome() == Result::OUTCOME_UPDATED) ++counts_.updated;
  if (result.outcome() == Result::OUTCOME_UNCHANGED) ++counts_.unchanged;
  if (!result.kept_fields().empty() && hooks_.kept) {
    hooks_.kept(result.name(), absl::StrJoin(result.kept_fields(), ", "));
  }
  return absl::OkStatus();
}

template <typename Api>
absl::Status RecordImporterOf<Api>::SendWaiting() {
  retrying_ = true;
  for (size_t before = 0; before != waiting_.size();) {
    before = waiting_.size();
    std::deque<Item> items;
    items.swap(waiting_);
    for (Item& item : items) JUMELAGE_RETURN_IF_ERROR(Take(std::move(item)));
    JUMELAGE_RETURN_IF_ERROR(Flush());
  }
  return absl::OkStatus();
}

template <typename Api>
absl::StatusOr<bool> RecordImporterOf<Api>::BreakCircles() {
  // Find the records whose missing references are all to each other: remove records that lack any
  // other reference until no more can be removed.
  std::vector<Item*> circle;
  for (Item& item : waiting_) circle.push_back(&item);
  absl::flat_hash_set<std::string> names;
  for (size_t before = circle.size() + 1; before != circle.size();) {
    before = circle.size();
    names.clear();
    for (Item* item : circle) names.insert(ResourceNameOf(MemberOf(item->source.record, kRecord)));
    circle.erase(std::remove_if(circle.begin(), circle.end(),
                                [&](Item* item) {
                                  const auto missing = MissingIn(item->refusal);
                                  return !std::all_of(missing.begin(), missing.end(),
                                                      [&](const std::string& name) {
                                                        return names.contains(name);
                                                      });
                                }),
                 circle.end());
  }
  bool any = false;
  for (Item* item : circle) {
    // A merged record can't be completed later. It waits for the others.
    if (IsMerged(item->source.record)) continue;
    JUMELAGE_ASSIGN_OR_RETURN(item->begun, Begin(item->source.record, names));
    any = any || item->begun;
  }
  return any;
}

template <typename Api>
absl::StatusOr<bool> RecordImporterOf<Api>::Begin(const Record& record,
                                                  const absl::flat_hash_set<std::string>& without) {
  typename Api::ImportRequest request;
  // An existing record doesn't have to be created. It stays unchanged until its references exist.
  request.set_existing_records(Api::ImportRequest::EXISTING_RECORDS_KEEP);
  Record* const stripped = request.add_records();
  *stripped = record;
  Message* const resource = MutableMemberOf(kRecord, stripped);
  if (resource == nullptr) return false;
  DropReferences(resource, [&](const std::string& name) { return without.contains(name); });
  JUMELAGE_ASSIGN_OR_RETURN(const typename Api::ImportResponse response,
                            client_.ImportRecords(request));
  if (response.results_size() != 1) return false;
  absl::Status refusal = ToStatus(response.results(0).error());
  if (absl::IsUnavailable(refusal)) return refusal;
  const bool created = response.results(0).outcome() == Api::ImportResult::OUTCOME_CREATED;
  if (created) ++counts_.created;
  return created;
}

template <typename Api>
void RecordImporterOf<Api>::Refuse(const Item& item, const absl::Status& error) {
  ++counts_.refused;
  if (first_refusal_.ok()) first_refusal_ = error;
  if (hooks_.refused) hooks_.refused(item.source, error);
}

template class RecordImporterOf<RegistryApi>;
template class RecordImporterOf<ProjectsApi>;

}  // namespace jumelage::cli

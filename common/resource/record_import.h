#ifndef JUMELAGE_COMMON_RESOURCE_RECORD_IMPORT_H_
#define JUMELAGE_COMMON_RESOURCE_RECORD_IMPORT_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/violations.h"
#include "common/message/references.h"
#include "common/resource/admission.h"
#include "common/resource/errors.h"
#include "common/resource/standard_methods.h"
#include "common/rpc/field_mask.h"
#include "common/rpc/replacement.h"
#include "common/values/field_checks.h"
#include "common/values/resource_name.h"
#include "common/values/text_folding.h"
#include "common/values/uncertain_date.h"
#include "common/view/merged.h"

namespace jumelage {

// Imports one complete resource of any type, as the contract describes for ImportRecords. `Request`
// and `ImportResult` are the messages of a service's ImportRecords. `absent` contains names that
// the other service does not have. Used within one call to a mutation's body. `methods`, `absent`
// and `transaction` must outlive the object. All checks come before the only write, so a refused
// record changes nothing.
template <typename R, typename Request, typename ImportResult>
class RecordImport {
 public:
  using Existing = typename Request::ExistingRecords;

  RecordImport(const StandardMethods<R>* methods, Existing existing, const AbsentNames* absent,
               Transaction* transaction)
      : methods_(*methods), existing_(existing), absent_(*absent), transaction_(*transaction) {}

  // Sets all fields of `result` except the error. Returns the errors of Create and Update,
  // RESOURCE_DELETED, RESOURCE_NOT_DELETED, RESOURCE_MERGED or RESOURCE_NOT_MERGED.
  absl::Status Run(const R& record, ImportResult* result) const;

 private:
  const Resources<R>& resources() const { return methods_.resources(); }
  const ResourceRules<R>& rules() const { return methods_.rules(); }
  sqlite::Database& db() const { return transaction_.db(); }
  absl::CivilDay Today() const { return LatestToday(transaction_.time()); }

  // Checks the fields that a Create cannot set: `name`, `delete_time` and `merged_into`. Returns
  // FIELD_INVALID with all violations.
  absl::Status CheckGiven(const R& given) const;
  // Returns the existing resource that the record describes, even if it is deleted; nullopt if
  // there is none. The name and the external ids of a merged resource lead to the one that it was
  // merged into, unless the record is that of a merged resource. Returns EXTERNAL_ID_TAKEN if the
  // record's external ids belong to different resources, or FIELD_INVALID if the record does not
  // identify a resource.
  absl::StatusOr<std::optional<R>> Find(const R& given) const;
  // Follows the merges from `name`, unless the record is that of a merged resource.
  absl::StatusOr<std::string> Followed(const R& given, const std::string& name) const;
  // Removes the external ids of the record that already lead to `existing`, because they belong to
  // resources that were merged into it.
  absl::Status DropLeadingIds(const R& existing, R* given) const;
  absl::StatusOr<std::string> NewName(const R& given, const R& resource) const;
  absl::Status Create(const R& given, ImportResult* result) const;
  // Marks the new resource as deleted or merged if the record is, and checks it against the current
  // state.
  absl::Status AdmitNew(const R& given, R* resource) const;
  // Checks that the parent exists. It may be deleted.
  absl::Status CheckParentKnown(const R& resource) const {
    const std::string parent(ParentName(resource.name()));
    if (parent.empty()) return absl::OkStatus();
    const Lookups& lookups = methods_.admission().lookups();
    JUMELAGE_ASSIGN_OR_RETURN(const auto state, lookups.StateOf(db(), parent));
    return state ? absl::OkStatus() : NotFoundError(lookups.TypeOf(parent), parent);
  }
  // Checks that the record would not delete, undelete or merge the existing resource, or change
  // which resource it was merged into. An import must not do this.
  absl::Status CheckSameState(const R& existing, const R& given) const;
  absl::Status Change(const R& existing, R given, ImportResult* result) const;
  // Returns the resource after the import. Adds to `result` the fields that keep their values
  // although the record has different ones.
  absl::StatusOr<R> Changed(const R& existing, const R& given, ImportResult* result) const;

  const StandardMethods<R>& methods_;
  const Existing existing_;
  const AbsentNames& absent_;
  Transaction& transaction_;
};

template <typename R, typename Request, typename ImportResult>
absl::Status RecordImport<R, Request, ImportResult>::Run(const R& record,
                                                         ImportResult* result) const {
  result->set_name(record.name());
  JUMELAGE_RETURN_IF_ERROR(CheckGiven(record));
  R given = record;
  DropRepeatedBounds(&given);
  if (rules().normalize) rules().normalize(&given);
  JUMELAGE_ASSIGN_OR_RETURN(const std::optional<R> existing, Find(given));
  if (!existing) return Create(given, result);
  result->set_name(existing->name());
  return Change(*existing, std::move(given), result);
}

template <typename R, typename Request, typename ImportResult>
absl::Status RecordImport<R, Request, ImportResult>::CheckGiven(const R& given) const {
  Violations violations;
  if (!given.name().empty()) {
    CheckResourceName(rules().field + ".name", given.name(), methods_.collection(), &violations);
  }
  if (given.has_delete_time()) {
    CheckTimeOfRecord(rules().field + ".delete_time", given.delete_time(),
                      transaction_.proto_time(), &violations);
  }
  const std::string merged_into = MergedInto(given);
  if (!merged_into.empty()) {
    const std::string field = rules().field + ".merged_into";
    CheckResourceName(field, merged_into, methods_.collection(), &violations);
    if (given.has_delete_time()) violations.Add(field, "must not be given with a delete_time");
  }
  return violations.ToStatus();
}

template <typename R, typename Request, typename ImportResult>
absl::StatusOr<std::optional<R>> RecordImport<R, Request, ImportResult>::Find(
    const R& given) const {
  if (!given.name().empty()) {
    JUMELAGE_ASSIGN_OR_RETURN(const std::string name, Followed(given, given.name()));
    return resources().table().Get(db(), name);
  }
  if (given.external_ids().empty()) {
    if (rules().find) return rules().find(db(), given);
    return InvalidFieldsError(
        {{rules().field + ".name", "is required unless the record has an external id"}});
  }
  std::optional<std::string> found;
  for (const type::v1::ExternalId& id : given.external_ids()) {
    JUMELAGE_ASSIGN_OR_RETURN(
        const std::optional<std::string> holder,
        methods_.admission().lookups().HolderOfExternalId(db(), methods_.collection(), id, ""));
    if (!holder) continue;
    JUMELAGE_ASSIGN_OR_RETURN(std::string name, Followed(given, *holder));
    if (found && *found != name) return ExternalIdTakenError(resources().TypeName(), name, id);
    found = std::move(name);
  }
  if (!found) return std::nullopt;
  return resources().table().Get(db(), *found);
}

template <typename R, typename Request, typename ImportResult>
absl::StatusOr<std::string> RecordImport<R, Request, ImportResult>::Followed(
    const R& given, const std::string& name) const {
  return MergedInto(given).empty() ? methods_.admission().Resolved(db(), name) : name;
}

template <typename R, typename Request, typename ImportResult>
absl::Status RecordImport<R, Request, ImportResult>::DropLeadingIds(const R& existing,
                                                                    R* given) const {
  if (!MergedInto(existing).empty()) return absl::OkStatus();
  for (int i = given->external_ids_size() - 1; i >= 0; --i) {
    if (HasExternalId(existing, given->external_ids(i))) continue;
    JUMELAGE_ASSIGN_OR_RETURN(const std::optional<std::string> holder,
                              methods_.admission().lookups().HolderOfExternalId(
                                  db(), methods_.collection(), given->external_ids(i), ""));
    if (!holder) continue;
    JUMELAGE_ASSIGN_OR_RETURN(const std::string end, methods_.admission().Resolved(db(), *holder));
    if (end == existing.name()) given->mutable_external_ids()->DeleteSubrange(i, 1);
  }
  return absl::OkStatus();
}

template <typename R, typename Request, typename ImportResult>
absl::StatusOr<std::string> RecordImport<R, Request, ImportResult>::NewName(
    const R& given, const R& resource) const {
  if (!given.name().empty()) return given.name();
  if (!ParentCollection(methods_.collection()).empty()) {
    return InvalidFieldsError({{rules().field + ".name", "is required: it contains the parent"}});
  }
  std::string id;
  if (given.external_ids().empty()) {
    id = rules().propose_id(resource);
  } else {
    const type::v1::ExternalId& external = given.external_ids(0);
    id = MakeResourceId({external.scheme(), FoldText(external.value())}, rules().field);
  }
  return FreeName(db(), resources().table(), /*parent=*/"", id);
}

template <typename R, typename Request, typename ImportResult>
absl::Status RecordImport<R, Request, ImportResult>::Create(const R& given,
                                                            ImportResult* result) const {
  R resource = given;
  ClearOutputOnlyFields(&resource);
  resource.clear_name();
  resource.clear_etag();
  Violations violations;
  rules().check(resource, Today(), &violations);
  JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
  if (rules().prepare) rules().prepare(transaction_, &resource);
  if (rules().restore) rules().restore(transaction_, given, &resource, &violations);
  JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
  JUMELAGE_ASSIGN_OR_RETURN(*resource.mutable_name(), NewName(given, resource));
  JUMELAGE_RETURN_IF_ERROR(AdmitNew(given, &resource));
  JUMELAGE_RETURN_IF_ERROR(resources().Restore(transaction_, &resource));
  result->set_name(resource.name());
  result->set_outcome(ImportResult::OUTCOME_CREATED);
  return absl::OkStatus();
}

template <typename R, typename Request, typename ImportResult>
absl::Status RecordImport<R, Request, ImportResult>::AdmitNew(const R& given, R* resource) const {
  if constexpr (IsMergeable<R>::value) resource->set_merged_into(given.merged_into());
  if (given.has_delete_time()) *resource->mutable_delete_time() = given.delete_time();
  JUMELAGE_RETURN_IF_ERROR(CheckParentKnown(*resource));
  switch (RowStateOf(*resource)) {
    case RowState::kCurrent:
      return methods_.Admit(db(), ReferencesOf(rules().field, *resource), absent_, nullptr,
                            *resource);
    case RowState::kMerged:
      // Only the name and the external ids of a redirect must be unique, so the type's own
      // conditions don't apply. Its other references are checked when it is unmerged: they may form
      // a cycle, and it could not be completed later, because a merged resource can't be changed.
      JUMELAGE_RETURN_IF_ERROR(methods_.admission().CheckReferencesLive(
          db(), {{rules().field + ".merged_into", "merged_into", MergedInto(*resource)}}, absent_));
      break;
    case RowState::kDeleted:
      break;  // its references may no longer exist
  }
  return methods_.admission().template CheckExternalIdsFree<R>(db(), methods_.collection(), nullptr,
                                                               *resource);
}

template <typename R, typename Request, typename ImportResult>
absl::Status RecordImport<R, Request, ImportResult>::CheckSameState(const R& existing,
                                                                    const R& given) const {
  const std::string type = resources().TypeName();
  if (existing.has_delete_time() && !given.has_delete_time()) {
    return DeletedError(type, existing.name());
  }
  if (given.has_delete_time() && !existing.has_delete_time()) {
    return NotDeletedError(type, existing.name());
  }
  if (MergedInto(given).empty() || MergedInto(given) == MergedInto(existing)) {
    return absl::OkStatus();
  }
  if (MergedInto(existing).empty()) return NotMergedError(type, existing.name());
  return MergedError(type, existing.name(), MergedInto(existing));
}

template <typename R, typename Request, typename ImportResult>
absl::Status RecordImport<R, Request, ImportResult>::Change(const R& existing, R given,
                                                            ImportResult* result) const {
  result->set_outcome(ImportResult::OUTCOME_UNCHANGED);
  JUMELAGE_RETURN_IF_ERROR(CheckSameState(existing, given));
  if (existing_ == Request::EXISTING_RECORDS_KEEP) {
    return absl::OkStatus();
  }
  if (rules().align) JUMELAGE_RETURN_IF_ERROR(rules().align(db(), existing, &given));
  JUMELAGE_RETURN_IF_ERROR(DropLeadingIds(existing, &given));
  JUMELAGE_ASSIGN_OR_RETURN(R changed, Changed(existing, given, result));
  if (changed.SerializeAsString() == existing.SerializeAsString()) return absl::OkStatus();
  if (existing.has_delete_time()) return DeletedError(resources().TypeName(), existing.name());
  if (!MergedInto(existing).empty()) {
    return MergedError(resources().TypeName(), existing.name(), MergedInto(existing));
  }
  Violations violations;
  rules().check(changed, Today(), &violations);
  JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
  JUMELAGE_RETURN_IF_ERROR(methods_.Admit(
      db(),
      NewReferences(ReferencesOf(rules().field, existing), ReferencesOf(rules().field, changed)),
      absent_, &existing, changed));
  result->set_outcome(ImportResult::OUTCOME_UPDATED);
  return resources().Update(transaction_, existing, &changed);
}

template <typename R, typename Request, typename ImportResult>
absl::StatusOr<R> RecordImport<R, Request, ImportResult>::Changed(const R& existing, const R& given,
                                                                  ImportResult* result) const {
  R base = existing;
  Violations violations;
  if (rules().extend) rules().extend(transaction_, given, &base, &violations);
  JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
  R wanted = given;
  const bool merge = existing_ == Request::EXISTING_RECORDS_MERGE;
  if (merge && rules().complete_lists) rules().complete_lists(base, &wanted);
  const Difference difference = CompareForUpdate(base, &wanted);
  for (const std::string& field : difference.fixed) result->add_kept_fields(field);
  if (!difference.changes) return base;
  google::protobuf::FieldMask mask;
  if (!merge) mask.add_paths("*");
  R changed;
  if (!changed.ParseFromString(ApplyUpdateMask(mask, rules().field, R::descriptor(),
                                               wanted.SerializeAsString(), base.SerializeAsString(),
                                               &violations))) {
    return absl::InternalError("a merged record is unreadable");
  }
  if (rules().keep) rules().keep(base, &changed, &violations);
  JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
  return changed;
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RESOURCE_RECORD_IMPORT_H_

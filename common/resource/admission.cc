#include "common/resource/admission.h"

#include <optional>

#include "common/base/error.h"
#include "common/resource/errors.h"
#include "common/values/resource_name.h"
#include "common/view/merged.h"

namespace jumelage {
namespace {

constexpr int kMaxReferrersNamed = 100;

}  // namespace

absl::StatusOr<Presence> Admission::Find(sqlite::Database& db, const std::string& name,
                                         const AbsentNames& absent) const {
  if (foreign_ == nullptr || lookups_.Owns(name)) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool live, lookups_.IsLive(db, name));
    return live ? Presence::kLive : Presence::kMissing;
  }
  JUMELAGE_ASSIGN_OR_RETURN(const Presence presence, foreign_->Find(db, name));
  const bool absent_there = presence == Presence::kUnknown && absent.count(name) > 0;
  return absent_there ? Presence::kMissing : presence;
}

absl::Status Admission::CheckReferencesLive(sqlite::Database& db,
                                            const std::vector<NamedReference>& references,
                                            const AbsentNames& absent) const {
  std::vector<std::pair<std::string, std::string>> missing;
  std::vector<std::string> unknown;
  for (const NamedReference& reference : references) {
    JUMELAGE_ASSIGN_OR_RETURN(const Presence presence, Find(db, reference.name, absent));
    if (presence == Presence::kMissing) missing.emplace_back(reference.field, reference.name);
    if (presence == Presence::kUnknown) unknown.push_back(reference.name);
  }
  // A retry cannot help if a resource is certainly missing, so this error comes first.
  if (!missing.empty()) return ReferencesNotFoundError(missing);
  return unknown.empty() ? absl::OkStatus() : foreign_->UnknownError(unknown);
}

absl::Status Admission::CheckParentLive(sqlite::Database& db, absl::string_view name) const {
  const std::string parent(ParentName(name));
  if (parent.empty()) return absl::OkStatus();
  JUMELAGE_ASSIGN_OR_RETURN(const std::optional<RowState> state, lookups_.StateOf(db, parent));
  const std::string type = lookups_.TypeOf(parent);
  if (!state) return NotFoundError(type, parent);
  switch (*state) {
    case RowState::kCurrent:
      return absl::OkStatus();
    case RowState::kDeleted:
      return DeletedError(type, parent);
    case RowState::kMerged: {
      JUMELAGE_ASSIGN_OR_RETURN(const std::string into, resolve_(db, parent));
      return MergedError(type, parent, into);
    }
  }
  return absl::OkStatus();
}

absl::Status Admission::CheckNotInUse(sqlite::Database& db, absl::string_view name,
                                      Referrers which) const {
  JUMELAGE_ASSIGN_OR_RETURN(const std::vector<std::string> referrers,
                            lookups_.ReferrersOf(db, name, which, kMaxReferrersNamed));
  return referrers.empty() ? absl::OkStatus() : InUseError(lookups_.TypeOf(name), name, referrers);
}

absl::Status Admission::CheckExternalIdFree(sqlite::Database& db, absl::string_view type,
                                            absl::string_view collection, absl::string_view name,
                                            const type::v1::ExternalId& id) const {
  JUMELAGE_ASSIGN_OR_RETURN(const std::optional<std::string> holder,
                            lookups_.HolderOfExternalId(db, collection, id, name));
  if (!holder) return absl::OkStatus();
  if (!resolve_) return ExternalIdTakenError(type, *holder, id);
  // The error names the resource that a merged holder resolves to, unless that is the resource
  // being changed.
  JUMELAGE_ASSIGN_OR_RETURN(const std::string target, resolve_(db, *holder));
  return ExternalIdTakenError(type, target == name ? *holder : target, id);
}

absl::StatusOr<std::string> FreeName(sqlite::Database& db, const TableBase& table,
                                     absl::string_view parent, absl::string_view id) {
  const auto name_of = [&](int number) {
    return ResourceName(parent, table.collection(),
                        number == 1 ? std::string(id) : NumberedResourceId(id, number));
  };
  // Doubles the number until the name is free, then bisects. This takes few steps even if many
  // numbers are in use.
  int taken = 0;
  int free = 1;
  for (;; taken = free, free *= 2) {
    JUMELAGE_ASSIGN_OR_RETURN(const std::optional<StoredResource> found,
                              table.Find(db, name_of(free)));
    if (!found) break;
  }
  while (free - taken > 1) {
    const int middle = taken + (free - taken) / 2;
    JUMELAGE_ASSIGN_OR_RETURN(const std::optional<StoredResource> found,
                              table.Find(db, name_of(middle)));
    (found ? taken : free) = middle;
  }
  return name_of(free);
}

}  // namespace jumelage

#include "registry_service/service/city_merge.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/limits.h"
#include "common/base/status_macros.h"
#include "common/base/violations.h"
#include "common/resource/request_checks.h"
#include "common/values/resource_name.h"
#include "google/protobuf/repeated_field.h"
#include "registry_service/domain/errors.h"
#include "registry_service/domain/field_checks.h"
#include "registry_service/domain/twinning_clash.h"
#include "registry_service/service/admission.h"
#include "registry_service/service/merge_methods.h"
#include "registry_service/storage/links.h"

namespace jumelage {
namespace {

using registry::v1::City;
using registry::v1::MergeCityRequest;
using registry::v1::Twinning;
using registry::v1::UnmergeCityRequest;
using Names = google::protobuf::RepeatedPtrField<std::string>;

constexpr char kKeepField[] = "keep_twinnings";

void CheckKeep(const Names& keep, Violations* violations) {
  if (keep.size() > kMaxEntries) {
    violations->Add(kKeepField, absl::StrCat("has ", keep.size(), " entries; at most ", kMaxEntries,
                                             " are allowed"));
    return;
  }
  std::set<std::string> seen;
  for (int i = 0; i < keep.size(); ++i) {
    const std::string path = Indexed(kKeepField, i);
    CheckResourceName(path, keep[i], "twinnings", violations);
    if (!seen.insert(keep[i]).second) violations->Add(path, "occurs twice");
  }
}

absl::Status KeptInVainError(const Names& keep, const std::vector<std::string>& in_vain) {
  Violations violations;
  for (int i = 0; i < keep.size(); ++i) {
    if (std::binary_search(in_vain.begin(), in_vain.end(), keep[i])) {
      violations.Add(Indexed(kKeepField, i), "is not among the twinnings that clash");
    }
  }
  return violations.ToStatus();
}

// Redirects each twinning of `cities` that clashes with a twinning in `keep` to that twinning.
// Ignores ended twinnings. Returns TWINNINGS_CLASH if a clash remains or a twinning would link a
// city with itself, and FIELD_INVALID if a twinning in `keep` does not clash with another.
absl::Status SettleClashes(const RegistryTables& tables, Transaction& transaction,
                           const std::vector<std::string>& cities, const Names& keep) {
  std::vector<ResolvedLink> links;
  std::set<std::string> seen;
  for (const std::string& city : cities) {
    JUMELAGE_ASSIGN_OR_RETURN(const std::vector<Twinning> twinnings,
                              TwinningsOf(transaction.db(), city));
    for (const Twinning& twinning : twinnings) {
      if (twinning.state() == Twinning::STATE_ENDED || !seen.insert(twinning.name()).second) {
        continue;
      }
      JUMELAGE_ASSIGN_OR_RETURN(auto pair, CitiesOf(transaction.db(), twinning));
      links.push_back(
          {twinning.name(), twinning.kind(), std::move(pair.first), std::move(pair.second)});
    }
  }
  const ClashOutcome outcome = ResolveClashes(links, {keep.begin(), keep.end()});
  if (!outcome.with_itself.empty() || !outcome.duplicates.empty()) {
    return TwinningsClashError(outcome.with_itself, outcome.duplicates);
  }
  JUMELAGE_RETURN_IF_ERROR(KeptInVainError(keep, outcome.kept_in_vain));
  for (const SetAside& aside : outcome.set_aside) {
    JUMELAGE_ASSIGN_OR_RETURN(Twinning twinning,
                              tables.twinnings().Get(transaction.db(), aside.twinning));
    JUMELAGE_RETURN_IF_ERROR(RedirectTo(transaction, tables.admission().lookups(),
                                        tables.twinnings(), aside.kept, &twinning));
  }
  return absl::OkStatus();
}

// Follows the chain of redirects from `aside`. Returns the name of the first twinning in the chain
// that links the same pair as `aside`, or an empty string if none does.
absl::StatusOr<std::string> StillBehind(const RegistryTables& tables, sqlite::Database& db,
                                        const Twinning& aside) {
  JUMELAGE_ASSIGN_OR_RETURN(auto pair, CitiesOf(db, aside));
  if (pair.second < pair.first) std::swap(pair.first, pair.second);
  std::string next = aside.merged_into();
  while (!next.empty()) {
    JUMELAGE_ASSIGN_OR_RETURN(const Twinning kept, tables.twinnings().Get(db, next));
    JUMELAGE_ASSIGN_OR_RETURN(auto other, CitiesOf(db, kept));
    if (other.second < other.first) std::swap(other.first, other.second);
    if (other == pair) return next;
    next = kept.merged_into();
  }
  return "";
}

absl::Status BringBack(const RegistryTables& tables, Transaction& transaction,
                       const std::vector<std::string>& cities) {
  // Examine all twinnings before changing any, while the chains of redirects are still as the merge
  // left them.
  std::vector<std::pair<Twinning, std::string>> moved;
  std::set<std::string> seen;
  for (const std::string& city : cities) {
    JUMELAGE_ASSIGN_OR_RETURN(std::vector<Twinning> twinnings,
                              MergedTwinningsOf(transaction.db(), city));
    for (Twinning& twinning : twinnings) {
      if (!seen.insert(twinning.name()).second) continue;
      JUMELAGE_ASSIGN_OR_RETURN(std::string behind,
                                StillBehind(tables, transaction.db(), twinning));
      if (behind != twinning.merged_into()) {
        moved.emplace_back(std::move(twinning), std::move(behind));
      }
    }
  }
  for (auto& [twinning, behind] : moved) {
    JUMELAGE_RETURN_IF_ERROR(RedirectTo(transaction, tables.admission().lookups(),
                                        tables.twinnings(), behind, &twinning));
    if (behind.empty()) {
      JUMELAGE_RETURN_IF_ERROR(CheckReferences(tables.admission(), transaction.db(), twinning));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckNoCircle(const RegistryTables& tables, sqlite::Database& db,
                           const std::string& name) {
  JUMELAGE_ASSIGN_OR_RETURN(const City city, tables.cities().Get(db, name));
  JUMELAGE_ASSIGN_OR_RETURN(const bool circle,
                            IsOwnAncestor(db, tables.cities().table(), city, ResolveName));
  return circle ? CityParentCircleError(name) : absl::OkStatus();
}

}  // namespace

absl::Status ValidateMergeCity(const MergeCityRequest& request) {
  Violations violations;
  violations.AddAll(ValidateMerge(request, "cities"));
  CheckKeep(request.keep_twinnings(), &violations);
  return violations.ToStatus();
}

absl::Status ValidateUnmergeCity(const UnmergeCityRequest& request) {
  Violations violations;
  CheckChangeRequest(request, "cities", &violations);
  CheckKeep(request.keep_twinnings(), &violations);
  return violations.ToStatus();
}

absl::Status SettleMerge(const RegistryTables& tables, Transaction& transaction,
                         const MergeCityRequest& request, const std::string& into) {
  JUMELAGE_RETURN_IF_ERROR(CheckNoCircle(tables, transaction.db(), into));
  return SettleClashes(tables, transaction, {into}, request.keep_twinnings());
}

absl::Status SettleUnmerge(const RegistryTables& tables, Transaction& transaction,
                           const UnmergeCityRequest& request, const std::string& into) {
  JUMELAGE_RETURN_IF_ERROR(CheckNoCircle(tables, transaction.db(), request.name()));
  JUMELAGE_RETURN_IF_ERROR(BringBack(tables, transaction, {request.name(), into}));
  return SettleClashes(tables, transaction, {request.name(), into}, request.keep_twinnings());
}

}  // namespace jumelage

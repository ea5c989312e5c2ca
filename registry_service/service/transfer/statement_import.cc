#include "registry_service/service/transfer/statement_import.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/message/message_checks.h"
#include "common/resource/lookups.h"
#include "common/values/uncertain_date.h"
#include "common/values/value_checks.h"
#include "google/protobuf/util/message_differencer.h"
#include "registry_service/domain/field_checks.h"
#include "registry_service/domain/twinning_import.h"
#include "registry_service/domain/twinning_rules.h"
#include "registry_service/service/admission.h"
#include "registry_service/storage/links.h"
#include "registry_service/storage/redirects.h"

namespace jumelage {
namespace {

using google::protobuf::util::MessageDifferencer;
using registry::v1::ImportResult;
using registry::v1::Statement;
using registry::v1::Twinning;

void CheckPlaceId(absl::string_view field, bool given, const type::v1::ExternalId& id,
                  Violations* violations) {
  if (!given) return violations->Add(field, "is required");
  CheckExternalId(field, id, violations);
}

absl::Status CheckStatement(const Statement& statement, absl::CivilDay today) {
  Violations violations;
  CheckMessage("statement", statement, MessageLimits(), &violations);
  CheckPlaceId("statement.subject", statement.has_subject(), statement.subject(), &violations);
  CheckPlaceId("statement.object", statement.has_object(), statement.object(), &violations);
  CheckEnum("statement.kind", Twinning::Kind_IsValid(statement.kind()), &violations);
  registry::v1::Attestation attestation;
  if (statement.has_since()) *attestation.mutable_since() = statement.since();
  *attestation.mutable_evidence() = statement.evidence();
  *attestation.mutable_notes() = statement.notes();
  CheckAttestation("statement", attestation, today, &violations);
  return violations.ToStatus();
}

}  // namespace

absl::StatusOr<std::string> StatementImport::CityOf(const type::v1::ExternalId& id) {
  auto [known, added] = cities_.try_emplace({id.scheme(), id.value()});
  if (!added) return known->second;
  JUMELAGE_ASSIGN_OR_RETURN(const std::optional<std::string> holder,
                            lookups().HolderOfExternalId(transaction_.db(), "cities", id, ""));
  if (!holder) return std::string();
  JUMELAGE_ASSIGN_OR_RETURN(std::string city, ResolveName(transaction_.db(), *holder));
  JUMELAGE_ASSIGN_OR_RETURN(const bool live, lookups().IsLive(transaction_.db(), city));
  if (live) known->second = std::move(city);
  return known->second;
}

absl::Status StatementImport::Add(const Statement& statement, ImportResult* result) {
  JUMELAGE_RETURN_IF_ERROR(CheckStatement(statement, LatestToday(transaction_.time())));
  JUMELAGE_ASSIGN_OR_RETURN(std::string subject, CityOf(statement.subject()));
  JUMELAGE_ASSIGN_OR_RETURN(std::string object, CityOf(statement.object()));
  std::vector<std::pair<std::string, std::string>> missing;
  const auto name_of = [](const type::v1::ExternalId& id) {
    return absl::StrCat(id.scheme(), ":", id.value());
  };
  if (subject.empty()) missing.emplace_back("statement.subject", name_of(statement.subject()));
  if (object.empty()) missing.emplace_back("statement.object", name_of(statement.object()));
  if (!missing.empty()) return ReferencesNotFoundError(missing);
  if (subject == object) {
    return InvalidFieldsError({{"statement.object", "must differ from the subject"}});
  }
  auto& of_pair = pairs_[{KindOf(statement), std::min(subject, object), std::max(subject, object)}];
  of_pair.push_back({&statement, std::move(subject), std::move(object), result});
  return absl::OkStatus();
}

absl::Status StatementImport::Run() {
  for (const auto& [pair, statements] : pairs_) {
    JUMELAGE_RETURN_IF_ERROR(RunPair(statements));
  }
  return absl::OkStatus();
}

absl::Status StatementImport::RefuseAll(const std::vector<Stated>& statements,
                                        const absl::Status& error) {
  for (const Stated& stated : statements) {
    JUMELAGE_RETURN_IF_ERROR(refusals_.Take(error, stated.result));
  }
  return absl::OkStatus();
}

absl::Status StatementImport::RunPair(const std::vector<Stated>& statements) {
  const Stated& first = statements.front();
  const Resources<Twinning>& resources = twinnings_.resources();
  JUMELAGE_ASSIGN_OR_RETURN(
      const std::optional<Twinning> existing,
      TwinningOfPair(transaction_.db(), KindOf(*first.statement), first.subject, first.object));
  if (existing && existing->has_delete_time()) {
    for (const Stated& stated : statements) stated.result->set_name(existing->name());
    return RefuseAll(statements, DeletedError(resources.TypeName(), existing->name()));
  }
  Twinning twinning = existing ? *existing
                               : TwinningOf(*first.statement, first.subject, first.object,
                                            transaction_.proto_time());
  if (!existing) {
    DropRepeatedBounds(&twinning);
    JUMELAGE_ASSIGN_OR_RETURN(*twinning.mutable_name(),
                              FreeName(transaction_.db(), resources.table(), /*parent=*/"",
                                       twinnings_.rules().propose_id(twinning)));
  }
  JUMELAGE_ASSIGN_OR_RETURN(const std::string first_city,
                            ResolveName(transaction_.db(), twinning.sides(0).city()));
  bool created = existing.has_value();
  for (const Stated& stated : statements) {
    stated.result->set_name(twinning.name());
    const absl::Status applied = Apply(stated, stated.subject == first_city ? 0 : 1, &twinning);
    if (!applied.ok()) {
      JUMELAGE_RETURN_IF_ERROR(refusals_.Take(applied, stated.result));
    } else if (!created) {
      created = true;
      stated.result->set_outcome(ImportResult::OUTCOME_CREATED);
    }
  }
  if (existing) return resources.Update(transaction_, *existing, &twinning);
  return created ? resources.Restore(transaction_, &twinning) : absl::OkStatus();
}

absl::Status StatementImport::Apply(const Stated& stated, int index, Twinning* twinning) const {
  Twinning candidate = *twinning;
  registry::v1::TwinningSide* side = candidate.mutable_sides(index);
  Statement statement = *stated.statement;
  DropRepeatedBounds(&statement);
  if (statement.has_since() && side->attestation().has_since() &&
      !MessageDifferencer::Equals(statement.since(), side->attestation().since())) {
    stated.result->add_kept_fields(Indexed("sides", index) + ".attestation.since");
  }
  stated.result->set_outcome(ImportResult::OUTCOME_UNCHANGED);
  if (!AddStatement(statement, transaction_.proto_time(), side)) return absl::OkStatus();
  Violations violations;
  twinnings_.rules().check(candidate, LatestToday(transaction_.time()), &violations);
  JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
  stated.result->set_outcome(ImportResult::OUTCOME_UPDATED);
  *twinning = std::move(candidate);
  return absl::OkStatus();
}

}  // namespace jumelage

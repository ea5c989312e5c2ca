#include "projects_service/domain/project_rules.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/limits.h"
#include "common/base/redaction_marks.h"
#include "common/message/message_checks.h"
#include "common/values/field_checks.h"
#include "common/values/resource_name.h"
#include "common/values/uncertain_date.h"
#include "common/values/value_checks.h"
#include "projects_service/domain/life_cycle.h"

namespace jumelage {
namespace {

using google::protobuf::RepeatedPtrField;
using projects::v1::Participant;
using projects::v1::Project;
using projects::v1::ProjectSector;
using projects::v1::RelatedProject;
using projects::v1::Site;
using projects::v1::TargetGroup;
using type::v1::UncertainDate;

constexpr int kSectorCodeDigits = 5;
constexpr int kSustainableDevelopmentGoals = 17;

bool IsSectorCode(absl::string_view code) {
  return code.size() == kSectorCodeDigits && code[0] != '0' &&
         std::all_of(code.begin(), code.end(), absl::ascii_isdigit);
}

// Returns whether `target` has the form "6.1" or "6.b": a goal from 1 to 17, then a number of at
// most two digits or a lower-case letter.
bool IsSdgTarget(absl::string_view target) {
  const std::vector<std::string> parts = absl::StrSplit(target, '.');
  if (parts.size() != 2 || parts[0].empty() || parts[1].empty()) return false;
  const auto is_number = [](const std::string& text) {
    return text.size() <= 2 && text[0] != '0' &&
           std::all_of(text.begin(), text.end(), absl::ascii_isdigit);
  };
  int goal = 0;
  if (!is_number(parts[0]) || !absl::SimpleAtoi(parts[0], &goal)) return false;
  const bool letter = parts[1].size() == 1 && absl::ascii_islower(parts[1][0]);
  return goal <= kSustainableDevelopmentGoals && (letter || is_number(parts[1]));
}

// Checks the shares of sectors. They must add up to 100 %. Only a single sector may have no share.
void CheckShares(const std::string& field, const RepeatedPtrField<ProjectSector>& sectors,
                 Violations* violations) {
  int64_t sum = 0;
  bool complete = true;
  for (int i = 0; i < sectors.size(); ++i) {
    const int share = sectors[i].share_basis_points();
    const std::string path = Indexed(field, i) + ".share_basis_points";
    sum += share;
    if (share < 0 || share > kWholeInBasisPoints) {
      violations->Add(path, "must be between 1 and 10000 hundredths of a per cent");
      complete = false;
    } else if (share == 0 && sectors.size() > 1) {
      violations->Add(path, "is required when there are several sectors");
      complete = false;
    }
  }
  const bool none_stated = sectors.size() == 1 && sum == 0;
  if (complete && !none_stated && !sectors.empty() && sum != kWholeInBasisPoints) {
    violations->Add(field, absl::StrCat("has shares that add up to ", sum, "; they must add up to ",
                                        kWholeInBasisPoints, " (100 %)"));
  }
}

void CheckSectors(const std::string& field, const RepeatedPtrField<ProjectSector>& sectors,
                  Violations* violations) {
  std::set<std::string> seen;
  for (int i = 0; i < sectors.size(); ++i) {
    const std::string path = Indexed(field, i);
    if (!IsSectorCode(sectors[i].code())) {
      violations->Add(path + ".code", "must be a purpose code of five digits, such as 14031");
    } else if (!seen.insert(sectors[i].code()).second) {
      violations->Add(path + ".code", "occurs twice");
    }
    CheckTexts(path + ".notes", sectors[i].notes(), TextRules(), violations);
  }
  CheckShares(field, sectors, violations);
}

void CheckSdgTargets(const std::string& field, const RepeatedPtrField<std::string>& targets,
                     Violations* violations) {
  std::set<std::string> seen;
  for (int i = 0; i < targets.size(); ++i) {
    if (!IsSdgTarget(targets[i])) {
      violations->Add(Indexed(field, i),
                      "must be a target such as 6.1 or 6.b, of the goals 1 to 17");
    } else if (!seen.insert(targets[i]).second) {
      violations->Add(Indexed(field, i), "occurs twice");
    }
  }
}

void CheckWho(const std::string& path, const Participant& participant, Violations* violations) {
  switch (participant.participant_case()) {
    case Participant::kCity:
      CheckResourceName(path + ".city", participant.city(), "cities", violations);
      break;
    case Participant::kOrganization:
      CheckResourceName(path + ".organization", participant.organization(), "organizations",
                        violations);
      break;
    case Participant::kUnregisteredDisplayName:
      CheckRequiredLine(path + ".unregistered_display_name",
                        participant.unregistered_display_name(), kMaxNameLength, violations);
      break;
    case Participant::PARTICIPANT_NOT_SET:
      violations->Add(path + ".participant",
                      "needs a city, an organization or an unregistered display name");
      break;
  }
}

void CheckRoles(const std::string& field, const Participant& participant, Violations* violations) {
  if (participant.roles().empty()) violations->Add(field, "needs at least one role");
  std::set<int> seen;
  for (int i = 0; i < participant.roles_size(); ++i) {
    const int role = participant.roles(i);
    CheckRequiredEnum(Indexed(field, i), role, Participant::Role_IsValid(role), violations);
    if (!seen.insert(role).second) violations->Add(Indexed(field, i), "occurs twice");
  }
}

void CheckParticipants(const std::string& field, const RepeatedPtrField<Participant>& participants,
                       Violations* violations) {
  std::set<std::string> seen;
  for (int i = 0; i < participants.size(); ++i) {
    const Participant& participant = participants[i];
    const std::string path = Indexed(field, i);
    CheckWho(path, participant, violations);
    // A resource name contains its collection, so it never equals a name in another collection. A
    // participant without a record is identified by its display name.
    const std::string who = absl::StrCat(participant.city(), participant.organization(),
                                         participant.unregistered_display_name());
    if (!who.empty() && !MayBeRedacted(who) && !seen.insert(who).second) {
      violations->Add(path, "occurs twice; list all of a participant's roles in one entry");
    }
    CheckRoles(path + ".roles", participant, violations);
    CheckOptionalName(path + ".acting_as_member_of", participant.acting_as_member_of(),
                      "organizations", violations);
    CheckTexts(path + ".notes", participant.notes(), TextRules(), violations);
    CheckPeriod(path, participant, violations);
  }
}

void CheckSite(const std::string& path, const Site& site, Violations* violations) {
  if (site.city().empty() && site.place_display_name().empty()) {
    violations->Add(path, "needs a city or a place_display_name");
  }
  CheckOptionalName(path + ".city", site.city(), "cities", violations);
  CheckLine(path + ".place_display_name", site.place_display_name(), kMaxNameLength, violations);
  CheckEnum(path + ".facility_kind", Site::FacilityKind_IsValid(site.facility_kind()), violations);
  if (site.facility_count() < 0) {
    violations->Add(path + ".facility_count", "must not be negative");
  } else if (site.facility_count() > 0 && site.facility_kind() == Site::FACILITY_KIND_UNSPECIFIED) {
    violations->Add(path + ".facility_kind", "is required with facility_count");
  }
  CheckTexts(path + ".facility_names", site.facility_names(), SpellingRules(), violations);
  if (site.has_location()) CheckLatLng(path + ".location", site.location(), violations);
  CheckTexts(path + ".notes", site.notes(), TextRules(), violations);
}

void CheckTargetGroups(const std::string& field, const RepeatedPtrField<TargetGroup>& groups,
                       Violations* violations) {
  for (int i = 0; i < groups.size(); ++i) {
    CheckTexts(Indexed(field, i) + ".texts", groups[i].texts(), Required(TextRules()), violations);
    if (groups[i].has_size()) {
      CheckQualifiedCount(Indexed(field, i) + ".size", groups[i].size(), violations);
    }
  }
}

void CheckRelations(const Project& project, Violations* violations) {
  if (!project.parent().empty()) {
    CheckResourceName("project.parent", project.parent(), "projects", violations);
    if (project.parent() == project.name()) {
      violations->Add("project.parent", "must not be the project itself");
    }
  }
  std::set<std::string> seen;
  for (int i = 0; i < project.related_projects_size(); ++i) {
    const RelatedProject& related = project.related_projects(i);
    const std::string path = Indexed("project.related_projects", i);
    CheckResourceName(path + ".project", related.project(), "projects", violations);
    if (!related.project().empty() && related.project() == project.name()) {
      violations->Add(path + ".project", "must not be the project itself");
    }
    if (!seen.insert(related.project()).second) {
      violations->Add(path + ".project", "occurs twice");
    }
    CheckRequiredEnum(path + ".relation", related.relation(),
                      RelatedProject::Relation_IsValid(related.relation()), violations);
  }
}

void CheckDates(const Project& project, absl::CivilDay today, Violations* violations) {
  const auto date = [](bool has, const UncertainDate& date) { return has ? &date : nullptr; };
  CheckSpan("project",
            {"planned_start", date(project.has_planned_start(), project.planned_start())},
            {"planned_end", date(project.has_planned_end(), project.planned_end())}, violations);
  const SpanField start = {"actual_start",
                           date(project.has_actual_start(), project.actual_start())};
  const SpanField end = {"actual_end", date(project.has_actual_end(), project.actual_end())};
  CheckSpan("project", start, end, violations);
  Violations malformed;
  for (const SpanField& actual : {start, end}) {
    if (actual.date != nullptr && CheckUncertainDate("", *actual.date, &malformed)) {
      CheckNotInFuture(FieldPath("project", actual.name), *actual.date, today, violations);
    }
  }
}

}  // namespace

void CheckProject(const Project& project, absl::CivilDay today, Violations* violations) {
  CheckMessage("project", project, MessageLimits(), violations);
  CheckRequiredLine("project.display_name", project.display_name(), kMaxNameLength, violations);
  CheckTexts("project.titles", project.titles(), TitleRules(), violations);
  CheckTexts("project.descriptions", project.descriptions(), TextRules(), violations);
  CheckRequiredEnum("project.kind", project.kind(), Project::Kind_IsValid(project.kind()),
                    violations);
  CheckSectors("project.sectors", project.sectors(), violations);
  CheckSdgTargets("project.sdg_targets", project.sdg_targets(), violations);
  CheckLedger(project, today, violations);
  CheckDates(project, today, violations);
  CheckParticipants("project.participants", project.participants(), violations);
  for (int i = 0; i < project.sites_size(); ++i) {
    CheckSite(Indexed("project.sites", i), project.sites(i), violations);
  }
  CheckFacts("project.activities", project.activities(), today, violations);
  CheckTargetGroups("project.target_groups", project.target_groups(), violations);
  CheckNames("project.twinnings", project.twinnings(), "twinnings", violations);
  CheckNames("project.agreements", project.agreements(), "agreements", violations);
  CheckRelations(project, violations);
  CheckLinks("project.documents", project.documents(), violations);
  CheckExternalIds("project.external_ids", project.external_ids(), violations);
  CheckSources("project.sources", project.sources(), today, violations);
}

}  // namespace jumelage

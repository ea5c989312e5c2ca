#include "projects_service/domain/references.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

namespace jumelage {
namespace {

using projects::v1::Participant;
using projects::v1::Project;
using projects::v1::Site;

void AddUnlessEmpty(std::string field, const std::string& name,
                    std::vector<NamedReference>* references) {
  if (!name.empty()) references->push_back({std::move(field), name});
}

void AddParticipants(const Project& project, std::vector<NamedReference>* references) {
  for (int i = 0; i < project.participants_size(); ++i) {
    const Participant& participant = project.participants(i);
    const std::string path = absl::StrCat("project.participants[", i, "].");
    AddUnlessEmpty(path + "city", participant.city(), references);
    AddUnlessEmpty(path + "organization", participant.organization(), references);
    AddUnlessEmpty(path + "acting_as_member_of", participant.acting_as_member_of(), references);
  }
}

}  // namespace

std::vector<NamedReference> RegistryReferencesOf(const Project& project) {
  std::vector<NamedReference> references;
  AddParticipants(project, &references);
  for (int i = 0; i < project.sites_size(); ++i) {
    AddUnlessEmpty(absl::StrCat("project.sites[", i, "].city"), project.sites(i).city(),
                   &references);
  }
  for (int i = 0; i < project.twinnings_size(); ++i) {
    AddUnlessEmpty(absl::StrCat("project.twinnings[", i, "]"), project.twinnings(i), &references);
  }
  for (int i = 0; i < project.agreements_size(); ++i) {
    AddUnlessEmpty(absl::StrCat("project.agreements[", i, "]"), project.agreements(i), &references);
  }
  for (int i = 0; i < project.ledger_size(); ++i) {
    AddUnlessEmpty(absl::StrCat("project.ledger[", i, "].decision.agreement"),
                   project.ledger(i).decision().agreement(), &references);
  }
  return references;
}

std::vector<NamedReference> RegistryReferencesOf(const std::string& field,
                                                 const type::v1::Decision& decision) {
  std::vector<NamedReference> references;
  AddUnlessEmpty(field + ".agreement", decision.agreement(), &references);
  return references;
}

std::vector<NamedReference> ProjectReferencesOf(const Project& project) {
  std::vector<NamedReference> references;
  AddUnlessEmpty("project.parent", project.parent(), &references);
  for (int i = 0; i < project.related_projects_size(); ++i) {
    AddUnlessEmpty(absl::StrCat("project.related_projects[", i, "].project"),
                   project.related_projects(i).project(), &references);
  }
  return references;
}

std::vector<NamedReference> NewReferences(const std::vector<NamedReference>& before,
                                          std::vector<NamedReference> now) {
  std::set<std::string> held;
  for (const NamedReference& reference : before) held.insert(reference.name);
  now.erase(std::remove_if(
                now.begin(), now.end(),
                [&](const NamedReference& reference) { return held.count(reference.name) > 0; }),
            now.end());
  return now;
}

std::vector<std::string> DistinctNames(const std::vector<NamedReference>& references) {
  std::set<std::string> names;
  for (const NamedReference& reference : references) names.insert(reference.name);
  return {names.begin(), names.end()};
}

}  // namespace jumelage

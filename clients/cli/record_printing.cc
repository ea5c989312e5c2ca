#include "clients/cli/record_printing.h"

#include "clients/cli/page/describe_project.h"
#include "clients/cli/page/describe_twinning.h"

namespace jumelage::cli {

absl::Status PrintTwinning(const CommandContext& context, const registry::v1::Twinning& twinning) {
  Directory directory;
  directory.twinnings.emplace(twinning.name(), twinning);
  return PrintRecord(context, twinning, std::move(directory), DescribeTwinning);
}

absl::Status PrintProject(const CommandContext& context, const projects::v1::Project& project) {
  if (context.json) return PrintJson(project, context.out);
  PrintDescription(context, project, DirectoryOf(project), DescribeProject);
  return absl::OkStatus();
}

Directory DirectoryOf(const projects::v1::Project& project) {
  Directory directory;
  directory.projects.emplace(project.name(), project);
  for (const projects::v1::RegistryReference& reference : project.references()) {
    directory.references.emplace(reference.resource(), reference);
  }
  return directory;
}

}  // namespace jumelage::cli

#ifndef JUMELAGE_CLIENTS_CLI_PAGE_DESCRIBE_PROJECT_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_DESCRIBE_PROJECT_H_

#include "clients/cli/page/document.h"
#include "clients/cli/page/fact_list.h"
#include "jumelage/projects/v1/project.pb.h"

namespace jumelage::cli {

// Returns a section with all details of a project: kind and state, dates, participants with roles,
// places, sectors, goals, target groups, twinnings and agreements, activities.
Section DescribeProject(const projects::v1::Project& project, const Context& context);

// Returns the names of the participants, separated by commas.
std::string ParticipantNames(const projects::v1::Project& project, const Context& context);

// Returns the actual start as text if it is known, otherwise the planned start, or "" if neither is
// known.
std::string ProjectStart(const projects::v1::Project& project, Language language);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_DESCRIBE_PROJECT_H_

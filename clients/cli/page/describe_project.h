#ifndef JUMELAGE_CLIENTS_CLI_PAGE_DESCRIBE_PROJECT_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_DESCRIBE_PROJECT_H_

#include "clients/cli/page/document.h"
#include "clients/cli/page/fact_list.h"
#include "jumelage/projects/v1/project.pb.h"

namespace jumelage::cli {

// All of a project: kind and state, dates, participants with roles, places, sectors, goals, whom it
// is for, what it rests on, what is done.
Section DescribeProject(const projects::v1::Project& project, const Context& context);

// The names of those who take part, for a line of a table.
std::string ParticipantNames(const projects::v1::Project& project, const Context& context);

// When it starts or started, as far as known: the actual start, else the planned one.
std::string ProjectStart(const projects::v1::Project& project, Language language);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_DESCRIBE_PROJECT_H_

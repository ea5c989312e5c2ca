#include "tests/support/services.h"

#include <signal.h>

#include <utility>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/base/status_macros.h"

namespace jumelage {

absl::StatusOr<std::unique_ptr<ServerProcess>> ServerProcess::Start(
    const std::string& binary, const std::vector<std::string>& flags, const std::string& listen) {
  std::vector<std::string> argv = {binary, absl::StrCat("--listen=", listen)};
  argv.insert(argv.end(), flags.begin(), flags.end());
  JUMELAGE_ASSIGN_OR_RETURN(std::unique_ptr<Process> process, Process::Start(argv));
  const std::string says = " listening on ";
  while (true) {
    absl::StatusOr<std::string> line = process->ReadLine();
    if (!line.ok()) return std::move(line).status();
    const size_t said = line->find(says);
    if (said == std::string::npos) continue;
    return absl::WrapUnique(
        new ServerProcess(std::move(process), line->substr(said + says.size())));
  }
}

absl::Status ServerProcess::Stop() {
  process_->Signal(SIGTERM);
  JUMELAGE_ASSIGN_OR_RETURN(const ProcessEnd end, process_->Wait());
  if (end.exit_code == 0) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("the server stopped with exit code ", end.exit_code,
                                          ", signal ", end.signal, ": ", process_->errors()));
}

absl::Status ServerProcess::Kill() {
  process_->Signal(SIGKILL);
  return process_->Wait().status();
}

absl::StatusOr<std::unique_ptr<ServerProcess>> StartRegistry(const std::string& data_dir,
                                                             const std::string& listen) {
  return ServerProcess::Start(kRegistryServiceBinary, {absl::StrCat("--data_dir=", data_dir)},
                              listen);
}

absl::StatusOr<std::unique_ptr<ServerProcess>> StartProjects(const std::string& data_dir,
                                                             const std::string& registry,
                                                             const std::string& listen) {
  return ServerProcess::Start(
      kProjectsServiceBinary,
      {absl::StrCat("--data_dir=", data_dir), absl::StrCat("--registry=", registry)}, listen);
}

absl::StatusOr<Services> StartServices(const std::string& directory) {
  Services services;
  JUMELAGE_ASSIGN_OR_RETURN(services.registry, StartRegistry(directory + "/registry"));
  JUMELAGE_ASSIGN_OR_RETURN(services.projects,
                            StartProjects(directory + "/projects", services.registry->address()));
  return services;
}

absl::StatusOr<CommandResult> RunJumelage(Services& services,
                                          const std::vector<std::string>& arguments) {
  std::vector<std::string> argv = {kJumelageBinary,
                                   absl::StrCat("--registry=", services.registry->address()),
                                   absl::StrCat("--projects=", services.projects->address())};
  argv.insert(argv.end(), arguments.begin(), arguments.end());
  return RunCommand(argv);
}

absl::StatusOr<std::string> ImportBundles(Services& services) {
  JUMELAGE_ASSIGN_OR_RETURN(const CommandResult result,
                            RunJumelage(services, {"import", "data/belfort.textproto",
                                                   "data/boulogne-billancourt.textproto"}));
  if (result.exit_code != 0) {
    return absl::InternalError(absl::StrCat("the import failed with exit code ", result.exit_code,
                                            ":\n", result.output, result.errors));
  }
  return result.output;
}

}  // namespace jumelage

#ifndef JUMELAGE_TESTS_SUPPORT_SERVICES_H_
#define JUMELAGE_TESTS_SUPPORT_SERVICES_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/support/processes.h"

namespace jumelage {

// Paths of the programs under test, relative to the directory in which Bazel runs tests. A test
// that uses a program must have the program's target in its `data`.
inline constexpr char kRegistryServiceBinary[] = "registry_service/main/registry_service";
inline constexpr char kProjectsServiceBinary[] = "projects_service/main/projects_service";
inline constexpr char kJumelageBinary[] = "clients/cli/jumelage";
inline constexpr char kGrpcurlBinary[] = "../jumelage_tools/grpcurl";

// A server process that has printed its address. The destructor kills it.
class ServerProcess {
 public:
  // Starts `binary` with `--listen` and `flags`, and waits for the line with the address. Returns
  // UNAVAILABLE if the server ends instead, and DEADLINE_EXCEEDED if it prints nothing for
  // kProcessDeadline. Both errors contain the server's standard error.
  static absl::StatusOr<std::unique_ptr<ServerProcess>> Start(
      const std::string& binary, const std::vector<std::string>& flags,
      const std::string& listen = "127.0.0.1:0");

  // The server's "HOST:PORT", with the actual port.
  const std::string& address() const { return address_; }
  Process& process() { return *process_; }

  // Asks the server to stop (SIGTERM) and waits until it has ended. Returns INTERNAL, with the
  // server's standard error, if the exit code isn't 0, and DEADLINE_EXCEEDED if it doesn't end
  // within kProcessDeadline.
  absl::Status Stop();
  // Kills the server (SIGKILL) and waits until it has ended.
  absl::Status Kill();

 private:
  ServerProcess(std::unique_ptr<Process> process, std::string address)
      : process_(std::move(process)), address_(std::move(address)) {}

  const std::unique_ptr<Process> process_;
  const std::string address_;
};

absl::StatusOr<std::unique_ptr<ServerProcess>> StartRegistry(
    const std::string& data_dir, const std::string& listen = "127.0.0.1:0");
// `registry` is the "HOST:PORT" of the registry service to follow.
absl::StatusOr<std::unique_ptr<ServerProcess>> StartProjects(
    const std::string& data_dir, const std::string& registry,
    const std::string& listen = "127.0.0.1:0");

// Both services.
struct Services {
  std::unique_ptr<ServerProcess> registry;
  std::unique_ptr<ServerProcess> projects;
};

// Starts both services, with their data in two directories below `directory`.
absl::StatusOr<Services> StartServices(const std::string& directory);

// Runs the jumelage command against both services. Returns the errors of RunCommand.
absl::StatusOr<CommandResult> RunJumelage(Services& services,
                                          const std::vector<std::string>& arguments);

// Imports the bundles with the command and returns its output. The test must have "//data:bundles"
// in its `data`. Returns INTERNAL, with the command's standard error, if the command fails.
absl::StatusOr<std::string> ImportBundles(Services& services);

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_SUPPORT_SERVICES_H_

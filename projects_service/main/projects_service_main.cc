// The projects service as a process.
//
// It serves until it receives SIGTERM or SIGINT, then ends the calls in progress and stops. Exit
// codes:
// - 0 after a signal;
// - 1 if it can't start (with the reason in one line on standard error), or if a flag is unknown or
//   cannot be parsed;
// - 2 if an argument is not a flag, or if a flag is missing or has a wrong value;
// - 70 if calls in progress did not end after the signal.

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/flags/usage.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "common/base/host_port.h"
#include "common/server/termination.h"
#include "projects_service/main/app.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:7002",
          "HOST:PORT to serve on. Port 0 chooses a free port; the address is printed.");
ABSL_FLAG(std::string, data_dir, "",
          "Directory for this service's data; created if it is missing. Required.");
ABSL_FLAG(std::string, registry, "", "HOST:PORT of the registry service to follow. Required.");
ABSL_FLAG(absl::Duration, keep_history, absl::InfiniteDuration(),
          "How long history is kept, such as 8760h; at least 1h. Older history can't be read or "
          "watched; the current state stays. inf: forever.");
ABSL_FLAG(bool, insecure, false,
          "Permit an address that other machines can reach, although callers are not authenticated "
          "and nothing is encrypted.");

namespace {

constexpr char kUsage[] =
    "Keeps the record of development and exchange projects, and follows the registry whose cities, "
    "organizations, agreements and twinnings they refer to.\n\n"
    "  projects_service --data_dir=DIR --registry=HOST:PORT [--listen=HOST:PORT] [--insecure]";

int UsageError(const std::string& why) {
  std::fprintf(stderr, "projects_service: %s (see --help)\n", why.c_str());
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  // Must be created before any thread starts.
  jumelage::TerminationSignals signals;
  absl::SetProgramUsageMessage(kUsage);
  const std::vector<char*> rest = absl::ParseCommandLine(argc, argv);
  if (rest.size() > 1) return UsageError(std::string("unknown argument ") + rest[1]);
  jumelage::ProjectsAppOptions options;
  options.listen = absl::GetFlag(FLAGS_listen);
  options.allow_insecure_remote = absl::GetFlag(FLAGS_insecure);
  options.data.data_dir = absl::GetFlag(FLAGS_data_dir);
  options.registry = absl::GetFlag(FLAGS_registry);
  const absl::Status listen = jumelage::ParseHostPort(options.listen, 0).status();
  if (!listen.ok()) return UsageError("--listen: " + std::string(listen.message()));
  if (options.data.data_dir.empty()) return UsageError("--data_dir is required");
  options.store.keep_history = absl::GetFlag(FLAGS_keep_history);
  if (options.store.keep_history < absl::Hours(1)) {
    return UsageError("--keep_history must be at least 1h");
  }
  if (options.registry.empty()) return UsageError("--registry is required");
  const absl::Status registry = jumelage::ParseHostPort(options.registry, 1).status();
  if (!registry.ok()) return UsageError("--registry: " + std::string(registry.message()));

  absl::StatusOr<std::unique_ptr<jumelage::ProjectsApp>> app =
      jumelage::ProjectsApp::Start(std::move(options));
  if (!app.ok()) {
    std::fprintf(stderr, "projects_service: %s\n", std::string(app.status().message()).c_str());
    return 1;
  }
  std::printf("projects_service listening on %s\n", (*app)->address().c_str());
  std::fflush(stdout);
  signals.Wait();
  (*app)->Stop();
  return 0;
}

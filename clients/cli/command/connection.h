#ifndef JUMELAGE_CLIENTS_CLI_COMMAND_CONNECTION_H_
#define JUMELAGE_CLIENTS_CLI_COMMAND_CONNECTION_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/command/arguments.h"
#include "common/base/host_port.h"

namespace jumelage::cli {

// Returns the address of `service`, "registry" or "projects", from the option of that name. Returns
// a usage error if it is not HOST:PORT.
absl::StatusOr<HostPort> ServiceAddress(const Arguments& arguments, absl::string_view service);

// If `error` comes from the transport rather than from a service, returns an error whose message is
// one line with the address, its option, and what is wrong there. Looks at what answers at the
// address. Returns any other error as it is.
absl::Status ExplainTransportError(const absl::Status& error, const Arguments& arguments);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_COMMAND_CONNECTION_H_

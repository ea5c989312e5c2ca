#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_SIGNAL_REMOVAL_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_SIGNAL_REMOVAL_H_

#include <optional>

namespace jumelage::cli {

// Removes the file `path` if a signal such as SIGINT or SIGTERM ends the process. Signals that the
// process ignores stay ignored. `path` must stay valid until KeepOnSignal. Returns a number for
// KeepOnSignal, or nullopt if too many files are registered; then a signal leaves the file. Not
// thread-safe.
std::optional<int> RemoveOnSignal(const char* path);

// Ends the registration with this number.
void KeepOnSignal(int registration);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_SIGNAL_REMOVAL_H_

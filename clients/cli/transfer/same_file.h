#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_SAME_FILE_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_SAME_FILE_H_

#include <string>

namespace jumelage::cli {

// Returns whether two paths lead to the same file, also through symbolic or hard links. Paths that
// are equal do even if no such file exists yet. Devices and pipes don't count: a terminal can be
// both read and written.
bool IsSameFile(const std::string& a, const std::string& b);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_SAME_FILE_H_

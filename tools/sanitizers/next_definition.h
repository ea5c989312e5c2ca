#ifndef JUMELAGE_TOOLS_SANITIZERS_NEXT_DEFINITION_H_
#define JUMELAGE_TOOLS_SANITIZERS_NEXT_DEFINITION_H_

#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>

namespace jumelage {

// Returns the next definition of `symbol` after this binary's own in the dynamic linker's order,
// which is the system library's. `symbol` is mangled as in Debian 12's libraries. Aborts if no
// library has it: the interposition was written for another version.
template <typename Function>
Function* NextDefinition(const char* symbol) {
  void* found = dlsym(RTLD_NEXT, symbol);
  if (found == nullptr) {
    std::fprintf(stderr, "tools/sanitizers: no system library defines %s\n", symbol);
    std::abort();
  }
  return reinterpret_cast<Function*>(found);
}

}  // namespace jumelage

#endif  // JUMELAGE_TOOLS_SANITIZERS_NEXT_DEFINITION_H_

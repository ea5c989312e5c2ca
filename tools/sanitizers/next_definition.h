#ifndef JUMELAGE_TOOLS_SANITIZERS_NEXT_DEFINITION_H_
#define JUMELAGE_TOOLS_SANITIZERS_NEXT_DEFINITION_H_

#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>

namespace jumelage {

// Returns the definition of `symbol` that comes after this binary's own in the dynamic linker's
// order: the system library's. `symbol` is mangled as in Debian 12's libraries. Aborts if no
// library defines it, because the calling code was then written for a different version.
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

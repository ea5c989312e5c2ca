// Two threads write a variable without a lock. The thread sanitizer must report this race.
#include <cstdio>
#include <thread>

namespace {

// Not inlined, so that the report names this line and not one in the optimized loop.
[[gnu::noinline]] void Count(int* counter) { ++*counter; }

}  // namespace

int main() {
  int counter = 0;
  std::thread first([&counter] {
    for (int i = 0; i < 1000; ++i) Count(&counter);
  });
  for (int i = 0; i < 1000; ++i) Count(&counter);
  first.join();
  std::printf("%d\n", counter);
}

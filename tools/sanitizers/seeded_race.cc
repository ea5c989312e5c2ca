// Two threads that write a variable without a lock, which the thread sanitizer must report.
#include <cstdio>
#include <thread>

namespace {

// Not inlined, so that the report has this line and not one of the optimized loop.
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

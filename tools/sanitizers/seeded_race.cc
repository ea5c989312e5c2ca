// Two threads that write one variable without a lock: what the thread sanitizer must report.
#include <cstdio>
#include <thread>

namespace {

// By itself, so that the report names this line and not one of the loop that the optimizer made.
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

// Two threads that write one variable without a lock: what the thread sanitizer must report.
#include <cstdio>
#include <thread>

int main() {
  int counter = 0;
  std::thread first([&counter] {
    for (int i = 0; i < 1000; ++i) ++counter;
  });
  for (int i = 0; i < 1000; ++i) ++counter;
  first.join();
  std::printf("%d\n", counter);
}

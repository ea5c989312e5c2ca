#ifndef JUMELAGE_COMMON_TESTING_HELD_PORT_H_
#define JUMELAGE_COMMON_TESTING_HELD_PORT_H_

#include <string>

namespace jumelage {

// A loopback port that is reserved for one test. The test's servers may listen on it one after
// another; in between, the system does not give the port to another process. Aborts if no port is
// available. Thread-compatible.
class HeldPort {
 public:
  HeldPort();
  ~HeldPort();
  HeldPort(const HeldPort&) = delete;
  HeldPort& operator=(const HeldPort&) = delete;

  // "127.0.0.1:PORT".
  const std::string& address() const { return address_; }

 private:
  int socket_ = -1;
  std::string address_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_TESTING_HELD_PORT_H_

#ifndef JUMELAGE_COMMON_TESTING_HELD_PORT_H_
#define JUMELAGE_COMMON_TESTING_HELD_PORT_H_

#include <string>

namespace jumelage {

// A port of the loopback interface that is kept for one test: its servers may listen there one
// after the other, and in between, when nobody does, the system gives the port to no other process.
// Aborts when there is none to be had. Thread-compatible.
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

// Makes the synchronization of the system's absl::Mutex visible to the thread sanitizer.
//
// Debian's Abseil and gRPC are not instrumented, so the sanitizer does not see the locks that gRPC
// takes when it hands a call from one thread to another. Nor does it see those that our own code
// takes with absl::Mutex. It therefore reports false races. In the tsan configuration this file is
// linked into every binary (with --custom_malloc in .bazelrc, the flag that can do that). It
// defines the members of absl::Mutex and absl::CondVar that other code calls. Each definition calls
// the library's own definition and notifies the sanitizer of the resulting order. This suppresses
// no reports.
#include <sanitizer/tsan_interface.h>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "tools/sanitizers/next_definition.h"

using jumelage::NextDefinition;

namespace absl {
ABSL_NAMESPACE_BEGIN

void Mutex::Lock() {
  static auto* next = NextDefinition<void(Mutex*)>("_ZN4absl7debian35Mutex4LockEv");
  next(this);
  __tsan_acquire(this);
}

void Mutex::Unlock() {
  static auto* next = NextDefinition<void(Mutex*)>("_ZN4absl7debian35Mutex6UnlockEv");
  __tsan_release(this);
  next(this);
}

bool Mutex::TryLock() {
  static auto* next = NextDefinition<bool(Mutex*)>("_ZN4absl7debian35Mutex7TryLockEv");
  const bool locked = next(this);
  if (locked) __tsan_acquire(this);
  return locked;
}

void Mutex::ReaderLock() {
  static auto* next = NextDefinition<void(Mutex*)>("_ZN4absl7debian35Mutex10ReaderLockEv");
  next(this);
  __tsan_acquire(this);
}

void Mutex::ReaderUnlock() {
  static auto* next = NextDefinition<void(Mutex*)>("_ZN4absl7debian35Mutex12ReaderUnlockEv");
  __tsan_release(this);
  next(this);
}

void CondVar::Wait(Mutex* mu) {
  static auto* next =
      NextDefinition<void(CondVar*, Mutex*)>("_ZN4absl7debian37CondVar4WaitEPNS0_5MutexE");
  __tsan_release(mu);
  next(this, mu);
  __tsan_acquire(mu);
}

bool CondVar::WaitWithTimeout(Mutex* mu, Duration timeout) {
  static auto* next = NextDefinition<bool(CondVar*, Mutex*, Duration)>(
      "_ZN4absl7debian37CondVar15WaitWithTimeoutEPNS0_5MutexENS0_8DurationE");
  __tsan_release(mu);
  const bool timed_out = next(this, mu, timeout);
  __tsan_acquire(mu);
  return timed_out;
}

bool CondVar::WaitWithDeadline(Mutex* mu, Time deadline) {
  static auto* next = NextDefinition<bool(CondVar*, Mutex*, Time)>(
      "_ZN4absl7debian37CondVar16WaitWithDeadlineEPNS0_5MutexENS0_4TimeE");
  __tsan_release(mu);
  const bool timed_out = next(this, mu, deadline);
  __tsan_acquire(mu);
  return timed_out;
}

ABSL_NAMESPACE_END
}  // namespace absl

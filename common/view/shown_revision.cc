#include "common/view/shown_revision.h"

namespace jumelage {

void ShownRevision::Set(Revision revision) {
  MutexLock lock(&mu_);
  revision_.store(revision, std::memory_order_release);
  changed_.SignalAll();
}

bool ShownRevision::Await(Revision revision) {
  asked_.fetch_add(1, std::memory_order_relaxed);
  if (this->revision() >= revision) return true;
  Revision wanted = wanted_.load(std::memory_order_relaxed);
  while (wanted < revision && !wanted_.compare_exchange_weak(wanted, revision)) {
  }
  if (on_wanted_) on_wanted_();
  MutexLock lock(&mu_);
  while (this->revision() < revision && !blocked_) changed_.Wait(&mu_);
  return this->revision() >= revision;
}

void ShownRevision::SetBlocked(bool blocked) {
  MutexLock lock(&mu_);
  blocked_ = blocked;
  changed_.SignalAll();
}

}  // namespace jumelage

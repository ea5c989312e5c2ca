#include "common/log/reader_pool.h"

#include <utility>

namespace jumelage {

ReaderPool::ReaderPool(Opener opener, int max_loans)
    : opener_(std::move(opener)), max_loans_(max_loans) {}

ReaderPool::Loan::~Loan() {
  if (db_ != nullptr) pool_->Return(std::move(db_));
}

absl::StatusOr<ReaderPool::Loan> ReaderPool::Borrow() {
  {
    MutexLock lock(&mu_);
    while (state_ == State::kClosed || (state_ == State::kOpen && loans_ >= max_loans_)) {
      changed_.Wait(&mu_);
    }
    if (state_ == State::kFailed) {
      return absl::UnavailableError("the log could not be opened again yet");
    }
    ++loans_;
    if (!idle_.empty()) {
      std::unique_ptr<sqlite::Database> db = std::move(idle_.back());
      idle_.pop_back();
      return Loan(this, std::move(db));
    }
  }
  absl::StatusOr<std::unique_ptr<sqlite::Database>> db = opener_();
  if (db.ok()) return Loan(this, *std::move(db));
  Return(nullptr);
  // The files existed when the log was opened, so this is a storage failure that may be temporary.
  if (absl::IsFailedPrecondition(db.status())) return absl::UnavailableError(db.status().message());
  return db.status();
}

void ReaderPool::Return(std::unique_ptr<sqlite::Database> db) {
  MutexLock lock(&mu_);
  --loans_;
  if (db != nullptr) idle_.push_back(std::move(db));
  changed_.SignalAll();
}

void ReaderPool::Open() {
  MutexLock lock(&mu_);
  state_ = State::kOpen;
  changed_.SignalAll();
}

void ReaderPool::Close() {
  MutexLock lock(&mu_);
  state_ = State::kClosed;
  while (loans_ > 0) changed_.Wait(&mu_);
  idle_.clear();
}

void ReaderPool::Fail() {
  MutexLock lock(&mu_);
  state_ = State::kFailed;
  changed_.SignalAll();
}

}  // namespace jumelage

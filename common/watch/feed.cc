#include "common/watch/feed.h"

#include <utility>

namespace jumelage {

void Feed::Publish(absl::Span<const SharedCommit> commits) {
  {
    MutexLock lock(&mu_);
    for (const SharedCommit& commit : commits) {
      // After storage has recovered, commits may be published a second time.
      if (!items_.empty() && commit->revision() <= items_.back()->commit().revision()) continue;
      // Commits before a redaction must be read from the log, which contains them in redacted form.
      // There is a gap if another appender compacted commits before they were published here. Those
      // commits can no longer be delivered.
      const bool gap =
          !items_.empty() && commit->revision() > items_.back()->commit().revision() + 1;
      if (commit->redacts() || gap) {
        items_.clear();
        bytes_ = 0;
      }
      items_.push_back(std::make_shared<const FeedItem>(commit));
      bytes_ += items_.back()->bytes();
    }
    while (items_.size() > 1 && bytes_ > max_bytes_) {
      bytes_ -= items_.front()->bytes();
      items_.pop_front();
    }
  }
  MutexLock lock(&listener_mu_);
  if (listener_) listener_();
}

void Feed::SetListener(std::function<void()> listener) {
  MutexLock lock(&listener_mu_);
  listener_ = std::move(listener);
}

std::optional<std::vector<std::shared_ptr<const FeedItem>>> Feed::After(Revision after,
                                                                        int64_t max_bytes) const {
  MutexLock lock(&mu_);
  if (items_.empty() || items_.front()->commit().revision() > after + 1) return std::nullopt;
  std::vector<std::shared_ptr<const FeedItem>> found;
  int64_t bytes = 0;
  const size_t skipped = static_cast<size_t>(after + 1 - items_.front()->commit().revision());
  for (size_t i = skipped; i < items_.size() && bytes < max_bytes; ++i) {
    bytes += items_[i]->bytes();
    found.push_back(items_[i]);
  }
  return found;
}

}  // namespace jumelage

#include "common/store/answers.h"

#include <memory>

namespace jumelage {

void Answers::Tell(std::vector<WriteItem>* items, Revision revision) {
  for (WriteItem& item : *items) {
    item.result.revision = revision;
    if (item.is_derivation()) {
      item.derivation.done(item.result.status);
    } else {
      item.mutation.done(std::move(item.result));
    }
  }
}

void Answers::Give(std::vector<WriteItem> items) {
  // Giving one result takes no longer than waking the other thread, which the caller would have to
  // wait for.
  if (items.size() == 1) return Tell(&items, publication_.revision());
  GiveLater(std::move(items));
}

void Answers::Refuse(std::vector<WriteItem> items, const absl::Status& status) {
  for (WriteItem& item : items) {
    item.result.status = status;
    item.result.replayed = nullptr;
  }
  GiveLater(std::move(items));
}

void Answers::GiveLater(std::vector<WriteItem> items) {
  const Revision revision = publication_.revision();
  // std::function can only store copyable captures.
  auto shared = std::make_shared<std::vector<WriteItem>>(std::move(items));
  worker_.Add([shared, revision] { Tell(shared.get(), revision); });
}

}  // namespace jumelage

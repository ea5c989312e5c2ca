#include "common/resource/history_methods.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/violations.h"
#include "common/resource/errors.h"
#include "common/store/redaction.h"
#include "common/values/field_checks.h"
#include "common/values/resource_name.h"
#include "common/values/value_checks.h"

namespace jumelage {
namespace {

void CheckCount(const std::string& field, int count, int most, Violations* violations) {
  if (count <= most) return;
  violations->Add(field, absl::StrCat("has ", count, " entries; at most ", most, " are allowed"));
}

void CheckText(const std::string& field, const std::string& text, Violations* violations) {
  CheckRequiredLine(field, text, kMaxRedactedTextLength, violations);
  if (!text.empty() && text.size() < kMinRedactedTextBytes) {
    violations->Add(field, absl::StrCat("must have at least ", kMinRedactedTextBytes, " bytes"));
  }
}

}  // namespace

absl::Status HistoryMethods::ValidateRedactTexts(const Texts& texts, const Texts& names,
                                                 const std::string& request_id) const {
  Violations violations;
  if (texts.empty()) violations.Add("texts", "needs at least one");
  CheckCount("texts", texts.size(), kMaxRedactedTexts, &violations);
  CheckCount("names", names.size(), kMaxRedactedNames, &violations);
  for (int i = 0; i < texts.size() && i < kMaxRedactedTexts; ++i) {
    CheckText(Indexed("texts", i), texts[i], &violations);
  }
  for (int i = 0; i < names.size() && i < kMaxRedactedNames; ++i) {
    const TableBase* const table = handler_.store().schema().TableOf(names[i]);
    const std::string field = Indexed("names", i);
    if (table == nullptr) {
      violations.Add(field, "is not the name of a resource of this service");
    } else {
      CheckResourceName(field, names[i], table->collection(), &violations);
    }
  }
  CheckRequestId("request_id", request_id, &violations);
  return violations.ToStatus();
}

absl::StatusOr<std::vector<std::string>> HistoryMethods::Redact(Transaction& transaction,
                                                                const Texts& texts,
                                                                const Texts& names) const {
  TextsToRedact wanted;
  wanted.texts.assign(texts.begin(), texts.end());
  wanted.names.insert(names.begin(), names.end());
  JUMELAGE_ASSIGN_OR_RETURN(
      std::vector<std::string> changed,
      RedactTextsIn(handler_.store().schema(), wanted, kMaxRedactedResources, transaction));
  if (changed.size() > kMaxRedactedResources) return RedactionTooLargeError(kMaxRedactedResources);
  return changed;
}

absl::Status HistoryMethods::ValidateCompactHistory(Revision before,
                                                    const std::string& request_id) const {
  Violations violations;
  if (before <= 0) violations.Add("before_revision", "must be positive");
  CheckRequestId("request_id", request_id, &violations);
  JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
  const Revision head = handler_.store().publication().revision();
  return before <= head ? absl::OkStatus() : RevisionInFutureError(before, head);
}

Revision HistoryMethods::OldestAfterCompaction(Revision before) const {
  Store& store = handler_.store();
  const Revision end = store.history_pins().Oldest(std::min(before, store.log().head()));
  return std::max(end, store.log().oldest());
}

}  // namespace jumelage

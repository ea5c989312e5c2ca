#ifndef JUMELAGE_CLIENTS_CLI_PAGE_LEDGER_LINES_H_
#define JUMELAGE_CLIENTS_CLI_PAGE_LEDGER_LINES_H_

#include <algorithm>
#include <string>
#include <vector>

#include "clients/cli/page/describe_body.h"
#include "clients/cli/page/document.h"
#include "clients/cli/page/fact_list.h"
#include "clients/cli/text/labels.h"
#include "clients/cli/text/phrases.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace jumelage::cli {

// Returns the steps of a ledger that count, in the order in which they took effect. An entry takes
// the place of the entry that it supersedes. A missed step comes directly before the entry that it
// precedes. Void entries are left out. The results point into `ledger`.
template <typename Entry>
std::vector<const Entry*> EffectiveSteps(const google::protobuf::RepeatedPtrField<Entry>& ledger) {
  std::vector<const Entry*> steps;
  for (const Entry& entry : ledger) {
    const bool supersedes = !entry.supersedes().empty();
    const std::string& target = supersedes ? entry.supersedes() : entry.precedes();
    const auto place = std::find_if(steps.begin(), steps.end(), [&](const Entry* earlier) {
      return !target.empty() && earlier->entry_id() == target;
    });
    if (place != steps.end() && supersedes) {
      *place = &entry;
    } else {
      steps.insert(place, &entry);
    }
  }
  const auto is_void = [](const Entry* entry) { return entry->step() == Entry::STEP_VOID; };
  steps.erase(std::remove_if(steps.begin(), steps.end(), is_void), steps.end());
  return steps;
}

// Returns the history in a ledger: one line per step that counts.
template <typename Entry>
std::vector<Line> HistoryLines(const google::protobuf::RepeatedPtrField<Entry>& ledger,
                               const Context& context) {
  const Language language = context.language;
  std::vector<Line> lines;
  for (const Entry* entry : EffectiveSteps(ledger)) {
    Line line = DateLine(entry->effective_date(), language);
    AppendPart(Labelled("", "", language), PlainLine(Label(entry->step(), language)), &line);
    AppendPart(" – ", TextLine(entry->notes(), language), &line);
    AppendPart(" – ", DecisionLine(entry->decision(), context), &line);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_PAGE_LEDGER_LINES_H_

#ifndef JUMELAGE_CLIENTS_CLI_RECORD_PRINTING_H_
#define JUMELAGE_CLIENTS_CLI_RECORD_PRINTING_H_

#include <ostream>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "clients/cli/command/command.h"
#include "clients/cli/page/directory.h"
#include "clients/cli/page/document.h"
#include "clients/cli/page/fact_list.h"
#include "clients/cli/page/markdown.h"
#include "clients/cli/page/page_data.h"
#include "clients/cli/text/language.h"
#include "clients/cli/text/phrases.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {

// Prints a record as Markdown, with its name, revision and etag on top: what a next change needs.
// With --output json, as it is. `directory` holds the record; what it names is added. `describe`
// writes the record.
template <typename R>
absl::Status PrintRecord(const CommandContext& context, const R& record, Directory directory,
                         Section (*describe)(const R&, const Context&)) {
  constexpr Language kLanguage = Language::kEnglish;
  if (context.json) return PrintJson(record, context.out);
  JUMELAGE_RETURN_IF_ERROR(AddReferenced(record, context.registry, &directory));
  // The parties of the agreements, for the signatories.
  const auto agreements = directory.agreements;
  for (const auto& entry : agreements) {
    JUMELAGE_RETURN_IF_ERROR(AddReferenced(entry.second, context.registry, &directory));
  }
  Section section = describe(record, Context{directory, kLanguage});
  Document document;
  document.title = directory.NameOf(record.name(), kLanguage);
  document.subtitle = PlainLine(
      absl::StrCat(record.name(), ", revision ", record.revision(), ", etag ", record.etag()));
  if (record.has_delete_time()) {
    document.blocks.push_back(
        Block{Paragraph{PlainLine(std::string(Say(Phrase::kDeleted, kLanguage)))}});
  }
  for (Block& block : section.blocks) document.blocks.push_back(std::move(block));
  context.out << RenderMarkdown(document);
  return absl::OkStatus();
}

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_RECORD_PRINTING_H_

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
#include "clients/cli/page/isolate_texts.h"
#include "clients/cli/page/markdown.h"
#include "clients/cli/page/page_data.h"
#include "clients/cli/text/language.h"
#include "clients/cli/text/phrases.h"
#include "common/base/status_macros.h"
#include "jumelage/projects/v1/project.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage::cli {

// Prints a record as Markdown. The output begins with its title, name, revision and etag.
// `directory` must contain the record and the records that it names. `describe` returns the rest of
// the output.
template <typename R>
void PrintDescription(const CommandContext& context, R record, Directory directory,
                      Section (*describe)(const R&, const Context&)) {
  constexpr Language kLanguage = Language::kEnglish;
  IsolateTexts(&record);
  IsolateTexts(&directory);
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
}

// Prints a record of the registry, as JSON with --output json and otherwise as Markdown.
// `directory` must contain the record. The records that it names are added.
template <typename R>
absl::Status PrintRecord(const CommandContext& context, const R& record, Directory directory,
                         Section (*describe)(const R&, const Context&)) {
  if (context.json) return PrintJson(record, context.out);
  JUMELAGE_RETURN_IF_ERROR(AddReferenced(record, context.registry, &directory));
  // The lines about signatories also need the parties to the agreements.
  const auto agreements = directory.agreements;
  for (const auto& entry : agreements) {
    JUMELAGE_RETURN_IF_ERROR(AddReferenced(entry.second, context.registry, &directory));
  }
  PrintDescription(context, record, std::move(directory), describe);
  return absl::OkStatus();
}

absl::Status PrintTwinning(const CommandContext& context, const registry::v1::Twinning& twinning);

// Prints a project. Takes all names from the projects service, so it also works when the registry
// is not available.
absl::Status PrintProject(const CommandContext& context, const projects::v1::Project& project);

// Returns a directory of the project and the resources that it names, with their names as known to
// the projects service.
Directory DirectoryOf(const projects::v1::Project& project);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_RECORD_PRINTING_H_

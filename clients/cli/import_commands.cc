#include <fstream>
#include <iterator>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/commands.h"
#include "clients/cli/importer.h"
#include "common/base/status_macros.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "jumelage/bundle/v1/bundle.pb.h"

namespace jumelage::cli {
namespace {

using bundle::v1::Bundle;

// Keeps the first error of the parser, with its place in the file.
class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    // The parser counts from 0, editors from 1.
    if (text.empty()) text = absl::StrCat(line + 1, ":", column + 1, ": ", message);
  }

  std::string text;
};

// Adds the records of the file to `*bundle`. Usage errors: it can't be read, or is not a bundle.
absl::Status ReadBundle(const std::string& path, Bundle* bundle) {
  std::ifstream file(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file) return UsageError(absl::StrCat("can't read ", path));
  FirstError error;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  Bundle read;
  if (!parser.ParseFromString(text, &read)) {
    return UsageError(absl::StrCat(path, ":", error.text));
  }
  bundle->MergeFrom(read);
  return absl::OkStatus();
}

void PrintSummary(const ImportSummary& summary, const CommandContext& context) {
  if (context.json) {
    context.out << "{\"created\": " << summary.created << ", \"updated\": " << summary.updated
                << ", \"unchanged\": " << summary.unchanged << ", \"failed\": " << summary.failed
                << "}\n";
  } else {
    context.out << summary.created << " created, " << summary.updated << " updated, "
                << summary.unchanged << " unchanged, " << summary.failed << " failed\n";
  }
}

absl::Status ImportFiles(const CommandContext& context, const Arguments& arguments) {
  // All files are read before anything is written.
  Bundle bundle;
  for (const std::string& path : arguments.words) {
    JUMELAGE_RETURN_IF_ERROR(ReadBundle(path, &bundle));
  }
  Importer importer(context.registry, context.projects, context.err);
  absl::Status status = importer.Import(bundle);
  PrintSummary(importer.summary(), context);
  return status;
}

}  // namespace

std::vector<Command> ImportCommands() {
  return {
      {"import",
       "FILE…",
       1,
       -1,
       "Brings the records of text files into the services.",
       "A file is a jumelage.bundle.v1.Bundle in the text format of Protocol Buffers. Records that "
       "are\n"
       "missing are created, those that differ are updated, nothing is removed: importing again\n"
       "changes nothing. What is fixed on creation (a ledger, an attestation, the state of a "
       "project)\n"
       "stays as it is, and where the file differs the command says so.",
       {},
       ImportFiles},
  };
}

}  // namespace jumelage::cli

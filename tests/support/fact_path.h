#ifndef JUMELAGE_TESTS_SUPPORT_FACT_PATH_H_
#define JUMELAGE_TESTS_SUPPORT_FACT_PATH_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace jumelage {

// One row of data/facts.tsv: a statement on a source page, and the field that contains it.
// data/README.md describes the columns.
struct FactRow {
  // The source page, which is also the bundle: "belfort".
  std::string page;
  // The line of the page's text, from 1.
  int line = 0;
  // The statement in a few words.
  std::string statement;
  // "registry" or "projects".
  std::string service;
  // The resource name: "cities/belfort".
  std::string resource;
  // The field within the resource: "populations[0].value".
  std::string path;
  // The value that ReadFact returns.
  std::string value;
};

// Returns the rows of a facts file, without its header. Returns INVALID_ARGUMENT, with the number
// of the row in the file (from 1), if the header differs. The same if a row has the wrong number of
// columns, an empty column other than the value, or a line that is not a positive number.
absl::StatusOr<std::vector<FactRow>> ParseFacts(absl::string_view tsv);

// Returns the value at `path` in `message`, as in facts.tsv: strings unchanged, enum values by
// name, numbers in decimal, booleans as "true" or "false". Messages are one line of JSON with the
// field names of the .proto file. An unset message field gives "".
//
// A path is field names joined by dots, each repeated field with an index from 0 in brackets:
// "sides[1].names_used[0].text". INVALID_ARGUMENT for a path that does not fit the message's type,
// OUT_OF_RANGE for an index beyond the end of a list, NOT_FOUND for a path through a message field
// that is not set.
absl::StatusOr<std::string> ReadFact(const google::protobuf::Message& message,
                                     absl::string_view path);

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_SUPPORT_FACT_PATH_H_

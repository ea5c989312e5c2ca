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
  // The name of the source page and of its bundle: "belfort".
  std::string page;
  // The number of the line in the page's text, counted from 1.
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

// Returns the rows of a facts file, without its header. Returns INVALID_ARGUMENT if the header is
// not the expected one. Also returns it if a row has the wrong number of columns, an empty column
// other than the value, or a `line` that is not a positive number. The error contains the number of
// the row; the header is row 1.
absl::StatusOr<std::vector<FactRow>> ParseFacts(absl::string_view tsv);

// Returns the value at `path` in `message`, in the form used in facts.tsv: strings unchanged, enum
// values by name, numbers in decimal, booleans as "true" or "false". Messages are one line of JSON
// with the field names of the .proto file. An unset message field gives "".
//
// A path consists of field names joined by dots. Each repeated field has an index, counted from 0,
// in brackets: "sides[1].names_used[0].text". Returns INVALID_ARGUMENT if the path does not fit the
// message's type, or if the field's type can't occur in facts. Returns OUT_OF_RANGE if an index is
// beyond the end of a list, and NOT_FOUND if the path leads through a message field that is not
// set.
absl::StatusOr<std::string> ReadFact(const google::protobuf::Message& message,
                                     absl::string_view path);

}  // namespace jumelage

#endif  // JUMELAGE_TESTS_SUPPORT_FACT_PATH_H_

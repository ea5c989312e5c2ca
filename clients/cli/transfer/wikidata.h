#ifndef JUMELAGE_CLIENTS_CLI_TRANSFER_WIKIDATA_H_
#define JUMELAGE_CLIENTS_CLI_TRANSFER_WIKIDATA_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/transfer/record_source.h"
#include "jumelage/type/v1/source.pb.h"

namespace jumelage::cli {

// Reads two tables of twin towns from a catalogue such as Wikidata: names.tsv (identifier, tab,
// label) and relations.tsv (subject, tab, object: the statement of one side). Returns the cities
// first, in the order of names.tsv, each with its label and external id. Then returns the
// statements. The statements about a pair of cities follow each other directly, so that they are
// usually sent in one call and the registry writes the twinning only once. Every statement has the
// catalogue as evidence. A malformed line becomes an unreadable record. Not thread-safe.
class WikidataSource : public RecordSource {
 public:
  struct Options {
    // Paths of the two files.
    std::string names, relations;
    // The scheme of the external ids.
    std::string scheme = "wikidata";
    // The date of the catalogue: a year, a month or a day. Empty if it is not stated.
    std::string as_of;
  };

  // Reads both files completely. Returns a usage error if a file can't be read or `as_of` is not a
  // date.
  static absl::StatusOr<WikidataSource> Open(const Options& options);

  bool Next(SourceRecord* next) override;
  double Fraction() const override;

 private:
  // A line of a table.
  struct Row {
    std::string place;
    std::string first, second;
    bool readable = false;
  };

  WikidataSource() = default;
  static absl::StatusOr<std::vector<Row>> ReadTable(const std::string& path);
  void FillCity(const Row& row, SourceRecord* next) const;
  void FillStatement(const Row& row, SourceRecord* next) const;

  std::string scheme_;
  // The evidence for every statement.
  type::v1::Source evidence_;
  std::vector<Row> cities_, statements_;
  size_t next_ = 0;
};

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_TRANSFER_WIKIDATA_H_

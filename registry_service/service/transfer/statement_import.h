#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_TRANSFER_STATEMENT_IMPORT_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_TRANSFER_STATEMENT_IMPORT_H_

#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/resource/import_refusals.h"
#include "common/resource/standard_methods.h"
#include "jumelage/registry/v1/transfer_service.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"
#include "jumelage/type/v1/external_id.pb.h"

namespace jumelage {

// Imports the statements of one call to ImportRecords. In each statement, one city names another as
// its partner. All statements about the same pair and kind become part of the attestations of one
// twinning, which is written once. Must be used only within the body of one mutation. `twinnings`,
// `transaction` and `refusals` must outlive the object.
class StatementImport {
 public:
  StatementImport(const StandardMethods<registry::v1::Twinning>* twinnings,
                  Transaction* transaction, ImportRefusals* refusals)
      : twinnings_(*twinnings), transaction_(*transaction), refusals_(*refusals) {}

  // Adds a statement, which Run will import. Returns FIELD_INVALID or REFERENCE_NOT_FOUND if the
  // statement is refused, and the errors of the database. `statement` and `result` must stay valid
  // until Run returns.
  absl::Status Add(const registry::v1::Statement& statement, registry::v1::ImportResult* result);

  // Imports the statements that were added and sets their results, including those of refused
  // statements. Returns an error only if the view cannot be read or written.
  absl::Status Run();

 private:
  struct Stated {
    const registry::v1::Statement* statement;
    std::string subject, object;
    registry::v1::ImportResult* result;
  };
  // The kind of the link, and the names of its two cities in alphabetical order.
  using Pair = std::tuple<int, std::string, std::string>;

  const Lookups& lookups() const { return twinnings_.admission().lookups(); }
  absl::StatusOr<std::string> CityOf(const type::v1::ExternalId& id);
  absl::Status RunPair(const std::vector<Stated>& statements);
  // Adds one statement to the side at `index`, and sets the statement's outcome and kept fields.
  // Returns an error, and leaves `twinning` unchanged, if the changed twinning would break a rule.
  absl::Status Apply(const Stated& stated, int index, registry::v1::Twinning* twinning) const;
  absl::Status RefuseAll(const std::vector<Stated>& statements, const absl::Status& error);

  const StandardMethods<registry::v1::Twinning>& twinnings_;
  Transaction& transaction_;
  ImportRefusals& refusals_;
  std::map<Pair, std::vector<Stated>> pairs_;
  // The names of cities by the scheme and value of their external ids, with merges resolved. A name
  // is empty if no city has the id or the city is deleted.
  absl::flat_hash_map<std::pair<std::string, std::string>, std::string> cities_;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_TRANSFER_STATEMENT_IMPORT_H_

#ifndef JUMELAGE_REGISTRY_SERVICE_STORAGE_TABLES_H_
#define JUMELAGE_REGISTRY_SERVICE_STORAGE_TABLES_H_

#include <memory>

#include "common/resource/admission.h"
#include "common/search/name_tables.h"
#include "common/store/resources.h"
#include "common/view/table.h"
#include "common/view/view.h"
#include "jumelage/registry/v1/agreement.pb.h"
#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/registry/v1/organization.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage {

// The tables that searches by name use.
inline constexpr NameTables kAgreementNames = {
    "agreements", "agreement_names", "agreement_words", "agreement_spellings",
    "SELECT 1 FROM agreement_words WHERE word = ?1 AND owner <> ?2 UNION ALL "
    "SELECT 1 FROM agreement_names WHERE key = ?1 AND owner <> ?2"};
inline constexpr NameTables kCityNames = {
    "cities", "city_names", "city_words", "city_spellings",
    "SELECT 1 FROM city_words WHERE word = ?1 AND owner <> ?2 UNION ALL "
    "SELECT 1 FROM city_names WHERE key = ?1 AND owner <> ?2"};
inline constexpr NameTables kOrganizationNames = {
    "organizations", "organization_names", "organization_words", "organization_spellings",
    "SELECT 1 FROM organization_words WHERE word = ?1 AND owner <> ?2 UNION ALL "
    "SELECT 1 FROM organization_names WHERE key = ?1 AND owner <> ?2"};

// The tables of the registry's view: one per resource type, with side tables for lookups by keys
// other than the name:
// - <type>_references: every reference, by its target and by the path of its field ("sides.city");
// - <type>_external_ids: by scheme and value;
// - twinning_states: the states in which a link may have been, with the first and the last possible
//   day of each;
// - redirects, shared by all types that can be merged: the name of each merged resource and the
//   name that it was merged into (redirects.h);
// - twinning_themes: by theme;
// - <type>_names, <type>_words, <type>_spellings, for all types but twinnings (name_tables.h).
// Created once when the service starts. Immutable and thread-safe. Must outlive the store.
class RegistryTables {
 public:
  RegistryTables();
  RegistryTables(const RegistryTables&) = delete;
  RegistryTables& operator=(const RegistryTables&) = delete;

  const Resources<registry::v1::Agreement>& agreements() const { return agreements_; }
  const Resources<registry::v1::City>& cities() const { return cities_; }
  const Resources<registry::v1::Organization>& organizations() const { return organizations_; }
  const Resources<registry::v1::Twinning>& twinnings() const { return twinnings_; }
  const ViewSchema& schema() const { return schema_; }
  const Admission& admission() const { return *admission_; }

 private:
  const Table<registry::v1::Agreement> agreement_table_;
  const Table<registry::v1::City> city_table_;
  const Table<registry::v1::Organization> organization_table_;
  const Table<registry::v1::Twinning> twinning_table_;
  const Resources<registry::v1::Agreement> agreements_;
  const Resources<registry::v1::City> cities_;
  const Resources<registry::v1::Organization> organizations_;
  const Resources<registry::v1::Twinning> twinnings_;
  ViewSchema schema_;
  std::unique_ptr<const Admission> admission_;
};

// Returns the key of a twinning: its kind and the unordered pair of cities that its sides name. Two
// twinnings that are neither ended, deleted nor merged must not have the same key. Returns an empty
// string if `twinning` is ended or does not have two sides.
std::string LivePairKey(const registry::v1::Twinning& twinning);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_STORAGE_TABLES_H_

#ifndef JUMELAGE_REGISTRY_SERVICE_STORAGE_TABLES_H_
#define JUMELAGE_REGISTRY_SERVICE_STORAGE_TABLES_H_

#include "common/store/resources.h"
#include "common/view/table.h"
#include "common/view/view.h"
#include "jumelage/registry/v1/agreement.pb.h"
#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/registry/v1/organization.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage {

// What the registry keeps in its view: a table a resource type, with side tables for what is looked
// up by something else than the name:
//  - <type>_references: every resource that it names, by target and by the path of the field
//  ("sides.city");
//  - <type>_external_ids: by scheme and value;
//  - twinning_states: the states in which a link may have been, and the days from when to when;
//  - redirects: of all types, each merged resource's name and what it was merged into
//  (redirects.h);
//  - twinning_themes: by theme;
//  - <type>_names, of all but twinnings: folded names; <type>_words: each of their words, with the
//  name that it is of; <type>_spellings: each word, and each name of several words, by its parts
//  (spelling.h), once however many have it.
// Made once at start; immutable, thread-safe, outlives the store.
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
};

// What two twinnings must not have in common while both are neither ended nor deleted: the kind and
// the unordered pair of cities. Empty when `twinning` is ended.
std::string LivePairKey(const registry::v1::Twinning& twinning);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_STORAGE_TABLES_H_

#ifndef JUMELAGE_REGISTRY_SERVICE_STORAGE_LISTS_H_
#define JUMELAGE_REGISTRY_SERVICE_STORAGE_LISTS_H_

#include "common/rpc/list.h"

namespace jumelage {

// What the List methods can filter and order by, as their requests document it.
ListSpec AgreementList();
ListSpec CityList();
ListSpec OrganizationList();
ListSpec TwinningList();

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_STORAGE_LISTS_H_

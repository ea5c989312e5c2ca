#ifndef JUMELAGE_REGISTRY_SERVICE_STORAGE_LISTS_H_
#define JUMELAGE_REGISTRY_SERVICE_STORAGE_LISTS_H_

#include "common/rpc/list.h"

namespace jumelage {

// The filters and orders of the List methods, as their requests document them.
ListSpec AgreementList();
ListSpec CityList();
ListSpec OrganizationList();
ListSpec TwinningList();

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_STORAGE_LISTS_H_

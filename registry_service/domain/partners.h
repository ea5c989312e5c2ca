#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_PARTNERS_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_PARTNERS_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "jumelage/registry/v1/partner.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage {

// Returns the date from which anniversaries of the link are counted: `established`, otherwise the
// date of the first signature. Null if neither is known. The pointer is into `twinning`.
const type::v1::UncertainDate* CountedSince(const registry::v1::Twinning& twinning);

// Returns the date since which `city` has had the link: `established`, otherwise the date of the
// first signature, otherwise the date that `city` attests. Null if none is known. The pointer is
// into `twinning`.
const type::v1::UncertainDate* LinkedSince(const registry::v1::Twinning& twinning,
                                           absl::string_view city);

// Groups partners by the year of the earliest possible day of `since`, the oldest first and an
// unknown year last. Within a year, orders by that day, then the finer precision first, then by the
// city's name, then by the twinning's.
std::vector<registry::v1::PartnerGroup> GroupByYear(std::vector<registry::v1::Partner> partners);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_PARTNERS_H_

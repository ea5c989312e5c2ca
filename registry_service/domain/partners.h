#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_PARTNERS_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_PARTNERS_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "jumelage/registry/v1/partner.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage {

// From when the years of the link are counted: `established`, else the date of the first signature;
// null when neither is known. The pointer is into `twinning`.
const type::v1::UncertainDate* CountedSince(const registry::v1::Twinning& twinning);

// Since when `city` counts the link: `established`, else the date of the first signature, else what
// `city` attests; null when none is known. The pointer is into `twinning`.
const type::v1::UncertainDate* LinkedSince(const registry::v1::Twinning& twinning,
                                           absl::string_view city);

// The partners by the year of the earliest possible day of `since`, the oldest first, those of an
// unknown year at the end; within a year by that day, the finer known first, then by the city's
// name, then by the twinning's.
std::vector<registry::v1::PartnerGroup> GroupByYear(std::vector<registry::v1::Partner> partners);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_PARTNERS_H_

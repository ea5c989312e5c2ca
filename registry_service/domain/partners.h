#ifndef JUMELAGE_REGISTRY_SERVICE_DOMAIN_PARTNERS_H_
#define JUMELAGE_REGISTRY_SERVICE_DOMAIN_PARTNERS_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "jumelage/registry/v1/partner.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage {

// Returns the date from which anniversaries of the link are counted: `established`, otherwise the
// date of the first dated signature in the effective ledger. Returns null if neither is known. The
// pointer points into `twinning`.
const type::v1::UncertainDate* CountedSince(const registry::v1::Twinning& twinning);

// Returns the date since which `city` has had the link: CountedSince if it is known, otherwise the
// date that `city` attests. Returns null if neither is known. The pointer points into `twinning`.
const type::v1::UncertainDate* LinkedSince(const registry::v1::Twinning& twinning,
                                           absl::string_view city);

// Groups partners by the year of the earliest possible day of `since`. The oldest year comes first,
// an unknown year last. Partners of the same year are ordered by `since` (SortKey: that day, then
// finer before coarser precision), then by the resource name of the city, then by that of the
// twinning.
std::vector<registry::v1::PartnerGroup> GroupByYear(std::vector<registry::v1::Partner> partners);

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_DOMAIN_PARTNERS_H_

#ifndef JUMELAGE_CLIENTS_CLI_NETWORK_JSON_H_
#define JUMELAGE_CLIENTS_CLI_NETWORK_JSON_H_

#include <string>

#include "jumelage/registry/v1/network_service.pb.h"

namespace jumelage::cli {

// Returns the figures as one JSON object with the field names of the proto, without the degrees,
// the hubs and the revision. Defined figures are numbers, and undefined figures are null. Proto
// JSON would write 64-bit integers as strings and leave out zeros.
std::string StatisticsJson(const registry::v1::ComputeStatisticsResponse& statistics);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_NETWORK_JSON_H_

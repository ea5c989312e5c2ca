#ifndef JUMELAGE_CLIENTS_CLI_NETWORK_JSON_H_
#define JUMELAGE_CLIENTS_CLI_NETWORK_JSON_H_

#include <string>

#include "jumelage/registry/v1/network_service.pb.h"

namespace jumelage::cli {

// The figures as one JSON object, each under its field's name and as a number: proto JSON would
// write large ones as strings and leave out zeros. null where a figure is not defined.
std::string StatisticsJson(const registry::v1::ComputeStatisticsResponse& statistics);

}  // namespace jumelage::cli

#endif  // JUMELAGE_CLIENTS_CLI_NETWORK_JSON_H_

#include "clients/cli/command/connection.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "clients/cli/command/peer.h"
#include "clients/cpp/caller.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {
namespace {

constexpr absl::string_view kRegistry = "registry";
constexpr char kDefaultRegistry[] = "127.0.0.1:7001";
constexpr char kDefaultProjects[] = "127.0.0.1:7002";
constexpr absl::Duration kPatience = absl::Seconds(1);

// Explains why a call to `name`, such as "the registry service", failed although it had not reached
// its end on the service. `place` is its address and option.
absl::Status ExplainFailure(const absl::Status& error, absl::string_view name,
                            absl::string_view place, const PeerFinding& finding) {
  switch (finding.peer) {
    case Peer::kUnknownHost:
    case Peer::kUnreachable:
      return absl::UnavailableError(
          absl::StrCat(name, " can't be reached at ", place, ": ", finding.detail));
    case Peer::kSilent:
      return absl::UnavailableError(
          absl::StrCat(name, " can't be reached at ", place,
                       ": something accepts connections there but does not answer"));
    case Peer::kForeign:
      return absl::UnknownError(
          absl::StrCat(place, " is not ", name, ": what answers there does not speak gRPC"));
    case Peer::kHttp2:
      break;
  }
  return absl::Status(error.code(), absl::StrCat(name, " at ", place, ": ", error.message()));
}

}  // namespace

absl::StatusOr<HostPort> ServiceAddress(const Arguments& arguments, absl::string_view service) {
  absl::StatusOr<HostPort> address = ParseHostPort(
      arguments.Get(service, service == kRegistry ? kDefaultRegistry : kDefaultProjects), 1);
  if (address.ok()) return address;
  return UsageError(absl::StrCat("--", service, ": ", address.status().message()));
}

absl::Status ExplainTransportError(const absl::Status& error, const Arguments& arguments) {
  const std::string service = client::TransportErrorOf(error);
  if (service.empty()) return error;
  JUMELAGE_ASSIGN_OR_RETURN(const HostPort address, ServiceAddress(arguments, service));
  const std::string name = absl::StrCat("the ", service, " service");
  const std::string place = absl::StrCat(FormatHostPort(address), " (--", service, ")");
  switch (error.code()) {
    case absl::StatusCode::kUnimplemented:
      return absl::UnimplementedError(absl::StrCat(
          place, " is not ", name, ", or is of another version: it does not have the method"));
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return ExplainFailure(error, name, place, FindPeer(address, kPatience));
    default:
      return absl::Status(error.code(), absl::StrCat(name, " at ", place, ": ", error.message()));
  }
}

}  // namespace jumelage::cli

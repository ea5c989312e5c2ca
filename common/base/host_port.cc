#include "common/base/host_port.h"

#include <algorithm>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace jumelage {
namespace {

constexpr int kMaxPort = 65535;

bool IsBlankOrControl(unsigned char c) { return absl::ascii_isspace(c) || absl::ascii_iscntrl(c); }

// Returns what is wrong with `text` as a whole, or "".
absl::string_view WrongWithText(absl::string_view text) {
  if (text.empty()) return "it is empty";
  if (std::any_of(text.begin(), text.end(), IsBlankOrControl)) return "it contains white space";
  if (absl::StrContains(text, "://")) return "it has a scheme";
  if (text.find_first_of("/?#@\\\"'") != absl::string_view::npos) {
    return "it has more than a host and a port";
  }
  return text.find(':') == absl::string_view::npos ? "the port is missing" : "";
}

// Returns what is wrong with `host`, which may have brackets, or "".
absl::string_view WrongWithHost(absl::string_view host) {
  if (host.empty()) return "the host is missing";
  const bool bracketed = absl::StartsWith(host, "[") && absl::EndsWith(host, "]");
  if (bracketed) {
    return host.find(':') == absl::string_view::npos ? "only an IPv6 address has brackets" : "";
  }
  if (host.find(':') != absl::string_view::npos) return "an IPv6 address needs brackets and a port";
  return host.find_first_of("[]") != absl::string_view::npos ? "a bracket is missing" : "";
}

// Parses the port. Returns what is wrong with it, or "".
std::string ParsePort(absl::string_view text, int least, int* port) {
  if (text.empty()) return "the port is missing";
  if (!std::all_of(text.begin(), text.end(), absl::ascii_isdigit)) {
    return "the port is not a number";
  }
  if (!absl::SimpleAtoi(text, port) || *port > kMaxPort) {
    return absl::StrCat("the port is above ", kMaxPort);
  }
  return *port < least ? absl::StrCat("the port is below ", least) : "";
}

}  // namespace

absl::StatusOr<HostPort> ParseHostPort(absl::string_view text, int least_port) {
  HostPort address;
  std::string wrong(WrongWithText(text));
  if (wrong.empty()) {
    const size_t colon = text.rfind(':');
    absl::string_view host = text.substr(0, colon);
    wrong = std::string(WrongWithHost(host));
    if (wrong.empty()) wrong = ParsePort(text.substr(colon + 1), least_port, &address.port);
    if (absl::StartsWith(host, "[")) host = host.substr(1, host.size() - 2);
    address.host = std::string(host);
  }
  if (wrong.empty()) return address;
  return absl::InvalidArgumentError(absl::StrCat("\"", absl::Utf8SafeCHexEscape(text),
                                                 "\" is not HOST:PORT, such as 127.0.0.1:7001 or "
                                                 "[::1]:7001: ",
                                                 wrong));
}

std::string FormatHostPort(const HostPort& address) {
  const bool v6 = absl::StrContains(address.host, ':');
  return absl::StrCat(v6 ? "[" : "", address.host, v6 ? "]:" : ":", address.port);
}

}  // namespace jumelage

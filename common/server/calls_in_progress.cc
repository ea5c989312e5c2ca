#include "common/server/calls_in_progress.h"

#include <memory>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "grpc/grpc.h"
#include "grpc/support/alloc.h"

namespace jumelage {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

// Returns the member `name`, or an empty value if there is none.
const Value& Member(const Value& object, const char* name) {
  const auto& fields = object.struct_value().fields();
  const auto found = fields.find(name);
  return found == fields.end() ? Value::default_instance() : found->second;
}

// Returns a count, which channelz writes as text. It leaves out zeros.
int64_t Count(const Value& data, const char* name) {
  int64_t count = 0;
  return absl::SimpleAtoi(Member(data, name).string_value(), &count) ? count : 0;
}

bool ListensOn(const Value& server, absl::string_view port) {
  for (const Value& socket : Member(server, "listenSocket").list_value().values()) {
    if (absl::EndsWith(Member(socket, "name").string_value(), port)) return true;
  }
  return false;
}

}  // namespace

int64_t CallsInProgress(int port) {
  // One page of channelz has room for more servers than a process ever has.
  const std::unique_ptr<char, void (*)(void*)> json(grpc_channelz_get_servers(0), gpr_free);
  Value servers;
  if (!google::protobuf::util::JsonStringToMessage(json.get(), servers.mutable_struct_value())
           .ok()) {
    return 0;
  }
  for (const Value& server : Member(servers, "server").list_value().values()) {
    if (!ListensOn(server, absl::StrCat(":", port))) continue;
    const Value& data = Member(server, "data");
    return Count(data, "callsStarted") - Count(data, "callsSucceeded") - Count(data, "callsFailed");
  }
  return 0;
}

}  // namespace jumelage

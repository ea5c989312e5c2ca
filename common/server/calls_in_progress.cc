#include "common/server/calls_in_progress.h"

#include <algorithm>
#include <memory>

#include "absl/strings/numbers.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "grpc/grpc.h"
#include "grpc/support/alloc.h"

namespace jumelage {
namespace {

using google::protobuf::Value;

// Returns the member `name`, or an empty value if there is none.
const Value& Member(const Value& object, const char* name) {
  const auto& fields = object.struct_value().fields();
  const auto found = fields.find(name);
  return found == fields.end() ? Value::default_instance() : found->second;
}

// Returns a number, which channelz writes as text. It leaves out zeros.
int64_t Number(const Value& object, const char* name) {
  int64_t number = 0;
  return absl::SimpleAtoi(Member(object, name).string_value(), &number) ? number : 0;
}

// Parses an answer of channelz, which the caller must free.
Value Parse(char* answer) {
  const std::unique_ptr<char, void (*)(void*)> json(answer, gpr_free);
  Value value;
  if (json == nullptr ||
      !google::protobuf::util::JsonStringToMessage(json.get(), value.mutable_struct_value()).ok()) {
    value.Clear();
  }
  return value;
}

}  // namespace

int64_t NewestServer() {
  int64_t newest = 0;
  for (bool more = true; more;) {
    const Value page = Parse(grpc_channelz_get_servers(static_cast<intptr_t>(newest + 1)));
    for (const Value& server : Member(page, "server").list_value().values()) {
      newest = std::max(newest, Number(Member(server, "ref"), "serverId"));
    }
    more =
        !Member(page, "server").list_value().values().empty() && !Member(page, "end").bool_value();
  }
  return newest;
}

int64_t CallsInProgress(int64_t server) {
  const Value answer = Parse(grpc_channelz_get_server(static_cast<intptr_t>(server)));
  const Value& data = Member(Member(answer, "server"), "data");
  return Number(data, "callsStarted") - Number(data, "callsSucceeded") -
         Number(data, "callsFailed");
}

}  // namespace jumelage

#include "benchmarks/load/wire.h"

#include <grpcpp/generic/generic_stub.h>

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"

namespace jumelage::benchmarks {
namespace {

using google::protobuf::internal::WireFormatLite;

constexpr int kMaxAnswerBytes = 256 << 20;

}  // namespace

std::shared_ptr<grpc::Channel> Connect(const std::string& target) {
  grpc::ChannelArguments arguments;
  // Without this, all channels of a process to the same address would share a connection.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetMaxReceiveMessageSize(kMaxAnswerBytes);
  return grpc::CreateCustomChannel(target, grpc::InsecureChannelCredentials(), arguments);
}

grpc::ByteBuffer ToBytes(const google::protobuf::Message& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

absl::Status FromBytes(const grpc::ByteBuffer& bytes, google::protobuf::Message* message) {
  std::vector<grpc::Slice> slices;
  std::string joined;
  if (!bytes.Dump(&slices).ok()) return absl::InternalError("the answer has no bytes");
  for (const grpc::Slice& slice : slices) {
    joined.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  if (message->ParseFromString(joined)) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("the answer is not a ", message->GetTypeName()));
}

int CountField(const grpc::ByteBuffer& bytes, int number) {
  grpc::Slice slice;
  if (!bytes.TrySingleSlice(&slice).ok() && !bytes.DumpToSingleSlice(&slice).ok()) return 0;
  google::protobuf::io::CodedInputStream input(slice.begin(), static_cast<int>(slice.size()));
  int count = 0;
  while (const uint32_t tag = input.ReadTag()) {
    if (WireFormatLite::GetTagFieldNumber(tag) == number) ++count;
    if (!WireFormatLite::SkipField(&input, tag)) break;
  }
  return count;
}

absl::Status CallError(const std::string& method, const grpc::Status& status) {
  return absl::Status(static_cast<absl::StatusCode>(status.error_code()),
                      absl::StrCat(method, ": ", status.error_message()));
}

absl::Status CallOnce(grpc::Channel& channel, const std::string& method,
                      const google::protobuf::Message& request,
                      google::protobuf::Message* response) {
  const std::shared_ptr<grpc::Channel> alias(std::shared_ptr<void>(), &channel);
  grpc::GenericStub stub(alias);
  grpc::CompletionQueue queue;
  grpc::ClientContext context;
  context.set_wait_for_ready(true);
  grpc::ByteBuffer bytes;
  grpc::Status status;
  const auto call = stub.PrepareUnaryCall(&context, method, ToBytes(request), &queue);
  call->StartCall();
  call->Finish(&bytes, &status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  queue.Shutdown();
  while (queue.Next(&tag, &ok)) continue;
  if (!status.ok()) return CallError(method, status);
  return FromBytes(bytes, response);
}

}  // namespace jumelage::benchmarks

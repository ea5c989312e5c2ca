#include "common/rpc/fingerprint.h"

#include <memory>

#include "absl/numeric/bits.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace jumelage {
namespace {

// The two keys, read as ASCII, are "jumelage" and "requests". Changing them would invalidate every
// stored fingerprint and every page token.
constexpr uint64_t kKey0 = 0x6567616c656d756a;
constexpr uint64_t kKey1 = 0x7374736575716572;

// Reads eight bytes, the first one as the lowest byte, on any machine.
uint64_t LoadLittleEndian(const char* bytes) {
  uint64_t word = 0;
  for (int i = 7; i >= 0; --i) word = word << 8 | static_cast<unsigned char>(bytes[i]);
  return word;
}

struct SipState {
  uint64_t v0, v1, v2, v3;

  void Round() {
    v0 += v1;
    v1 = absl::rotl(v1, 13) ^ v0;
    v0 = absl::rotl(v0, 32);
    v2 += v3;
    v3 = absl::rotl(v3, 16) ^ v2;
    v0 += v3;
    v3 = absl::rotl(v3, 21) ^ v0;
    v2 += v1;
    v1 = absl::rotl(v1, 17) ^ v2;
    v2 = absl::rotl(v2, 32);
  }

  void Absorb(uint64_t word) {
    v3 ^= word;
    Round();
    Round();
    v0 ^= word;
  }
};

}  // namespace

uint64_t SipHash24(uint64_t key0, uint64_t key1, absl::string_view data) {
  // The constants of the published algorithm: "somepseudorandomlygeneratedbytes".
  SipState state{key0 ^ 0x736f6d6570736575, key1 ^ 0x646f72616e646f6d, key0 ^ 0x6c7967656e657261,
                 key1 ^ 0x7465646279746573};
  const uint64_t length_byte = static_cast<uint64_t>(data.size()) << 56;
  while (data.size() >= 8) {
    state.Absorb(LoadLittleEndian(data.data()));
    data.remove_prefix(8);
  }
  char rest[8] = {};
  data.copy(rest, data.size());
  state.Absorb(LoadLittleEndian(rest) | length_byte);
  state.v2 ^= 0xff;
  for (int i = 0; i < 4; ++i) state.Round();
  return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

uint64_t Fingerprint(absl::string_view data) {
  const uint64_t hash = SipHash24(kKey0, kKey1, data);
  return hash == 0 ? 1 : hash;
}

uint64_t RequestFingerprint(const google::protobuf::Message& request,
                            absl::Span<const absl::string_view> ignored) {
  std::unique_ptr<google::protobuf::Message> kept(request.New());
  // On an empty message, MergeFrom copies. CopyFrom would first check whether one message contains
  // the other.
  kept->MergeFrom(request);
  for (const absl::string_view name : ignored) {
    const auto* field = kept->GetDescriptor()->FindFieldByName(std::string(name));
    if (field != nullptr) kept->GetReflection()->ClearField(kept.get(), field);
  }
  // The type's name comes first, because the requests of two methods may have the same bytes.
  std::string bytes = kept->GetTypeName();
  bytes.push_back('\0');
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    // Otherwise the entries of maps would be in the order of a hash table.
    coded.SetSerializationDeterministic(true);
    kept->SerializeToCodedStream(&coded);
  }
  return Fingerprint(bytes);
}

}  // namespace jumelage

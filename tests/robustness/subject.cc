#include "tests/robustness/subject.h"

#include "absl/strings/str_cat.h"
#include "common/base/ids.h"

namespace jumelage {

std::string EtagOf(Revision revision) { return absl::StrCat("\"", revision, "\""); }

std::string NewRequestId(ClientMind* mind) {
  std::string bytes;
  for (int i = 0; i < 16; ++i) bytes.push_back(static_cast<char>(mind->Below(256)));
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  return FormatUuid(bytes);
}

void PrepareContext(const CallOptions& options, grpc::ClientContext* context) {
  context->set_deadline(absl::ToChronoTime(Clock::Real()->Now() + options.timeout));
  if (options.min_position) {
    context->AddMetadata(kMinPositionMetadata, FormatPosition(*options.min_position));
  }
}

}  // namespace jumelage

#ifndef JUMELAGE_COMMON_RPC_FIELD_MASK_H_
#define JUMELAGE_COMMON_RPC_FIELD_MASK_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/violations.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/field_mask.pb.h"
#include "google/protobuf/message.h"

namespace jumelage {

// Carries over from `from`, the resource as a request gives it, to `to`, the resource as it is,
// what `mask` names (AIP-134):
//  - an empty mask: every field that `from` has set;
//  - "*": every field; what `from` lacks is cleared;
//  - paths ("description", "location.latitude"): these, cleared where `from` lacks them.
// Messages and repeated fields are replaced whole. What the contract annotates with
// google.api.field_behavior holds:
//  - OUTPUT_ONLY fields stay as they are, what `from` has in them is ignored; naming one in a path
//    is a violation. In entries of a repeated field they end up unset.
//  - IMMUTABLE and IDENTIFIER fields stay; another value in `from` is a violation, the same one or
//    none is not. A message that the resource lacked so far may bring its own.
// The top-level fields `name` and `etag` identify and guard the resource: they are never carried
// over.
//
// Both are what resources of `type` were serialized to; gives what the outcome is serialized to.
// What can be carried over is, and the rest is added to `violations`, under "update_mask" (a path
// that does not exist, is output-only or leads through a repeated field) or `field`, the resource's
// path in the request ("city"): for callers that check the outcome too, and tell everything that is
// wrong at once.
std::string ApplyUpdateMask(const google::protobuf::FieldMask& mask, absl::string_view field,
                            const google::protobuf::Descriptor* type, absl::string_view from,
                            absl::string_view to, Violations* violations);

// Clears every OUTPUT_ONLY field of `message`, at any depth: what a request to create a resource
// must not set (AIP-203).
void ClearOutputOnlyFields(google::protobuf::Message* message);
// Whether what a message of `type` was serialized to has any.
bool HasOutputOnlyFields(const google::protobuf::Descriptor* type, absl::string_view bytes);

// What the paths of a mask name, by their first components; without children, all.
struct MaskNode {
  std::map<const google::protobuf::FieldDescriptor*, std::unique_ptr<MaskNode>> children;
};

// What a read_mask lets through (AIP-157). Parsed once for an answer, applied to each of its
// resources; immutable after.
class ReadMask {
 public:
  // An empty mask or "*" lets everything through. Paths may lead through repeated fields:
  // "names.text" keeps the text of each name. FIELD_INVALID (INVALID_ARGUMENT) naming each path
  // under "read_mask" that resources of type `descriptor` lack.
  static absl::StatusOr<ReadMask> Parse(const google::protobuf::FieldMask& mask,
                                        const google::protobuf::Descriptor* descriptor);

  // Clears what the mask does not let through. `message` is of the type that the mask was parsed
  // for.
  void Apply(google::protobuf::Message* message) const;

  bool everything() const { return root_.children.empty(); }

 private:
  static void Apply(const MaskNode& node, google::protobuf::Message* message);

  MaskNode root_;
};

// ReadMask for a single resource.
absl::Status ApplyReadMask(const google::protobuf::FieldMask& mask,
                           google::protobuf::Message* message);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RPC_FIELD_MASK_H_

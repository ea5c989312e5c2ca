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

// Updates `to`, the existing resource, with those fields of `from`, the resource in a request, that
// `mask` selects (AIP-134):
//  - an empty mask: every field that `from` has set,
//  - "*": every field, cleared if `from` lacks it,
//  - paths ("description", "location.latitude"): these fields, cleared if `from` lacks them.
// Messages and repeated fields are replaced as a whole. The google.api.field_behavior annotations
// of the contract apply:
//  - OUTPUT_ONLY fields keep their values. Their values in `from` and paths that name them are
//    ignored. In the entries of a replaced repeated field, they become unset.
//  - IMMUTABLE and IDENTIFIER fields keep their values. A different value in `from` is a violation;
//    the same value or none is not. A message that is applied as a whole to a resource that did not
//    have it may set them, and so may the entries of a replaced repeated field.
// The top-level fields `name` and `etag` identify and guard the resource. They are never applied.
//
// `from` and `to` are serialized resources of `type`. Returns the serialized outcome. Applies
// everything that the rules permit, and adds violations for the rest, so a caller can also check
// the outcome and report all violations together. The violations are on "update_mask" if a path
// does not exist or leads through a repeated field, or if "*" is combined with other paths.
// Otherwise they are on a field below `field`, the resource's path in the request
// ("city").
std::string ApplyUpdateMask(const google::protobuf::FieldMask& mask, absl::string_view field,
                            const google::protobuf::Descriptor* type, absl::string_view from,
                            absl::string_view to, Violations* violations);

// Clears every OUTPUT_ONLY field of `message`, at any depth. In a request to create a resource, the
// values of these fields are ignored (AIP-203).
void ClearOutputOnlyFields(google::protobuf::Message* message);
// Returns whether `bytes`, a serialized message of `type`, has any OUTPUT_ONLY field, at any depth.
bool HasOutputOnlyFields(const google::protobuf::Descriptor* type, absl::string_view bytes);

// The fields that the paths of a mask name, as a tree. The children of a node are the fields with
// which its paths continue. A node without children stands for all fields.
struct MaskNode {
  std::map<const google::protobuf::FieldDescriptor*, std::unique_ptr<MaskNode>> children;
};

// The fields that a read_mask keeps (AIP-157). Parsed once per answer, and applied to each of its
// resources. Immutable afterwards.
class ReadMask {
 public:
  // An empty mask or "*" keeps everything. Paths may lead through repeated fields: "names.text"
  // keeps the text of each name. Returns FIELD_INVALID (INVALID_ARGUMENT) with a violation on
  // "read_mask" for each path that does not exist in messages of type `descriptor`, and for "*" if
  // it is combined with other paths.
  static absl::StatusOr<ReadMask> Parse(const google::protobuf::FieldMask& mask,
                                        const google::protobuf::Descriptor* descriptor);

  // Clears the fields that the mask does not keep. `message` must have the type that the mask was
  // parsed for.
  void Apply(google::protobuf::Message* message) const;

  bool everything() const { return root_.children.empty(); }

 private:
  static void Apply(const MaskNode& node, google::protobuf::Message* message);

  MaskNode root_;
};

// Applies a read mask to a single resource. Returns the errors of ReadMask::Parse.
absl::Status ApplyReadMask(const google::protobuf::FieldMask& mask,
                           google::protobuf::Message* message);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RPC_FIELD_MASK_H_

#ifndef JUMELAGE_COMMON_BASE_FIELD_PLAN_H_
#define JUMELAGE_COMMON_BASE_FIELD_PLAN_H_

#include <set>
#include <vector>

#include "absl/container/node_hash_map.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace jumelage {

// Which fields a walk through messages has to look at: those that matter to it, and those that lead
// to some that do. Worked out once for each type, since to look through every field of every
// message takes far longer than what most walks are after. Not thread-safe: each walk keeps one a
// thread.
class FieldPlan {
 public:
  using Matters = bool (*)(const google::protobuf::FieldDescriptor&);

  explicit FieldPlan(Matters matters) : matters_(matters) {}

  // The fields of messages of a type, by number.
  const std::vector<const google::protobuf::FieldDescriptor*>& Of(
      const google::protobuf::Descriptor* type);

  // Whether the walk has to look at `field`.
  bool Follows(const google::protobuf::FieldDescriptor& field);

 private:
  // `seen` are the types that were looked through already.
  bool LeadsOn(const google::protobuf::FieldDescriptor& field,
               std::set<const google::protobuf::Descriptor*>* seen) const;

  const Matters matters_;
  absl::node_hash_map<const google::protobuf::Descriptor*,
                      std::vector<const google::protobuf::FieldDescriptor*>>
      fields_;
};

// Whether a field has a value, or entries. `reflection` is the message's: walks ask for it once a
// message, since that takes longer than what it is asked for.
inline bool IsSet(const google::protobuf::Reflection& reflection,
                  const google::protobuf::Message& message,
                  const google::protobuf::FieldDescriptor* field) {
  return field->is_repeated() ? reflection.FieldSize(message, field) > 0
                              : reflection.HasField(message, field);
}

inline bool IsSet(const google::protobuf::Message& message,
                  const google::protobuf::FieldDescriptor* field) {
  return IsSet(*message.GetReflection(), message, field);
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_BASE_FIELD_PLAN_H_

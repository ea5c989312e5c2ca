#ifndef JUMELAGE_COMMON_MESSAGE_FIELD_PLAN_H_
#define JUMELAGE_COMMON_MESSAGE_FIELD_PLAN_H_

#include <set>
#include <vector>

#include "absl/container/node_hash_map.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"

namespace jumelage {

// The fields that a walk through messages has to visit: the fields that matter to it, and the
// fields whose messages lead to such fields. Computed once per type, because visiting every field
// of every message takes far longer than the work of most walks. Not thread-safe: each walk keeps
// one plan per thread.
class FieldPlan {
 public:
  using Matters = bool (*)(const google::protobuf::FieldDescriptor&);

  struct Type;
  struct Step {
    int number = 0;
    const google::protobuf::FieldDescriptor* field = nullptr;
    bool matters = false;
    bool repeated = false;
    // The type of the field's messages; null if it is not a message field.
    const Type* type = nullptr;
  };
  // The fields of one type's messages that the walk has to visit, by number.
  struct Type {
    std::vector<Step> steps;
    // Returns the step of the field with this number; null if the walk can skip the field. For
    // `*at`, see FindNumber.
    const Step* Find(int number, size_t* at) const;
  };

  explicit FieldPlan(Matters matters) : matters_(matters) {}

  const Type& Of(const google::protobuf::Descriptor* type);

  // Whether `bytes`, a serialized message of `type`, has a field that matters, at any depth.
  bool AnyIn(const google::protobuf::Descriptor* type, absl::string_view bytes) {
    return AnyIn(Of(type), bytes);
  }

 private:
  static bool AnyIn(const Type& type, absl::string_view bytes);
  // Whether `field` matters or leads to a field that matters. `seen` contains the types that were
  // already searched.
  bool LeadsOn(const google::protobuf::FieldDescriptor& field,
               std::set<const google::protobuf::Descriptor*>* seen) const;

  const Matters matters_;
  absl::node_hash_map<const google::protobuf::Descriptor*, Type> types_;
};

// Returns the entry with `number` in `entries`, which must be sorted by number; null if there is
// none. `*at` is where the last search ended, initially 0. Searches continue from there, because
// serialized fields usually come in order.
template <typename Entry>
const Entry* FindNumber(const std::vector<Entry>& entries, int number, size_t* at) {
  if (*at > 0 && entries[*at - 1].number >= number) *at = 0;
  while (*at < entries.size() && entries[*at].number < number) ++*at;
  return *at < entries.size() && entries[*at].number == number ? &entries[*at] : nullptr;
}

inline const FieldPlan::Step* FieldPlan::Type::Find(int number, size_t* at) const {
  return FindNumber(steps, number, at);
}

// Whether a field has a value or entries. `reflection` is the reflection of the message. Walks get
// it once per message, because getting it takes longer than using it.
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

#endif  // JUMELAGE_COMMON_MESSAGE_FIELD_PLAN_H_

#ifndef JUMELAGE_COMMON_MESSAGE_FIELD_PLAN_H_
#define JUMELAGE_COMMON_MESSAGE_FIELD_PLAN_H_

#include <set>
#include <vector>

#include "absl/container/node_hash_map.h"
#include "absl/strings/string_view.h"
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

  struct Type;
  struct Step {
    int number = 0;
    const google::protobuf::FieldDescriptor* field = nullptr;
    bool matters = false;
    bool repeated = false;
    // Of its messages; null where it holds none.
    const Type* type = nullptr;
  };
  // The fields of messages of a type that the walk has to look at, by number.
  struct Type {
    std::vector<Step> steps;
    // The step of a field; null where it need not be looked at. `*at` as FindNumber has it.
    const Step* Find(int number, size_t* at) const;
  };

  explicit FieldPlan(Matters matters) : matters_(matters) {}

  const Type& Of(const google::protobuf::Descriptor* type);

  // Whether a serialized message of a type has a field that matters, at any depth.
  bool AnyIn(const google::protobuf::Descriptor* type, absl::string_view bytes) {
    return AnyIn(Of(type), bytes);
  }

 private:
  static bool AnyIn(const Type& type, absl::string_view bytes);
  // `seen` are the types that were looked through already.
  bool LeadsOn(const google::protobuf::FieldDescriptor& field,
               std::set<const google::protobuf::Descriptor*>* seen) const;

  const Matters matters_;
  absl::node_hash_map<const google::protobuf::Descriptor*, Type> types_;
};

// What `entries`, in the order of their numbers, have of a number; null where there is none. `*at`
// is where the last one was found, 0 at first: serialized fields come in order.
template <typename Entry>
const Entry* FindNumber(const std::vector<Entry>& entries, int number, size_t* at) {
  if (*at > 0 && entries[*at - 1].number >= number) *at = 0;
  while (*at < entries.size() && entries[*at].number < number) ++*at;
  return *at < entries.size() && entries[*at].number == number ? &entries[*at] : nullptr;
}

inline const FieldPlan::Step* FieldPlan::Type::Find(int number, size_t* at) const {
  return FindNumber(steps, number, at);
}

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

#endif  // JUMELAGE_COMMON_MESSAGE_FIELD_PLAN_H_

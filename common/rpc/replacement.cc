#include "common/rpc/replacement.h"

#include <algorithm>
#include <memory>

#include "absl/strings/str_cat.h"
#include "common/message/field_behavior.h"
#include "common/message/field_plan.h"
#include "common/rpc/field_mask.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/message_differencer.h"

namespace jumelage {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::util::MessageDifferencer;

bool SameField(const Message& a, const Message& b, const FieldDescriptor* field) {
  MessageDifferencer differencer;
  return differencer.CompareWithFields(a, b, {field}, {field});
}

void CopyField(const Message& from, const FieldDescriptor* field, Message* to) {
  const std::unique_ptr<Message> copy(from.New());
  copy->CopyFrom(from);
  to->GetReflection()->SwapFields(to, copy.get(), {field});
}

// Sets the immutable fields of `*wanted` to their values in `current`, including those in messages
// that both have, and in the entries of lists that have the same length. Adds the paths of fields
// that had a different value to `fixed`. Neither message may have output-only fields.
void TakeFixed(const Message& current, const std::string& path, Message* wanted,
               std::vector<std::string>* fixed) {
  const Descriptor& descriptor = *wanted->GetDescriptor();
  const Reflection& reflection = *wanted->GetReflection();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const FieldDescriptor* field = descriptor.field(i);
    const std::string field_path = absl::StrCat(path, path.empty() ? "" : ".", field->name());
    if (Behaves(*field, google::api::IMMUTABLE)) {
      if (SameField(current, *wanted, field)) continue;
      if (IsSet(*wanted, field)) fixed->push_back(field_path);
      CopyField(current, field, wanted);
    } else if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE || field->is_map()) {
      continue;
    } else if (!field->is_repeated()) {
      if (!IsSet(current, field) || !IsSet(*wanted, field)) continue;
      TakeFixed(reflection.GetMessage(current, field), field_path,
                reflection.MutableMessage(wanted, field), fixed);
    } else if (reflection.FieldSize(current, field) == reflection.FieldSize(*wanted, field)) {
      for (int entry = 0; entry < reflection.FieldSize(*wanted, field); ++entry) {
        TakeFixed(reflection.GetRepeatedMessage(current, field, entry),
                  absl::StrCat(field_path, "[", entry, "]"),
                  reflection.MutableRepeatedMessage(wanted, field, entry), fixed);
      }
    }
  }
}

}  // namespace

Difference CompareForUpdate(const Message& current, Message* wanted) {
  const std::unique_ptr<Message> plain(current.New());
  plain->CopyFrom(current);
  for (Message* message : {plain.get(), wanted}) {
    ClearOutputOnlyFields(message);
    const FieldDescriptor* etag = message->GetDescriptor()->FindFieldByName("etag");
    if (etag != nullptr) message->GetReflection()->ClearField(message, etag);
  }
  Difference difference;
  TakeFixed(*plain, "", wanted, &difference.fixed);
  difference.changes = !MessageDifferencer::Equals(*plain, *wanted);
  return difference;
}

}  // namespace jumelage

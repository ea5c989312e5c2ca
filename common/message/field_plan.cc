#include "common/message/field_plan.h"

#include <algorithm>

#include "common/message/wire.h"

namespace jumelage {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

const FieldPlan::Type& FieldPlan::Of(const Descriptor* descriptor) {
  const auto [known, is_new] = types_.try_emplace(descriptor);
  // If this type contains itself, the calls below find it here before its steps are filled in.
  Type& type = known->second;
  for (int i = 0; is_new && i < descriptor->field_count(); ++i) {
    const FieldDescriptor* const field = descriptor->field(i);
    std::set<const Descriptor*> seen;
    if (!LeadsOn(*field, &seen)) continue;
    type.steps.push_back({field->number(), field, matters_(*field), field->is_repeated(), nullptr});
    if (field->message_type() != nullptr) type.steps.back().type = &Of(field->message_type());
  }
  std::sort(type.steps.begin(), type.steps.end(),
            [](const Step& a, const Step& b) { return a.number < b.number; });
  return type;
}

bool FieldPlan::AnyIn(const Type& type, absl::string_view bytes) {
  WireReader reader(bytes);
  size_t at = 0;
  while (reader.Next()) {
    const Step* const step = type.Find(reader.number(), &at);
    if (step == nullptr) continue;
    if (step->matters || (step->type != nullptr && AnyIn(*step->type, reader.value()))) return true;
  }
  return false;
}

bool FieldPlan::LeadsOn(const FieldDescriptor& field, std::set<const Descriptor*>* seen) const {
  if (matters_(field)) return true;
  const Descriptor* const type = field.message_type();
  if (type == nullptr || !seen->insert(type).second) return false;
  for (int i = 0; i < type->field_count(); ++i) {
    if (LeadsOn(*type->field(i), seen)) return true;
  }
  return false;
}

}  // namespace jumelage

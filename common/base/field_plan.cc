#include "common/base/field_plan.h"

#include <algorithm>

namespace jumelage {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

const std::vector<const FieldDescriptor*>& FieldPlan::Of(const Descriptor* type) {
  const auto [entry, is_new] = fields_.try_emplace(type);
  std::vector<const FieldDescriptor*>& fields = entry->second;
  if (!is_new) return fields;
  for (int i = 0; i < type->field_count(); ++i) {
    std::set<const Descriptor*> seen;
    if (LeadsOn(*type->field(i), &seen)) fields.push_back(type->field(i));
  }
  std::sort(fields.begin(), fields.end(), [](const FieldDescriptor* a, const FieldDescriptor* b) {
    return a->number() < b->number();
  });
  return fields;
}

bool FieldPlan::Follows(const FieldDescriptor& field) {
  const std::vector<const FieldDescriptor*>& fields = Of(field.containing_type());
  return std::find(fields.begin(), fields.end(), &field) != fields.end();
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

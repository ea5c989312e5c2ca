#include "common/message/references.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/message/field_plan.h"
#include "common/message/wire.h"
#include "google/api/resource.pb.h"

namespace jumelage {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string Join(absl::string_view parent, absl::string_view child) {
  return parent.empty() ? std::string(child) : absl::StrCat(parent, ".", child);
}

bool NamesResource(const FieldDescriptor& field) {
  return field.type() == FieldDescriptor::TYPE_STRING &&
         field.options().HasExtension(google::api::resource_reference);
}

void Collect(const std::string& field, const std::string& path, const FieldPlan::Type& type,
             absl::string_view message, std::vector<NamedReference>* references) {
  WireReader reader(message);
  size_t at = 0;
  int index = 0;
  const FieldPlan::Step* last = nullptr;
  while (reader.Next()) {
    const FieldPlan::Step* const step = type.Find(reader.number(), &at);
    if (step == nullptr) continue;
    index = step == std::exchange(last, step) ? index + 1 : 0;
    std::string in_field = Join(field, step->field->name());
    if (step->repeated) absl::StrAppend(&in_field, "[", index, "]");
    std::string in_path = Join(path, step->field->name());
    if (step->type != nullptr) {
      Collect(in_field, in_path, *step->type, reader.value(), references);
    } else if (!reader.value().empty()) {
      references->push_back({std::move(in_field), std::move(in_path), std::string(reader.value())});
    }
  }
}

}  // namespace

std::vector<NamedReference> ReferencesOf(absl::string_view field, const Descriptor* type,
                                         absl::string_view bytes) {
  thread_local FieldPlan plan(&NamesResource);
  std::vector<NamedReference> references;
  // Most records have no references, so paths are built only if there are some.
  if (plan.AnyIn(type, bytes)) Collect(std::string(field), "", plan.Of(type), bytes, &references);
  return references;
}

std::vector<NamedReference> ReferencesOf(absl::string_view field, const Message& message) {
  return ReferencesOf(field, message.GetDescriptor(), message.SerializePartialAsString());
}

std::vector<NamedReference> NewReferences(const std::vector<NamedReference>& before,
                                          std::vector<NamedReference> now) {
  std::set<std::string> held;
  for (const NamedReference& reference : before) held.insert(reference.name);
  now.erase(std::remove_if(
                now.begin(), now.end(),
                [&](const NamedReference& reference) { return held.count(reference.name) > 0; }),
            now.end());
  return now;
}

}  // namespace jumelage

#include "common/base/references.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/field_plan.h"
#include "google/api/resource.pb.h"

namespace jumelage {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

std::string Join(absl::string_view parent, absl::string_view child) {
  return parent.empty() ? std::string(child) : absl::StrCat(parent, ".", child);
}

void Collect(const std::string& field, const std::string& path, const Message& message,
             std::vector<NamedReference>* references);

void CollectField(const std::string& field, const std::string& path, const Message& message,
                  const Reflection& reflection, const FieldDescriptor& descriptor,
                  std::vector<NamedReference>* references) {
  const bool repeated = descriptor.is_repeated();
  const int size = repeated ? reflection.FieldSize(message, &descriptor) : 1;
  for (int i = 0; i < size; ++i) {
    const std::string at = repeated ? absl::StrCat(field, "[", i, "]") : field;
    if (descriptor.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      Collect(at, path,
              repeated ? reflection.GetRepeatedMessage(message, &descriptor, i)
                       : reflection.GetMessage(message, &descriptor),
              references);
    } else {
      std::string name = repeated ? reflection.GetRepeatedString(message, &descriptor, i)
                                  : reflection.GetString(message, &descriptor);
      if (!name.empty()) references->push_back({at, path, std::move(name)});
    }
  }
}

bool NamesResource(const FieldDescriptor& field) {
  return field.type() == FieldDescriptor::TYPE_STRING &&
         field.options().HasExtension(google::api::resource_reference);
}

void Collect(const std::string& field, const std::string& path, const Message& message,
             std::vector<NamedReference>* references) {
  thread_local FieldPlan plan(&NamesResource);
  const Reflection& reflection = *message.GetReflection();
  for (const FieldDescriptor* descriptor : plan.Of(message.GetDescriptor())) {
    if (!IsSet(reflection, message, descriptor)) continue;
    CollectField(Join(field, descriptor->name()), Join(path, descriptor->name()), message,
                 reflection, *descriptor, references);
  }
}

}  // namespace

std::vector<NamedReference> ReferencesOf(absl::string_view field, const Message& message) {
  std::vector<NamedReference> references;
  Collect(std::string(field), "", message, &references);
  return references;
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

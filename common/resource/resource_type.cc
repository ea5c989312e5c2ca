#include "common/resource/resource_type.h"

#include "google/api/resource.pb.h"

namespace jumelage {

std::string ResourceType(const google::protobuf::Descriptor* type) {
  return type->options().GetExtension(google::api::resource).type();
}

absl::flat_hash_map<std::string, std::string> SegmentsByType(const ViewSchema& schema) {
  absl::flat_hash_map<std::string, std::string> segments;
  for (const TableBase* table : schema.tables) {
    segments.emplace(ResourceType(table->descriptor()), table->name());
  }
  return segments;
}

absl::flat_hash_map<std::string, int> ChangeFields(const ViewSchema& schema,
                                                   const google::protobuf::Descriptor* change) {
  absl::flat_hash_map<std::string, int> fields;
  for (const TableBase* table : schema.tables) {
    for (int i = 0; i < change->field_count(); ++i) {
      if (change->field(i)->message_type() == table->descriptor()) {
        fields.emplace(table->name(), change->field(i)->number());
      }
    }
  }
  return fields;
}

}  // namespace jumelage

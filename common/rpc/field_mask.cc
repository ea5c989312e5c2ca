#include "common/rpc/field_mask.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/container/node_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/types/span.h"
#include "common/base/status_macros.h"
#include "common/base/violations.h"
#include "common/message/field_behavior.h"
#include "common/message/field_plan.h"
#include "common/message/wire.h"
#include "google/protobuf/util/message_differencer.h"

namespace jumelage {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::FieldMask;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr absl::string_view kUpdateMask = "update_mask";
constexpr absl::string_view kReadMask = "read_mask";

bool IsOutputOnly(const FieldDescriptor& field) { return Behaves(field, google::api::OUTPUT_ONLY); }

bool IsImmutable(const FieldDescriptor& field) {
  return Behaves(field, google::api::IMMUTABLE) || Behaves(field, google::api::IDENTIFIER);
}

bool IsOutputOnlyOrImmutable(const FieldDescriptor& field) {
  return IsOutputOnly(field) || IsImmutable(field);
}

// Whether `field` identifies or guards a resource. Such fields are never applied.
bool IsGuard(const FieldDescriptor& field) {
  return field.name() == "name" || field.name() == "etag";
}

// The plans cache the behaviour of fields, because looking it up in the options of the fields takes
// longer than the work itself.
FieldPlan& OutputOnlyPlan() {
  thread_local FieldPlan plan(&IsOutputOnly);
  return plan;
}

FieldPlan& FixedPlan() {
  thread_local FieldPlan plan(&IsOutputOnlyOrImmutable);
  return plan;
}

// The fields along a path. The last one is the field that the path names. Most paths have one
// field.
using Path = absl::InlinedVector<const FieldDescriptor*, 2>;

// Resolves `text` against `descriptor`. If that fails, adds a violation on `mask_field` and returns
// an empty path.
Path ResolvePath(absl::string_view text, const Descriptor* descriptor, bool through_repeated,
                 absl::string_view mask_field, Violations* violations) {
  Path path;
  for (const absl::string_view part : absl::StrSplit(text, '.')) {
    const FieldDescriptor* field =
        descriptor == nullptr ? nullptr : descriptor->FindFieldByName(std::string(part));
    if (field == nullptr) {
      violations->Add(mask_field, absl::StrCat("names \"", text, "\", which does not exist"));
      return {};
    }
    if (!path.empty() && path.back()->is_repeated() && !through_repeated) {
      violations->Add(mask_field, absl::StrCat("names \"", text, "\", but \"", path.back()->name(),
                                               "\" is repeated and replaced whole"));
      return {};
    }
    path.push_back(field);
    // Entries of a map have no names that a path could use.
    descriptor = field->is_map() ? nullptr : field->message_type();
  }
  return path;
}

// Adds `path` to the tree at `root`. A path below an existing one adds nothing. A path above
// existing ones replaces them.
void AddPath(const Path& path, MaskNode* root) {
  MaskNode* node = root;
  for (const FieldDescriptor* field : path) {
    std::unique_ptr<MaskNode>& child = node->children[field];
    if (child != nullptr && child->children.empty()) return;
    if (child == nullptr) child = std::make_unique<MaskNode>();
    node = child.get();
  }
  if (node != root) node->children.clear();
}

bool HasWildcard(const FieldMask& mask, absl::string_view mask_field, Violations* violations) {
  const bool found = std::find(mask.paths().begin(), mask.paths().end(), "*") != mask.paths().end();
  if (found && mask.paths_size() > 1) {
    violations->Add(mask_field, "has \"*\" beside other paths");
  }
  return found;
}

// The properties of a type's fields that an update needs to know.
struct UpdateRules {
  struct Field {
    int number = 0;
    const FieldDescriptor* field = nullptr;
    bool guard = false;
    bool output_only = false;
    bool immutable = false;
    // Whether the messages in this field have output-only fields, and whether they have any fields
    // that keep their values, at any depth.
    bool output_only_below = false;
    bool fixed_below = false;
    // The rules for the type of a singular message field; null for other fields.
    const UpdateRules* message = nullptr;
  };
  // Sorted by number.
  std::vector<Field> fields;
  bool has_oneofs = false;

  static const UpdateRules& Of(const Descriptor* type);
};

const UpdateRules& UpdateRules::Of(const Descriptor* type) {
  thread_local absl::node_hash_map<const Descriptor*, UpdateRules> known;
  const auto [entry, is_new] = known.try_emplace(type);
  // A field type that refers back to this type finds the entry before it is filled.
  UpdateRules& rules = entry->second;
  for (int i = 0; is_new && i < type->field_count(); ++i) {
    const FieldDescriptor* const field = type->field(i);
    Field rule{field->number(), field, IsGuard(*field), IsOutputOnly(*field), IsImmutable(*field)};
    if (field->message_type() != nullptr) {
      rule.output_only_below = !OutputOnlyPlan().Of(field->message_type()).steps.empty();
      rule.fixed_below = !FixedPlan().Of(field->message_type()).steps.empty();
      if (!field->is_repeated()) rule.message = &Of(field->message_type());
    }
    rules.has_oneofs = rules.has_oneofs || field->real_containing_oneof() != nullptr;
    rules.fields.push_back(rule);
  }
  std::sort(rules.fields.begin(), rules.fields.end(),
            [](const Field& a, const Field& b) { return a.number < b.number; });
  return rules;
}

// Appends the serialized `message` to `out`, without its output-only fields.
void AppendWithoutOutputOnly(const FieldPlan::Type& type, absl::string_view message,
                             std::string* out) {
  size_t at = 0;
  for (WireReader reader(message); reader.Next();) {
    const FieldPlan::Step* const step = type.Find(reader.number(), &at);
    if (step == nullptr) {
      absl::StrAppend(out, reader.field());
    } else if (!step->matters) {
      std::string value;
      AppendWithoutOutputOnly(*step->type, reader.value(), &value);
      AppendEntry(reader.number(), value, out);
    }
  }
}

// The fields of a serialized message, grouped by their index in the UpdateRules of its type.
class WireFields {
 public:
  struct Entry {
    size_t rule;
    absl::string_view field, value;
  };

  WireFields(const UpdateRules& rules, absl::string_view message) {
    size_t at = 0;
    for (WireReader reader(message); reader.Next();) {
      if (FindNumber(rules.fields, reader.number(), &at) != nullptr) {
        entries_.push_back({at, reader.field(), reader.value()});
      } else {
        absl::StrAppend(&unknown_, reader.field());
      }
    }
    const auto before = [](const Entry& a, const Entry& b) { return a.rule < b.rule; };
    if (!std::is_sorted(entries_.begin(), entries_.end(), before)) {
      std::stable_sort(entries_.begin(), entries_.end(), before);
    }
    size_t begin = 0;
    for (size_t rule = 0; rule <= rules.fields.size(); ++rule) {
      while (begin < entries_.size() && entries_[begin].rule < rule) ++begin;
      begins_.push_back(begin);
    }
  }

  // Returns the entries in the message for the field with the index `rule`.
  absl::Span<const Entry> Of(size_t rule) const {
    return absl::MakeConstSpan(entries_).subspan(begins_[rule], begins_[rule + 1] - begins_[rule]);
  }
  // The serialized fields that the type does not have.
  const std::string& unknown() const { return unknown_; }

 private:
  absl::InlinedVector<Entry, 48> entries_;
  absl::InlinedVector<size_t, 48> begins_;
  std::string unknown_;
};

using Entries = absl::Span<const WireFields::Entry>;

void AppendFields(Entries entries, std::string* out) {
  for (const WireFields::Entry& entry : entries) {
    out->append(entry.field.data(), entry.field.size());
  }
}

// Returns the serialized value of a singular message field.
std::string ValueOf(Entries entries) {
  std::string value;
  for (const WireFields::Entry& entry : entries) absl::StrAppend(&value, entry.value);
  return value;
}

// Returns whether a field has the same value in `a` and `b`, apart from output-only parts.
bool SameValue(const FieldDescriptor& field, Entries a, Entries b) {
  std::string bytes[2];
  AppendFields(a, &bytes[0]);
  AppendFields(b, &bytes[1]);
  if (bytes[0] == bytes[1]) return true;
  const Message* const prototype =
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(field.containing_type());
  std::unique_ptr<Message> messages[2];
  for (int i = 0; i < 2; ++i) {
    messages[i].reset(prototype->New());
    messages[i]->ParsePartialFromString(bytes[i]);
    ClearOutputOnlyFields(messages[i].get());
  }
  return google::protobuf::util::MessageDifferencer::Equals(*messages[0], *messages[1]);
}

// The fields of a message that an update applies.
struct Selection {
  enum Kind { kWhatIsSet, kEverything, kPaths };
  Kind kind = kEverything;
  // The paths, for kPaths.
  const MaskNode* paths = nullptr;
  // Whether the message is the resource itself.
  bool of_resource = false;
};

// Merges one message of an update into the existing one, field by field.
class Merge {
 public:
  Merge(const UpdateRules& rules, const Selection& selection, absl::string_view from,
        absl::string_view to, Violations* violations)
      : rules_(rules),
        selection_(selection),
        from_(rules, from),
        to_(rules, to),
        violations_(*violations) {}

  // Appends the merged message to `out`. `path` is the message's path in the request.
  void Append(absl::string_view path, std::string* out) {
    for (size_t i = 0; i < rules_.fields.size(); ++i) {
      if (!from_.Of(i).empty() || !to_.Of(i).empty()) AppendField(i, path, out);
    }
    absl::StrAppend(out, to_.unknown());
  }

 private:
  void AppendField(size_t i, absl::string_view path, std::string* out) {
    const UpdateRules::Field& rule = rules_.fields[i];
    const Entries from = from_.Of(i), to = to_.Of(i);
    const bool takes = Takes(i);
    if (takes && rule.immutable && !from.empty() && !SameValue(*rule.field, from, to)) {
      violations_.Add(FieldPath(path, rule.field->name()), "must not be changed");
    }
    if (!takes || rule.immutable) {
      if (!rules_.has_oneofs || !IsDisplaced(i)) AppendFields(to, out);
    } else if (const MaskNode* below = PathsBelow(i)) {
      AppendMessage(i, {Selection::kPaths, below}, path, out);
    } else if (rule.message != nullptr && rule.fixed_below && !from.empty() && !to.empty()) {
      AppendMessage(i, {Selection::kEverything}, path, out);
    } else if (rule.output_only_below) {
      for (const WireFields::Entry& entry : from) {
        std::string value;
        AppendWithoutOutputOnly(OutputOnlyPlan().Of(rule.field->message_type()), entry.value,
                                &value);
        AppendEntry(rule.number, value, out);
      }
    } else {
      AppendFields(from, out);
    }
  }

  void AppendMessage(size_t i, const Selection& selection, absl::string_view path,
                     std::string* out) {
    const UpdateRules::Field& rule = rules_.fields[i];
    const std::string from = ValueOf(from_.Of(i)), to = ValueOf(to_.Of(i));
    std::string value;
    Merge(*rule.message, selection, from, to, &violations_)
        .Append(FieldPath(path, rule.field->name()), &value);
    AppendEntry(rule.number, value, out);
  }

  bool Takes(size_t i) const {
    const UpdateRules::Field& rule = rules_.fields[i];
    if (rule.output_only || (selection_.of_resource && rule.guard)) return false;
    switch (selection_.kind) {
      case Selection::kWhatIsSet:
        return !from_.Of(i).empty();
      case Selection::kEverything:
        return true;
      case Selection::kPaths:
        return selection_.paths->children.count(rule.field) > 0;
    }
    return false;
  }

  // Returns the paths below a field that is applied; null if the whole field is applied.
  const MaskNode* PathsBelow(size_t i) const {
    if (selection_.kind != Selection::kPaths) return nullptr;
    const MaskNode& node = *selection_.paths->children.at(rules_.fields[i].field);
    return node.children.empty() ? nullptr : &node;
  }

  // Returns whether a field is replaced by another member of its oneof.
  bool IsDisplaced(size_t i) const {
    const auto* const oneof = rules_.fields[i].field->real_containing_oneof();
    if (oneof == nullptr) return false;
    for (size_t j = 0; j < rules_.fields.size(); ++j) {
      const UpdateRules::Field& other = rules_.fields[j];
      if (j == i || other.field->real_containing_oneof() != oneof) continue;
      if (!Takes(j) || other.immutable) continue;
      if (!from_.Of(j).empty() || (PathsBelow(j) != nullptr && !to_.Of(j).empty())) return true;
    }
    return false;
  }

  const UpdateRules& rules_;
  const Selection selection_;
  const WireFields from_, to_;
  Violations& violations_;
};

// Resolves the paths of an update mask. Leaves out paths that do not exist or lead through a
// repeated field, and adds violations for them. Also leaves out output-only fields, without a
// violation: their values are ignored.
MaskNode ResolvePaths(const FieldMask& mask, const Descriptor* type, Violations* violations) {
  MaskNode root;
  for (const std::string& text : mask.paths()) {
    const Path path = ResolvePath(text, type, /*through_repeated=*/false, kUpdateMask, violations);
    if (std::none_of(path.begin(), path.end(), [](const auto* f) { return IsOutputOnly(*f); })) {
      AddPath(path, &root);
    }
  }
  return root;
}

}  // namespace

std::string ApplyUpdateMask(const FieldMask& mask, absl::string_view field, const Descriptor* type,
                            absl::string_view from, absl::string_view to, Violations* violations) {
  Selection selection{Selection::kWhatIsSet, nullptr, /*of_resource=*/true};
  MaskNode paths;
  if (HasWildcard(mask, kUpdateMask, violations)) {
    selection.kind = Selection::kEverything;
  } else if (!mask.paths().empty()) {
    paths = ResolvePaths(mask, type, violations);
    selection.kind = Selection::kPaths;
    selection.paths = &paths;
  }
  std::string outcome;
  outcome.reserve(from.size() + to.size());
  Merge(UpdateRules::Of(type), selection, from, to, violations).Append(field, &outcome);
  return outcome;
}

void ClearOutputOnlyFields(Message* message) {
  const Reflection* reflection = message->GetReflection();
  for (const FieldPlan::Step& step : OutputOnlyPlan().Of(message->GetDescriptor()).steps) {
    if (!IsSet(*reflection, *message, step.field)) continue;
    if (step.matters) {
      reflection->ClearField(message, step.field);
    } else if (step.repeated) {
      const int size = reflection->FieldSize(*message, step.field);
      for (int i = 0; i < size; ++i) {
        ClearOutputOnlyFields(reflection->MutableRepeatedMessage(message, step.field, i));
      }
    } else {
      ClearOutputOnlyFields(reflection->MutableMessage(message, step.field));
    }
  }
}

bool HasOutputOnlyFields(const Descriptor* type, absl::string_view bytes) {
  return OutputOnlyPlan().AnyIn(type, bytes);
}

absl::StatusOr<ReadMask> ReadMask::Parse(const FieldMask& mask, const Descriptor* descriptor) {
  ReadMask read_mask;
  Violations violations;
  if (!mask.paths().empty() && !HasWildcard(mask, kReadMask, &violations)) {
    for (const std::string& text : mask.paths()) {
      AddPath(ResolvePath(text, descriptor, /*through_repeated=*/true, kReadMask, &violations),
              &read_mask.root_);
    }
  }
  JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
  return read_mask;
}

void ReadMask::Apply(Message* message) const {
  if (!everything()) Apply(root_, message);
}

void ReadMask::Apply(const MaskNode& node, Message* message) {
  const Reflection* reflection = message->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    const auto child = node.children.find(field);
    if (child == node.children.end()) {
      reflection->ClearField(message, field);
    } else if (child->second->children.empty()) {
      continue;
    } else if (field->is_repeated()) {
      const int size = reflection->FieldSize(*message, field);
      for (int i = 0; i < size; ++i) {
        Apply(*child->second, reflection->MutableRepeatedMessage(message, field, i));
      }
    } else {
      Apply(*child->second, reflection->MutableMessage(message, field));
    }
  }
}

absl::Status ApplyReadMask(const FieldMask& mask, Message* message) {
  JUMELAGE_ASSIGN_OR_RETURN(const ReadMask read_mask,
                            ReadMask::Parse(mask, message->GetDescriptor()));
  read_mask.Apply(message);
  return absl::OkStatus();
}

}  // namespace jumelage

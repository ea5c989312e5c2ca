#include "common/rpc/field_mask.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/container/node_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/field_behavior.h"
#include "common/base/field_plan.h"
#include "common/base/status_macros.h"
#include "common/base/violations.h"
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

bool IsSingularMessage(const FieldDescriptor& field) {
  return !field.is_repeated() && field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
}

bool IsOutputOnlyOrImmutable(const FieldDescriptor& field) {
  return IsOutputOnly(field) || IsImmutable(field);
}

// What identifies and guards a resource: never carried over.
bool IsGuard(const FieldDescriptor& field) {
  return field.name() == "name" || field.name() == "etag";
}

// They say what a field may be by looking through its options, which takes longer than what is done
// with it: hence the plans.
FieldPlan& OutputOnlyPlan() {
  thread_local FieldPlan plan(&IsOutputOnly);
  return plan;
}

FieldPlan& FixedPlan() {
  thread_local FieldPlan plan(&IsOutputOnlyOrImmutable);
  return plan;
}

// The fields of a resource that can be updated.
const std::vector<const FieldDescriptor*>& UpdatableFields(const Descriptor* type) {
  thread_local absl::node_hash_map<const Descriptor*, std::vector<const FieldDescriptor*>> known;
  const auto [entry, is_new] = known.try_emplace(type);
  for (int i = 0; is_new && i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    if (!IsGuard(*field) && !IsOutputOnly(*field)) entry->second.push_back(field);
  }
  return entry->second;
}

// Whether `field` has the same value in both, output-only parts aside: `from` has lost them
// already.
bool SameValue(const Message& from, const Message& to, const FieldDescriptor* field) {
  const std::unique_ptr<Message> writable(to.New());
  writable->CopyFrom(to);
  ClearOutputOnlyFields(writable.get());
  google::protobuf::util::MessageDifferencer differencer;
  return differencer.CompareWithFields(from, *writable, {field}, {field});
}

// The fields that a path leads through; the last is what it names. Most lead through none.
using Path = absl::InlinedVector<const FieldDescriptor*, 2>;

// Resolves `text` against `descriptor`; adds a violation under `mask_field` and returns an empty
// path if that fails.
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

bool HasWildcard(const FieldMask& mask, absl::string_view mask_field, Violations* violations) {
  const bool found = std::find(mask.paths().begin(), mask.paths().end(), "*") != mask.paths().end();
  if (found && mask.paths_size() > 1) {
    violations->Add(mask_field, "has \"*\" beside other paths");
  }
  return found;
}

// An update of one resource: Check, then Apply, once each.
class Update {
 public:
  Update(const FieldMask& mask, absl::string_view field, const Message& from, Message* to,
         Violations* violations)
      : mask_(mask), field_(field), from_(from.New()), to_(to), violations_(*violations) {
    // Into an empty message this copies; CopyFrom would first look whether one holds the other.
    from_->MergeFrom(from);
    ClearOutputOnlyFields(from_.get());
  }

  void Check() {
    if (mask_.paths().empty() || HasWildcard(mask_, kUpdateMask, &violations_)) {
      TakeAllFields();
    } else {
      Resolve();
      DropCoveredPaths();
    }
    for (const Path& path : paths_) CheckPath(path);
  }
  // What the violations are of stays as it is.
  void Apply() {
    for (const Path& path : paths_) ApplyPath(path);
  }

 private:
  // Without a mask, all that are set; with a wildcard, all.
  void TakeAllFields() {
    const Reflection& reflection = *from_->GetReflection();
    for (const FieldDescriptor* field : UpdatableFields(to_->GetDescriptor())) {
      if (!mask_.paths().empty() || IsSet(reflection, *from_, field)) paths_.push_back({field});
    }
  }

  void Resolve() {
    const Descriptor* descriptor = to_->GetDescriptor();
    for (const std::string& text : mask_.paths()) {
      Path path =
          ResolvePath(text, descriptor, /*through_repeated=*/false, kUpdateMask, &violations_);
      if (path.empty() || IsGuard(*path.front())) continue;
      if (std::any_of(path.begin(), path.end(), [](const auto* f) { return IsOutputOnly(*f); })) {
        violations_.Add(kUpdateMask, absl::StrCat("names \"", text, "\", which is output only"));
        continue;
      }
      paths_.push_back(std::move(path));
    }
  }

  // Drops each path that repeats another or leads on from it: Replace takes a value out of from_
  // only once.
  void DropCoveredPaths() {
    const auto by_index = [](const FieldDescriptor* a, const FieldDescriptor* b) {
      return a->index() < b->index();
    };
    std::sort(paths_.begin(), paths_.end(), [&by_index](const Path& a, const Path& b) {
      return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(), by_index);
    });
    // In this order a path comes right before all that lead on from it.
    const auto covers = [](const Path& a, const Path& b) {
      return a.size() <= b.size() && std::equal(a.begin(), a.end(), b.begin());
    };
    paths_.erase(std::unique(paths_.begin(), paths_.end(), covers), paths_.end());
  }

  // Violations for immutable fields at or below `path` that would change.
  void CheckPath(const Path& path) {
    const Message* from = from_.get();
    const Message* to = to_;
    std::string text = field_;
    for (const FieldDescriptor* field : path) {
      if (field == path.back() || IsImmutable(*field)) {
        CheckField(text, *from, *to, field);
        return;
      }
      if (!IsSet(*from, field) || !IsSet(*to, field)) return;
      text = FieldPath(text, field->name());
      from = &from->GetReflection()->GetMessage(*from, field);
      to = &to->GetReflection()->GetMessage(*to, field);
    }
  }

  void CheckField(const std::string& parent, const Message& from, const Message& to,
                  const FieldDescriptor* field) {
    if (!FixedPlan().Follows(*field) || !IsSet(from, field) || IsOutputOnly(*field)) return;
    const std::string text = FieldPath(parent, field->name());
    if (IsImmutable(*field)) {
      if (!SameValue(from, to, field)) violations_.Add(text, "must not be changed");
    } else if (IsSingularMessage(*field) && IsSet(to, field)) {
      const Message& sub_from = from.GetReflection()->GetMessage(from, field);
      const Message& sub_to = to.GetReflection()->GetMessage(to, field);
      for (const FieldDescriptor* sub_field : FixedPlan().Of(field->message_type())) {
        CheckField(text, sub_from, sub_to, sub_field);
      }
    }
  }

  void ApplyPath(const Path& path) {
    Message* from = from_.get();
    Message* to = to_;
    for (const FieldDescriptor* field : path) {
      if (field == path.back() || IsImmutable(*field)) {
        Replace(from, to, field);
        return;
      }
      // Nothing to set, nothing to clear.
      if (!IsSet(*to, field) && !IsSet(*from, field)) return;
      from = from->GetReflection()->MutableMessage(from, field);
      to = to->GetReflection()->MutableMessage(to, field);
    }
  }

  // Makes `field` of `to` what it is in `from`, but for what is output only or immutable. `from` is
  // used up.
  static void Replace(Message* from, Message* to, const FieldDescriptor* field) {
    const bool fixed = FixedPlan().Follows(*field);
    if (fixed && IsOutputOnlyOrImmutable(*field)) return;
    const Reflection* reflection = to->GetReflection();
    if (!IsSet(*reflection, *from, field)) {
      reflection->ClearField(to, field);
    } else if (fixed && IsSingularMessage(*field) && IsSet(*reflection, *to, field)) {
      Message* sub_from = reflection->MutableMessage(from, field);
      Message* sub_to = reflection->MutableMessage(to, field);
      const Descriptor* descriptor = sub_to->GetDescriptor();
      for (int i = 0; i < descriptor->field_count(); ++i) {
        Replace(sub_from, sub_to, descriptor->field(i));
      }
    } else {
      // Swapping a member of a oneof swaps the oneof: another member must not find its way into
      // `from`.
      const auto* oneof = field->real_containing_oneof();
      if (oneof != nullptr) reflection->ClearOneof(to, oneof);
      reflection->SwapFields(from, to, {field});
    }
  }

  const FieldMask& mask_;
  const std::string field_;
  // A copy of the request's resource without output-only fields.
  const std::unique_ptr<Message> from_;
  Message* const to_;
  // None of them the beginning of another.
  std::vector<Path> paths_;
  Violations& violations_;
};

}  // namespace

absl::Status ApplyUpdateMask(const FieldMask& mask, absl::string_view field, const Message& from,
                             Message* to) {
  Violations violations;
  Update update(mask, field, from, to, &violations);
  update.Check();
  JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
  update.Apply();
  return absl::OkStatus();
}

void ApplyUpdateMask(const FieldMask& mask, absl::string_view field, const Message& from,
                     Message* to, Violations* violations) {
  Update update(mask, field, from, to, violations);
  update.Check();
  update.Apply();
}

void ClearOutputOnlyFields(Message* message) {
  const Reflection* reflection = message->GetReflection();
  for (const FieldDescriptor* field : OutputOnlyPlan().Of(message->GetDescriptor())) {
    if (!IsSet(*reflection, *message, field)) continue;
    if (IsOutputOnly(*field)) {
      reflection->ClearField(message, field);
    } else if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      continue;
    } else if (field->is_repeated()) {
      const int size = reflection->FieldSize(*message, field);
      for (int i = 0; i < size; ++i) {
        ClearOutputOnlyFields(reflection->MutableRepeatedMessage(message, field, i));
      }
    } else {
      ClearOutputOnlyFields(reflection->MutableMessage(message, field));
    }
  }
}

absl::StatusOr<ReadMask> ReadMask::Parse(const FieldMask& mask, const Descriptor* descriptor) {
  ReadMask read_mask;
  Violations violations;
  if (!mask.paths().empty() && !HasWildcard(mask, kReadMask, &violations)) {
    for (const std::string& text : mask.paths()) {
      Node* node = &read_mask.root_;
      bool covered = false;
      for (const FieldDescriptor* field :
           ResolvePath(text, descriptor, /*through_repeated=*/true, kReadMask, &violations)) {
        std::unique_ptr<Node>& child = node->children[field];
        // A path that ended here earlier covers all below.
        covered = child != nullptr && child->children.empty();
        if (covered) break;
        if (child == nullptr) child = std::make_unique<Node>();
        node = child.get();
      }
      if (!covered && node != &read_mask.root_) node->children.clear();
    }
  }
  JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
  return read_mask;
}

void ReadMask::Apply(Message* message) const {
  if (!everything()) Apply(root_, message);
}

void ReadMask::Apply(const Node& node, Message* message) {
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

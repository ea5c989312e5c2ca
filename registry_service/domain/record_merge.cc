#include "registry_service/domain/record_merge.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "google/protobuf/repeated_ptr_field.h"
#include "google/protobuf/util/message_differencer.h"
#include "registry_service/domain/twinning_rules.h"

namespace jumelage {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::util::MessageDifferencer;
using registry::v1::City;
using registry::v1::Twinning;
using registry::v1::TwinningSide;
using type::v1::QualifiedCount;

// Returns `known` with each field that is set in `given` replaced by the value in `given`.
template <typename Message>
Message Overlaid(Message known, const Message& given) {
  std::vector<const FieldDescriptor*> fields;
  given.GetReflection()->ListFields(given, &fields);
  for (const FieldDescriptor* field : fields) known.GetReflection()->ClearField(&known, field);
  known.MergeFrom(given);
  return known;
}

// Returns whether `known` contains everything that `given` contains, and has the same value and
// qualifier. Both are compared even if they are 0.
bool Says(const QualifiedCount& known, const QualifiedCount& given) {
  return known.value() == given.value() && known.qualifier() == given.qualifier() &&
         MessageDifferencer::Equals(Overlaid(known, given), known);
}

}  // namespace

void CompleteLists(const City& existing, City* given) {
  if (given->populations().empty()) return;
  google::protobuf::RepeatedPtrField<QualifiedCount> counts;
  for (const QualifiedCount& count : given->populations()) {
    const bool there = std::any_of(existing.populations().begin(), existing.populations().end(),
                                   [&](const QualifiedCount& known) { return Says(known, count); });
    if (!there) *counts.Add() = count;
  }
  counts.MergeFrom(existing.populations());
  *given->mutable_populations() = std::move(counts);
}

void CompleteLists(const Twinning& existing, Twinning* given) {
  for (TwinningSide& side : *given->mutable_sides()) {
    const TwinningSide* known = SideOf(existing, side.city());
    if (known != nullptr) side = Overlaid(*known, side);
  }
}

}  // namespace jumelage

#include "common/message/negative_zeros.h"

#include <cmath>

#include "common/message/field_plan.h"

namespace jumelage {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

bool IsFloatingPoint(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE ||
         field.cpp_type() == FieldDescriptor::CPPTYPE_FLOAT;
}

// The value of a field, or of an entry of a repeated field.
double ValueOf(const Message& message, const FieldDescriptor* field, int index) {
  const Reflection& reflection = *message.GetReflection();
  const bool is_double = field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE;
  if (field->is_repeated()) {
    return is_double ? reflection.GetRepeatedDouble(message, field, index)
                     : reflection.GetRepeatedFloat(message, field, index);
  }
  return is_double ? reflection.GetDouble(message, field) : reflection.GetFloat(message, field);
}

void SetZero(const FieldDescriptor* field, int index, Message* message) {
  const Reflection& reflection = *message->GetReflection();
  const bool is_double = field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE;
  if (field->is_repeated()) {
    is_double ? reflection.SetRepeatedDouble(message, field, index, 0)
              : reflection.SetRepeatedFloat(message, field, index, 0);
  } else {
    is_double ? reflection.SetDouble(message, field, 0) : reflection.SetFloat(message, field, 0);
  }
}

const FieldPlan::Type& PlanOf(const Message& message) {
  thread_local FieldPlan plan(&IsFloatingPoint);
  return plan.Of(message.GetDescriptor());
}

int EntriesOf(const Message& message, const FieldPlan::Step& step) {
  const Reflection& reflection = *message.GetReflection();
  if (step.repeated) return reflection.FieldSize(message, step.field);
  return reflection.HasField(message, step.field) ? 1 : 0;
}

const Message& PartOf(const Message& message, const FieldPlan::Step& step, int index) {
  const Reflection& reflection = *message.GetReflection();
  return step.repeated ? reflection.GetRepeatedMessage(message, step.field, index)
                       : reflection.GetMessage(message, step.field);
}

bool HasAny(const Message& message, const FieldPlan::Type& type) {
  for (const FieldPlan::Step& step : type.steps) {
    for (int i = 0; i < EntriesOf(message, step); ++i) {
      if (step.type != nullptr) {
        if (HasAny(PartOf(message, step, i), *step.type)) return true;
        continue;
      }
      const double value = ValueOf(message, step.field, i);
      if (value == 0 && std::signbit(value)) return true;
    }
  }
  return false;
}

void ReplaceAll(const FieldPlan::Type& type, Message* message) {
  const Reflection& reflection = *message->GetReflection();
  for (const FieldPlan::Step& step : type.steps) {
    for (int i = 0; i < EntriesOf(*message, step); ++i) {
      if (step.type == nullptr) {
        if (ValueOf(*message, step.field, i) == 0) SetZero(step.field, i, message);
        continue;
      }
      ReplaceAll(*step.type, step.repeated
                                 ? reflection.MutableRepeatedMessage(message, step.field, i)
                                 : reflection.MutableMessage(message, step.field));
    }
  }
}

}  // namespace

bool HasNegativeZeros(const Message& message) { return HasAny(message, PlanOf(message)); }

void ReplaceNegativeZeros(Message* message) { ReplaceAll(PlanOf(*message), message); }

}  // namespace jumelage

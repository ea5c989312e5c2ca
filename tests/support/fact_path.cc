#include "tests/support/fact_path.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/status_macros.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/util/json_util.h"

namespace jumelage {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;

constexpr absl::string_view kHeader = "page\tline\tstatement\tservice\tresource\tpath\tvalue";

absl::StatusOr<FactRow> ParseRow(absl::string_view text) {
  const std::vector<std::string> columns = absl::StrSplit(text, '\t');
  if (columns.size() != 7) {
    return absl::InvalidArgumentError(absl::StrCat("has ", columns.size(), " columns, not 7"));
  }
  for (size_t i = 0; i + 1 < columns.size(); ++i) {
    if (columns[i].empty()) {
      return absl::InvalidArgumentError(absl::StrCat("column ", i + 1, " is empty"));
    }
  }
  FactRow row{columns[0], 0, columns[2], columns[3], columns[4], columns[5], columns[6]};
  if (!absl::SimpleAtoi(columns[1], &row.line) || row.line < 1) {
    return absl::InvalidArgumentError(absl::StrCat("'", columns[1], "' is not a line number"));
  }
  return row;
}

// One step of a path: a field, and an index if the field is repeated.
struct Step {
  const FieldDescriptor* field = nullptr;
  int index = 0;
};

absl::StatusOr<Step> ParseStep(const Message& message, absl::string_view text) {
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(text, absl::MaxSplits('[', 1));
  Step step;
  step.field = message.GetDescriptor()->FindFieldByName(std::string(parts.first));
  if (step.field == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrCat(message.GetTypeName(), " has no field '", parts.first, "'"));
  }
  if (step.field->is_repeated() != absl::StrContains(text, '[')) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", text, "': repeated fields, and only those, need an index"));
  }
  if (!step.field->is_repeated()) return step;
  if (!absl::EndsWith(parts.second, "]") ||
      !absl::SimpleAtoi(parts.second.substr(0, parts.second.size() - 1), &step.index) ||
      step.index < 0) {
    return absl::InvalidArgumentError(absl::StrCat("'", text, "' has no valid index"));
  }
  const int size = message.GetReflection()->FieldSize(message, step.field);
  if (step.index >= size) {
    return absl::OutOfRangeError(
        absl::StrCat("'", text, "' is beyond the end of a list of ", size));
  }
  return step;
}

absl::StatusOr<std::string> MessageText(const Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  if (!status.ok()) return absl::InternalError(status.ToString());
  return json;
}

absl::StatusOr<std::string> NumberText(const Message& message, const Step& step) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  const FieldDescriptor* field = step.field;
  const bool repeated = field->is_repeated();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
      return absl::StrCat(repeated ? reflection.GetRepeatedInt32(message, field, step.index)
                                   : reflection.GetInt32(message, field));
    case FieldDescriptor::CPPTYPE_INT64:
      return absl::StrCat(repeated ? reflection.GetRepeatedInt64(message, field, step.index)
                                   : reflection.GetInt64(message, field));
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return absl::StrCat(repeated ? reflection.GetRepeatedDouble(message, field, step.index)
                                   : reflection.GetDouble(message, field));
    default:
      return absl::InvalidArgumentError(absl::StrCat(
          field->full_name(), " has a type that facts can't have: ", field->type_name()));
  }
}

// Returns the value to which the last step of a path leads.
absl::StatusOr<std::string> ValueText(const Message& message, const Step& step) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  const FieldDescriptor* field = step.field;
  const bool repeated = field->is_repeated();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return repeated ? reflection.GetRepeatedString(message, field, step.index)
                      : reflection.GetString(message, field);
    case FieldDescriptor::CPPTYPE_ENUM:
      return (repeated ? reflection.GetRepeatedEnum(message, field, step.index)
                       : reflection.GetEnum(message, field))
          ->name();
    case FieldDescriptor::CPPTYPE_BOOL:
      return std::string((repeated ? reflection.GetRepeatedBool(message, field, step.index)
                                   : reflection.GetBool(message, field))
                             ? "true"
                             : "false");
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (repeated) return MessageText(reflection.GetRepeatedMessage(message, field, step.index));
      if (!reflection.HasField(message, field)) return std::string();
      return MessageText(reflection.GetMessage(message, field));
    default:
      return NumberText(message, step);
  }
}

// Returns the message to which a step leads, and in which the path continues.
absl::StatusOr<const Message*> Enter(const Message& message, const Step& step) {
  const google::protobuf::Reflection& reflection = *message.GetReflection();
  if (step.field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
    return absl::InvalidArgumentError(
        absl::StrCat(step.field->full_name(), " is not a message: nothing can follow it"));
  }
  if (step.field->is_repeated()) {
    return &reflection.GetRepeatedMessage(message, step.field, step.index);
  }
  if (!reflection.HasField(message, step.field)) {
    return absl::NotFoundError(absl::StrCat(step.field->full_name(), " is not set"));
  }
  return &reflection.GetMessage(message, step.field);
}

}  // namespace

absl::StatusOr<std::vector<FactRow>> ParseFacts(absl::string_view tsv) {
  std::vector<FactRow> rows;
  int number = 0;
  for (absl::string_view text : absl::StrSplit(tsv, '\n')) {
    ++number;
    if (number == 1) {
      if (text != kHeader) return absl::InvalidArgumentError("row 1 is not the expected header");
      continue;
    }
    if (text.empty()) continue;
    absl::StatusOr<FactRow> row = ParseRow(text);
    if (!row.ok()) {
      return absl::InvalidArgumentError(absl::StrCat("row ", number, " ", row.status().message()));
    }
    rows.push_back(*std::move(row));
  }
  return rows;
}

absl::StatusOr<std::string> ReadFact(const Message& message, absl::string_view path) {
  const std::vector<absl::string_view> names = absl::StrSplit(path, '.');
  const Message* current = &message;
  for (size_t i = 0; i + 1 < names.size(); ++i) {
    JUMELAGE_ASSIGN_OR_RETURN(const Step step, ParseStep(*current, names[i]));
    JUMELAGE_ASSIGN_OR_RETURN(current, Enter(*current, step));
  }
  JUMELAGE_ASSIGN_OR_RETURN(const Step step, ParseStep(*current, names.back()));
  return ValueText(*current, step);
}

}  // namespace jumelage

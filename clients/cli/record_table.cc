#include "clients/cli/record_table.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/text/text_table.h"
#include "google/protobuf/descriptor.h"

namespace jumelage::cli {
namespace {

// Not all types have both fields.
std::string RemarkOn(const google::protobuf::Message& record) {
  const google::protobuf::Reflection& reflection = *record.GetReflection();
  std::vector<std::string> remarks;
  const auto* const merged_into = record.GetDescriptor()->FindFieldByName("merged_into");
  if (merged_into != nullptr && reflection.HasField(record, merged_into)) {
    remarks.push_back(absl::StrCat("merged into ", reflection.GetString(record, merged_into)));
  }
  const auto* const delete_time = record.GetDescriptor()->FindFieldByName("delete_time");
  if (delete_time != nullptr && reflection.HasField(record, delete_time)) {
    remarks.emplace_back("deleted");
  }
  return absl::StrJoin(remarks, ", ");
}

}  // namespace

void RecordTable::AddRow(const google::protobuf::Message& record, std::vector<std::string> cells) {
  cells.push_back(RemarkOn(record));
  has_remarks_ = has_remarks_ || !cells.back().empty();
  rows_.push_back(std::move(cells));
}

std::string RecordTable::Render() const {
  std::vector<std::string> header = header_;
  if (has_remarks_) header.emplace_back("REMARK");
  TextTable table(header);
  for (std::vector<std::string> row : rows_) {
    if (!has_remarks_) row.pop_back();
    table.AddRow(std::move(row));
  }
  return table.Render();
}

}  // namespace jumelage::cli

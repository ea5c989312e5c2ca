#include "clients/cli/transfer/record_writer.h"

#include <ostream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/cli/command/arguments.h"
#include "clients/cli/command/command.h"
#include "clients/cli/transfer/csv.h"
#include "clients/cli/transfer/csv_columns.h"
#include "common/base/status_macros.h"
#include "common/message/oneof_member.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/text_format.h"
#include "jumelage/bundle/v1/bundle.pb.h"
#include "jumelage/registry/v1/city.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"

namespace jumelage::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using registry::v1::City;
using registry::v1::Twinning;

constexpr char kRecord[] = "record";

absl::Status NoFormError() { return absl::UnknownError("can't be written in this format"); }

class JsonLinesWriter : public RecordWriter {
 public:
  explicit JsonLinesWriter(std::ostream* out) : out_(*out) {}
  absl::Status Write(const Message& record) override {
    JUMELAGE_ASSIGN_OR_RETURN(const std::string line, ToJson(record, /*one_line=*/true));
    out_ << line;
    return absl::OkStatus();
  }

 private:
  std::ostream& out_;
};

// Writes each record as a bundle that contains only this record. Together, the bundles in the
// output are one bundle.
class BundleWriter : public RecordWriter {
 public:
  explicit BundleWriter(std::ostream* out) : out_(*out) { printer_.SetUseUtf8StringEscaping(true); }

  absl::Status Write(const Message& record) override {
    const Message* const resource = MemberOf(record, kRecord);
    if (resource == nullptr) return NoFormError();
    bundle::v1::Bundle bundle;
    for (int i = 0; i < bundle.GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor* const resources = bundle.GetDescriptor()->field(i);
      if (resources->message_type() != resource->GetDescriptor()) continue;
      bundle.GetReflection()->AddMessage(&bundle, resources)->CopyFrom(*resource);
    }
    std::string text;
    printer_.PrintToString(bundle, &text);
    out_ << text;
    return absl::OkStatus();
  }

 private:
  std::ostream& out_;
  google::protobuf::TextFormat::Printer printer_;
};

template <typename R>
class CsvWriter : public RecordWriter {
 public:
  CsvWriter(absl::Span<const CsvColumn<R>> columns, std::ostream* out)
      : columns_(columns), out_(*out) {}

  void Begin() override {
    std::vector<std::string> header;
    for (const CsvColumn<R>& column : columns_) header.emplace_back(column.name);
    out_ << CsvRow(header);
  }
  absl::Status Write(const Message& record) override {
    const R* const resource =
        google::protobuf::DynamicCastToGenerated<R>(MemberOf(record, kRecord));
    if (resource == nullptr) return NoFormError();
    std::vector<std::string> cells;
    for (const CsvColumn<R>& column : columns_) cells.push_back(column.get(*resource));
    out_ << CsvRow(cells);
    return absl::OkStatus();
  }

 private:
  const absl::Span<const CsvColumn<R>> columns_;
  std::ostream& out_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<RecordWriter>> MakeRecordWriter(const std::string& format,
                                                               const std::string& type,
                                                               std::ostream* out) {
  using Writer = std::unique_ptr<RecordWriter>;
  if (format == "jsonl") return Writer(std::make_unique<JsonLinesWriter>(out));
  if (format == "textproto") return Writer(std::make_unique<BundleWriter>(out));
  if (format != "csv") {
    return UsageError(absl::StrCat("--format must be jsonl, textproto or csv, not '", format, "'"));
  }
  if (type == "registry.jumelage/City") {
    return Writer(std::make_unique<CsvWriter<City>>(CityColumns(), out));
  }
  if (type == "registry.jumelage/Twinning") {
    return Writer(std::make_unique<CsvWriter<Twinning>>(TwinningColumns(), out));
  }
  return UsageError("--format csv needs --type cities or --type twinnings");
}

}  // namespace jumelage::cli

#include "clients/cli/transfer/record_writer.h"

#include <ostream>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/command/arguments.h"
#include "clients/cli/command/command.h"
#include "clients/cli/text/localize.h"
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

// Replaces the name of a merged city by the name of the city that remains.
void FollowMerges(const MergedCities& merged, std::string* name) {
  // A chain of merges has no circle, so it has at most as many steps as there are merged cities.
  for (size_t steps = 0; steps < merged.size(); ++steps) {
    const auto next = merged.find(*name);
    if (next == merged.end()) return;
    *name = next->second;
  }
}

// Replaces the merged cities that a record refers to, because a table does not contain them.
// Returns false if a table that is imported can't contain the record then.
bool FollowMerges(const MergedCities& merged, City* city) {
  FollowMerges(merged, city->mutable_parent());
  // The parent was merged into its own part.
  if (city->parent() == city->name()) city->clear_parent();
  return true;
}

bool FollowMerges(const MergedCities& merged, Twinning* twinning) {
  for (auto& side : *twinning->mutable_sides()) FollowMerges(merged, side.mutable_city());
  return twinning->sides_size() != 2 || twinning->sides(0).city() != twinning->sides(1).city();
}

template <typename R>
class CsvWriter : public RecordWriter {
 public:
  CsvWriter(absl::Span<const CsvColumn<R>> columns, const MergedCities* merged, std::ostream* out)
      : columns_(columns), merged_(*merged), out_(*out) {}

  void Begin() override {
    std::vector<std::string> header;
    for (const CsvColumn<R>& column : columns_) header.emplace_back(column.name);
    out_ << CsvRow(header);
  }
  absl::Status Write(const Message& record) override {
    const R* const resource =
        google::protobuf::DynamicCastToGenerated<R>(MemberOf(record, kRecord));
    if (resource == nullptr) return NoFormError();
    // An import would make live records of these.
    if (resource->has_delete_time()) return LeaveOut(&deleted_count_);
    if (!resource->merged_into().empty()) return LeaveOut(&merged_count_);
    R current = *resource;
    if (!FollowMerges(merged_, &current)) return LeaveOut(&one_city_count_);
    std::vector<std::string> cells;
    for (const CsvColumn<R>& column : columns_) cells.push_back(column.get(current));
    out_ << CsvRow(cells);
    return absl::OkStatus();
  }
  int64_t left_out() const override { return deleted_count_ + merged_count_ + one_city_count_; }
  std::string LeftOut() const override {
    std::vector<std::string> parts;
    const auto add = [&parts](int64_t count, absl::string_view what) {
      if (count == 0) return;
      parts.push_back(absl::StrCat(FormatNumber(count, Language::kEnglish), " ", what));
    };
    add(deleted_count_, "deleted");
    add(merged_count_, "merged");
    add(one_city_count_, "between cities that are now one");
    return absl::StrJoin(parts, ", ");
  }

 private:
  static absl::Status LeaveOut(int64_t* count) {
    ++*count;
    return absl::OkStatus();
  }

  const absl::Span<const CsvColumn<R>> columns_;
  const MergedCities& merged_;
  int64_t deleted_count_ = 0;
  int64_t merged_count_ = 0;
  int64_t one_city_count_ = 0;
  std::ostream& out_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<RecordWriter>> MakeRecordWriter(const std::string& format,
                                                               const std::string& type,
                                                               const MergedCities* merged,
                                                               std::ostream* out) {
  using Writer = std::unique_ptr<RecordWriter>;
  if (format == "jsonl") return Writer(std::make_unique<JsonLinesWriter>(out));
  if (format == "textproto") return Writer(std::make_unique<BundleWriter>(out));
  if (format != "csv") {
    return UsageError(absl::StrCat("--format must be jsonl, textproto or csv, not '", format, "'"));
  }
  if (type == "registry.jumelage/City") {
    return Writer(std::make_unique<CsvWriter<City>>(CityColumns(), merged, out));
  }
  if (type == "registry.jumelage/Twinning") {
    return Writer(std::make_unique<CsvWriter<Twinning>>(TwinningColumns(), merged, out));
  }
  return UsageError("--format csv needs --type cities or --type twinnings");
}

}  // namespace jumelage::cli

#include "clients/cli/transfer/bundle_source.h"

#include <fstream>
#include <iterator>
#include <utility>

#include "absl/strings/str_cat.h"
#include "clients/cli/command/arguments.h"
#include "common/base/status_macros.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "jumelage/bundle/v1/bundle.pb.h"

namespace jumelage::cli {
namespace {

using bundle::v1::Bundle;
using registry::v1::Record;

// Keeps the first error of the parser, with its place in the file.
class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    // The parser counts from 0, editors from 1.
    if (text.empty()) text = absl::StrCat(line + 1, ":", column + 1, ": ", message);
  }

  std::string text;
};

absl::StatusOr<Bundle> ReadBundle(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (!file) return UsageError(absl::StrCat("can't read ", path));
  FirstError error;
  google::protobuf::TextFormat::Parser parser;
  parser.RecordErrorsTo(&error);
  Bundle bundle;
  if (parser.ParseFromString(text, &bundle)) return bundle;
  return UsageError(absl::StrCat(path, ":", error.text));
}

// Moves `resources` behind `records`.
template <typename Resource>
void Append(const std::string& path, google::protobuf::RepeatedPtrField<Resource>* resources,
            Resource* (Record::*in_record)(), std::vector<SourceRecord>* records) {
  for (Resource& resource : *resources) {
    SourceRecord& source = records->emplace_back();
    source.place = absl::StrCat(path, ": ", resource.name());
    *(source.record.*in_record)() = std::move(resource);
  }
}

}  // namespace

absl::StatusOr<BundleSource> BundleSource::Open(const std::string& path) {
  JUMELAGE_ASSIGN_OR_RETURN(Bundle bundle, ReadBundle(path));
  BundleSource source;
  std::vector<SourceRecord>* records = &source.records_;
  Append(path, bundle.mutable_cities(), &Record::mutable_city, records);
  Append(path, bundle.mutable_organizations(), &Record::mutable_organization, records);
  Append(path, bundle.mutable_agreements(), &Record::mutable_agreement, records);
  Append(path, bundle.mutable_twinnings(), &Record::mutable_twinning, records);
  source.projects_ = std::move(*bundle.mutable_projects());
  return source;
}

bool BundleSource::Next(SourceRecord* next) {
  if (next_ == records_.size()) return false;
  *next = records_[next_++];
  return true;
}

double BundleSource::Fraction() const {
  return records_.empty() ? 1 : static_cast<double>(next_) / static_cast<double>(records_.size());
}

}  // namespace jumelage::cli

#include "clients/cli/transfer/bundle_source.h"

#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "clients/cli/command/arguments.h"
#include "common/message/oneof_member.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"
#include "jumelage/projects/v1/transfer_service.pb.h"

namespace jumelage::cli {
namespace {

using bundle::v1::Bundle;
using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Keeps the first error of the parser, with its place in the file.
class FirstError : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, int column, const std::string& message) override {
    // The parser counts lines and columns from 0, but editors count them from 1.
    if (text.empty()) text = absl::StrCat(line + 1, ":", column + 1, ": ", message);
  }

  std::string text;
};

// Returns the field of `record` for resources of the type `resource`, or null if there is none.
const FieldDescriptor* MemberFor(const Descriptor& record, const Descriptor* resource) {
  for (int i = 0; i < record.field_count(); ++i) {
    if (record.field(i)->message_type() == resource) return record.field(i);
  }
  return nullptr;
}

}  // namespace

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

template <typename R>
BundleSource<R>::BundleSource(const std::string& path, Bundle* bundle) {
  const Reflection& reflection = *bundle->GetReflection();
  for (int i = 0; i < bundle->GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* const resources = bundle->GetDescriptor()->field(i);
    const FieldDescriptor* const member = MemberFor(*R::descriptor(), resources->message_type());
    if (member == nullptr) continue;
    for (int k = 0; k < reflection.FieldSize(*bundle, resources); ++k) {
      Message* const resource = reflection.MutableRepeatedMessage(bundle, resources, k);
      SourceRecordOf<R>& source = records_.emplace_back();
      source.place = absl::StrCat(path, ": ", ResourceNameOf(resource));
      Message* const held = source.record.GetReflection()->MutableMessage(&source.record, member);
      held->GetReflection()->Swap(held, resource);
    }
  }
}

template <typename R>
bool BundleSource<R>::Next(SourceRecordOf<R>* next) {
  if (next_ == records_.size()) return false;
  *next = records_[next_++];
  return true;
}

template <typename R>
double BundleSource<R>::Fraction() const {
  return records_.empty() ? 1 : static_cast<double>(next_) / static_cast<double>(records_.size());
}

template class BundleSource<registry::v1::Record>;
template class BundleSource<projects::v1::ProjectRecord>;

}  // namespace jumelage::cli

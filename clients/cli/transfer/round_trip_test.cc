// Writes random records in the formats of an export that contain complete records, and reads them
// again. Nothing may be lost: neither a value, nor the difference between absent and empty.
#include <cstdint>
#include <iterator>
#include <limits>
#include <random>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/cli/transfer/files_source.h"
#include "clients/cli/transfer/record_source.h"
#include "clients/cli/transfer/record_writer.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"
#include "gtest/gtest.h"
#include "jumelage/projects/v1/transfer_service.pb.h"
#include "jumelage/registry/v1/transfer_service.pb.h"

namespace jumelage::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int kRecords = 300;
constexpr int kMaxDepth = 4;

// Texts with everything that a format may have to escape.
constexpr absl::string_view kTexts[] = {
    "",
    "Belfort",
    "\"quoted\" \\ back / slash",
    "line\nbreak\r\ttab\b\f\x01\x1f\x7f",
    "\xE2\x80\xA8 \xE2\x80\xA9 \xC2\x85 \xEF\xBB\xBF",  // separators, next line, byte order mark
    "\xF0\x9F\x8E\x89 \xF4\x8F\xBF\xBF \xEF\xBF\xBF \xEF\xBF\xBD",
    "</script> <!-- & 'x'",
    "true",
    "-0",
    "\\u0041 \\ud800",
};

constexpr double kNumbers[] = {
    0,
    1,
    -1,
    0.1,
    47.638100000000001,
    -179.99999999999997,
    1.0 / 3,
    9007199254740993.0,
    1e300,
    5e-324,
    std::numeric_limits<double>::max(),
    std::numeric_limits<double>::min(),
};

class RandomRecords {
 public:
  explicit RandomRecords(unsigned seed) : random_(seed) {}

  // Sets a member of the record's oneof, and random fields below it. Chooses a resource, because an
  // export contains no statements.
  void Fill(Message* record) {
    const FieldDescriptor* member = nullptr;
    do {
      member = record->GetDescriptor()->field(Below(record->GetDescriptor()->field_count()));
    } while (member->message_type()->FindFieldByName("etag") == nullptr);
    FillMessage(1, record->GetReflection()->MutableMessage(record, member));
  }

 private:
  int Below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }

  void FillMessage(int depth, Message* message) {
    if (auto* time =
            google::protobuf::DynamicCastToGenerated<google::protobuf::Timestamp>(message)) {
      // From 0001-01-01 to 9999-12-31, as in the contract of Timestamp.
      time->set_seconds(
          std::uniform_int_distribution<int64_t>(-62135596800, 253402300799)(random_));
      time->set_nanos(Below(2) == 0 ? 0 : Below(1000000000));
      return;
    }
    for (int i = 0; i < message->GetDescriptor()->field_count(); ++i) {
      const FieldDescriptor* const field = message->GetDescriptor()->field(i);
      if (Below(2) == 0) continue;
      const int values = field->is_repeated() ? Below(3) : 1;
      for (int value = 0; value < values; ++value) FillField(depth, field, message);
    }
  }

  void FillField(int depth, const FieldDescriptor* field, Message* message) {
    const Reflection& reflection = *message->GetReflection();
    const bool repeated = field->is_repeated();
    const auto set = [&](auto add, auto replace, auto value) {
      repeated ? (reflection.*add)(message, field, value)
               : (reflection.*replace)(message, field, value);
    };
    switch (field->cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE: {
        Message* const part = repeated ? reflection.AddMessage(message, field)
                                       : reflection.MutableMessage(message, field);
        if (depth < kMaxDepth) FillMessage(depth + 1, part);
        break;
      }
      case FieldDescriptor::CPPTYPE_STRING:
        set(&Reflection::AddString, &Reflection::SetString,
            std::string(kTexts[Below(static_cast<int>(std::size(kTexts)))]));
        break;
      case FieldDescriptor::CPPTYPE_DOUBLE:
        set(&Reflection::AddDouble, &Reflection::SetDouble,
            kNumbers[Below(static_cast<int>(std::size(kNumbers)))]);
        break;
      case FieldDescriptor::CPPTYPE_BOOL:
        set(&Reflection::AddBool, &Reflection::SetBool, Below(2) == 1);
        break;
      case FieldDescriptor::CPPTYPE_ENUM:
        // Most of these numbers have a name. Others come from a newer service.
        set(&Reflection::AddEnumValue, &Reflection::SetEnumValue,
            Below(8) == 0 ? 1000000 + Below(5) : Below(field->enum_type()->value_count()));
        break;
      case FieldDescriptor::CPPTYPE_INT32:
        set(&Reflection::AddInt32, &Reflection::SetInt32, static_cast<int32_t>(random_()));
        break;
      case FieldDescriptor::CPPTYPE_INT64:
        set(&Reflection::AddInt64, &Reflection::SetInt64,
            Below(2) == 0 ? std::numeric_limits<int64_t>::max() - Below(3)
                          : std::numeric_limits<int64_t>::min() + Below(3));
        break;
      default:
        ADD_FAILURE() << "no values for the type of " << field->full_name();
    }
  }

  std::mt19937 random_;
};

// Writes random records and checks that reading them returns the same records.
template <typename R, typename Records>
void CheckRoundTrip(const std::string& format, Records records_of) {
  RandomRecords random(16);
  std::vector<R> written(kRecords);
  std::ostringstream text;
  const MergedCities none_merged;
  const auto writer = MakeRecordWriter(format, "", &none_merged, &text);
  ASSERT_THAT(writer, IsOk());
  for (int i = 0; i < kRecords; ++i) {
    random.Fill(&written[static_cast<size_t>(i)]);
    ASSERT_THAT((*writer)->Write(written[static_cast<size_t>(i)]), IsOk());
  }
  const TempDir directory;
  const std::string path = directory.File("records");
  WriteFileBytes(path, text.str());
  absl::StatusOr<FilesSource> source = FilesSource::Open({path}, format);
  ASSERT_THAT(source, IsOk());
  // A bundle has the records of one type together.
  std::multiset<std::string> expected, read;
  for (const R& record : written) expected.insert(record.SerializeAsString());
  SourceRecordOf<R> next;
  while (records_of(*source)->Next(&next)) {
    EXPECT_THAT(next.unreadable, IsOk()) << next.place;
    read.insert(next.record.SerializeAsString());
    EXPECT_GT(expected.count(next.record.SerializeAsString()), 0u) << next.record.DebugString();
  }
  EXPECT_TRUE(read == expected);
}

class RoundTripTest : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(Formats, RoundTripTest, testing::Values("jsonl", "textproto"),
                         [](const auto& test) { return std::string(test.param); });

TEST_P(RoundTripTest, KeepsEveryValueOfARecordOfTheRegistry) {
  CheckRoundTrip<registry::v1::Record>(GetParam(),
                                       [](FilesSource& source) { return source.registry(); });
}

TEST_P(RoundTripTest, KeepsEveryValueOfARecordOfTheProjects) {
  CheckRoundTrip<projects::v1::ProjectRecord>(
      GetParam(), [](FilesSource& source) { return source.projects(); });
}

}  // namespace
}  // namespace jumelage::cli

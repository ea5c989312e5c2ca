#ifndef JUMELAGE_COMMON_TESTING_PROTO_MATCHERS_H_
#define JUMELAGE_COMMON_TESTING_PROTO_MATCHERS_H_

#include <memory>
#include <ostream>
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"

namespace jumelage {

// Matches a message that equals `expected`, field by field. A failure lists the fields that differ.
// A field with presence that is unset differs from one that is set to its default value.
//
//   EXPECT_THAT(city, EqualsProto(other_city));
//   EXPECT_THAT(city, EqualsProto(R"pb(name: "cities/belfort" country: "FR")pb"));
class EqualsProtoMatcher {
 public:
  using is_gtest_matcher = void;

  explicit EqualsProtoMatcher(std::string text) : text_(std::move(text)) {}
  explicit EqualsProtoMatcher(const google::protobuf::Message& expected)
      : expected_(expected.New()) {
    expected_->CopyFrom(expected);
  }

  bool MatchAndExplain(const google::protobuf::Message& actual, std::ostream* out) const {
    std::unique_ptr<google::protobuf::Message> parsed(actual.New());
    const google::protobuf::Message* expected = expected_.get();
    if (expected == nullptr) {
      if (!google::protobuf::TextFormat::ParseFromString(text_, parsed.get())) {
        if (out != nullptr) {
          *out << "but the expected text is not a " << actual.GetDescriptor()->full_name();
        }
        return false;
      }
      expected = parsed.get();
    }
    if (expected->GetDescriptor() != actual.GetDescriptor()) {
      if (out != nullptr) *out << "which is a " << actual.GetDescriptor()->full_name();
      return false;
    }
    std::string differences;
    google::protobuf::util::MessageDifferencer differencer;
    differencer.ReportDifferencesToString(&differences);
    const bool equal = differencer.Compare(*expected, actual);
    if (!equal && out != nullptr) *out << "with these differences:\n" << differences;
    return equal;
  }
  void DescribeTo(std::ostream* out) const { *out << "equals\n" << Expected(); }
  void DescribeNegationTo(std::ostream* out) const { *out << "does not equal\n" << Expected(); }

 private:
  std::string Expected() const { return expected_ == nullptr ? text_ : expected_->DebugString(); }

  std::string text_;
  std::shared_ptr<google::protobuf::Message> expected_;
};

inline EqualsProtoMatcher EqualsProto(std::string text) {
  return EqualsProtoMatcher(std::move(text));
}
inline EqualsProtoMatcher EqualsProto(const google::protobuf::Message& expected) {
  return EqualsProtoMatcher(expected);
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_TESTING_PROTO_MATCHERS_H_

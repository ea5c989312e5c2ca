#include "common/message/redact_texts.h"

#include <cstdint>
#include <string>

#include "common/base/limits.h"
#include "common/testing/proto_matchers.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "jumelage/type/v1/decision.pb.h"
#include "jumelage/type/v1/external_id.pb.h"
#include "jumelage/type/v1/fact.pb.h"

namespace jumelage {
namespace {

template <typename M>
M Parse(const std::string& text) {
  M message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

TEST(RedactTextsTest, ReplacesTextsAtAnyDepth) {
  auto fact = Parse<type::v1::Fact>(
      "texts { text: 'Ada Weber spoke.\\nThen Ada Weber left.' language_code: 'en' } "
      "people: 'Ada Weber' people: 'Bo Li' sources { title: 'A life of Ada Weber' }");
  EXPECT_TRUE(RedactTexts({"Ada Weber"}, &fact));
  EXPECT_THAT(fact, EqualsProto(Parse<type::v1::Fact>(
                        "texts { text: '[redacted] spoke.\\nThen [redacted] left.' "
                        "language_code: 'en' } people: '[redacted]' people: 'Bo Li' "
                        "sources { title: 'A life of [redacted]' }")));
  EXPECT_FALSE(RedactTexts({"Ada Weber"}, &fact));
}

TEST(RedactTextsTest, LeavesNamesAndIds) {
  auto decision = Parse<type::v1::Decision>("body: 'weber' agreement: 'agreements/weber'");
  EXPECT_TRUE(RedactTexts({"weber"}, &decision));
  EXPECT_EQ(decision.body(), "[redacted]");
  EXPECT_EQ(decision.agreement(), "agreements/weber");
  auto id = Parse<type::v1::ExternalId>("scheme: 'weber' value: 'weber'");
  EXPECT_FALSE(RedactTexts({"weber"}, &id));
}

TEST(RedactTextsTest, ReplacesTheLongerOfTwoTexts) {
  auto decision = Parse<type::v1::Decision>("body: 'Ada Weber and Ada'");
  EXPECT_TRUE(RedactTexts({"Ada", "Ada Weber"}, &decision));
  EXPECT_EQ(decision.body(), "[redacted] and [redacted]");
}

TEST(RedactTextsTest, FindsTextsInSerializedMessages) {
  const std::string bytes =
      Parse<type::v1::Fact>("people: 'J\\303\\274rgen Wei\\303\\237'").SerializeAsString();
  EXPECT_TRUE(ContainsAny(bytes, {"no", "Jürgen Weiß"}));
  EXPECT_FALSE(ContainsAny(bytes, {"Jurgen"}));
  EXPECT_FALSE(ContainsAny(bytes, {}));
}

// Redacted records can be updated afterwards, because they stay within the same bounds as before.
TEST(RedactTextsTest, NoTextGrowsBeyondItsLimit) {
  type::v1::Decision decision;
  std::string body;
  for (int i = 0; i < 50; ++i) body += "Ada ";
  decision.set_body(body);
  EXPECT_TRUE(RedactTexts({"Ada"}, &decision));
  EXPECT_LE(decision.body().size(), body.size());
  EXPECT_EQ(decision.body().substr(0, 6), "* * * ");
  decision.set_body("Ada and Bo");
  EXPECT_TRUE(RedactTexts({"Ada"}, &decision));
  EXPECT_EQ(decision.body(), "[redacted] and Bo") << "there is room for that";
}

TEST(RedactTextsTest, NoMessageGrowsBeyondTheLimitOfAResource) {
  type::v1::Fact fact;
  // Each entry takes five bytes.
  for (int64_t i = 0; i < kMaxResourceBytes / 5; ++i) fact.add_people("Ada");
  EXPECT_TRUE(RedactTexts({"Ada"}, &fact));
  EXPECT_LE(static_cast<int64_t>(fact.ByteSizeLong()), kMaxResourceBytes);
  EXPECT_EQ(fact.people(0), "*");
}

TEST(RedactTextsTest, KeepsTheFormsOfAddressesAndCodes) {
  auto fact = Parse<type::v1::Fact>(
      "texts { text: 'Hans' language_code: 'zh-Hans' } sources { uri: 'https://hans.example/Hans' "
      "}");
  EXPECT_TRUE(RedactTexts({"Hans"}, &fact));
  EXPECT_EQ(fact.texts(0).text(), "[redacted]");
  EXPECT_EQ(fact.texts(0).language_code(), "zh-Hans");
  EXPECT_EQ(fact.sources(0).uri(), kRedactedUri);
}

}  // namespace
}  // namespace jumelage

#include "clients/cli/page/isolate_texts.h"

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "jumelage/registry/v1/city.pb.h"

namespace jumelage::cli {
namespace {

TEST(IsolateTextsTest, IsolatesEveryTextOfARecordExceptAddresses) {
  registry::v1::City city;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        name: 'cities/x'
        display_name: 'a\342\200\256b'
        country: 'TN'
        names { text: 'سوسة' language_code: 'ar' }
        websites {
          uri: 'http://example.org/سوسة'
          titles { text: 'c\342\200\256d' language_code: 'en' }
        }
        parent: 'cities/y'
      )pb",
      &city));
  Directory directory;
  directory.cities["cities/x"] = city;
  IsolateTexts(&directory);
  const registry::v1::City& isolated = directory.cities["cities/x"];
  EXPECT_EQ(isolated.name(), "cities/x");
  EXPECT_EQ(isolated.display_name(), "\u2068a\u202eb\u202c\u2069");
  EXPECT_EQ(isolated.country(), "TN");
  EXPECT_EQ(isolated.names(0).text(), "\u2068سوسة\u2069");
  EXPECT_EQ(isolated.names(0).language_code(), "ar");
  EXPECT_EQ(isolated.websites(0).uri(), "http://example.org/سوسة");
  EXPECT_EQ(isolated.websites(0).titles(0).text(), "\u2068c\u202ed\u202c\u2069");
}

}  // namespace
}  // namespace jumelage::cli

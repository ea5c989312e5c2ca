#include "clients/cli/transfer/written_date.h"

#include <string>

#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

namespace jumelage::cli {
namespace {

using type::v1::UncertainDate;

struct Case {
  const char* written;
  const char* date;
};

constexpr Case kCases[] = {
    {"2007-06-15", "precision: PRECISION_DAY earliest { year: 2007 month: 6 day: 15 }"},
    {"2007-06", "precision: PRECISION_MONTH earliest { year: 2007 month: 6 }"},
    {"0987", "precision: PRECISION_YEAR earliest { year: 987 }"},
    {"about 1990", "precision: PRECISION_YEAR qualifier: QUALIFIER_ABOUT earliest { year: 1990 }"},
    {"before 2007-06",
     "precision: PRECISION_MONTH qualifier: QUALIFIER_BEFORE earliest { year: 2007 month: 6 }"},
    {"after 2000 (since 2000 (it says))",
     "precision: PRECISION_YEAR qualifier: QUALIFIER_AFTER earliest { year: 2000 } "
     "original_text: 'since 2000 (it says)'"},
    {"1990/1994-12",
     "precision: PRECISION_RANGE earliest { year: 1990 } latest { year: 1994 month: 12 }"},
    {"../1945", "precision: PRECISION_RANGE latest { year: 1945 }"},
    {"1945/..", "precision: PRECISION_RANGE earliest { year: 1945 }"},
    {"../.. (long ago)", "precision: PRECISION_RANGE original_text: 'long ago'"},
};

TEST(WrittenDateTest, DatesLoseNothing) {
  for (const Case& c : kCases) {
    UncertainDate date;
    ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(c.date, &date)) << c.date;
    EXPECT_EQ(WriteDate(date), c.written);
    const absl::StatusOr<UncertainDate> read = ReadDate(c.written);
    ASSERT_TRUE(read.ok()) << c.written;
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(*read, date)) << c.written;
  }
}

TEST(WrittenDateTest, WhatIsNoDateIsTold) {
  for (const char* text : {"", "soon", "15.6.2007", "2007-6", "about", "about before 1990", "1990/",
                           "1990/1994/1998", "(words alone)"}) {
    EXPECT_EQ(ReadDate(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

}  // namespace
}  // namespace jumelage::cli

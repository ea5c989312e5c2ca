#include "tests/support/fact_path.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "jumelage/projects/v1/project.pb.h"
#include "jumelage/registry/v1/city.pb.h"

namespace jumelage {
namespace {

constexpr char kHeader[] = "page\tline\tstatement\tservice\tresource\tpath\tvalue\n";

registry::v1::City TestCity() {
  registry::v1::City city;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        name: "cities/here"
        kind: KIND_TOWN
        distances {
          place { city: "cities/there" }
          distance_km: 12.5
        }
        populations { value: 3200000 }
        facts {
          topic: TOPIC_NATURE
          places: "A"
          places: "Tamiš"
          since {
            precision: PRECISION_MONTH
            earliest { year: 1977 month: 2 }
          }
        }
        offices {
          titles { text: "Mayor" }
          yearly: true
          holders { ordinal: 1 }
        })pb",
      &city));
  return city;
}

TEST(ReadFactTest, ReadsEachKindOfValue) {
  const struct {
    const char* path;
    const char* value;
  } kCases[] = {
      {"name", "cities/here"},
      {"kind", "KIND_TOWN"},
      {"level", "ADMINISTRATIVE_LEVEL_UNSPECIFIED"},
      {"display_name", ""},
      {"distances[0].place.city", "cities/there"},
      {"distances[0].distance_km", "12.5"},
      {"populations[0].value", "3200000"},
      {"facts[0].places[1]", "Tamiš"},
      {"facts[0].since.earliest", R"({"year":1977,"month":2})"},
      {"facts[0].since", R"({"earliest":{"year":1977,"month":2},"precision":"PRECISION_MONTH"})"},
      {"facts[0].until", ""},
      {"offices[0].yearly", "true"},
      {"offices[0].ceremonial", "false"},
      {"offices[0].holders[0].ordinal", "1"},
      {"offices[0].titles[0]", R"({"text":"Mayor"})"},
  };
  const registry::v1::City city = TestCity();
  for (const auto& c : kCases) {
    const absl::StatusOr<std::string> value = ReadFact(city, c.path);
    ASSERT_TRUE(value.ok()) << c.path << ": " << value.status();
    EXPECT_EQ(*value, c.value) << c.path;
  }
}

TEST(ReadFactTest, ReadsRepeatedEnumsAndStrings) {
  projects::v1::Project project;
  project.add_sdg_targets("6.1");
  project.add_participants()->add_roles(projects::v1::Participant::ROLE_FUNDING);
  EXPECT_EQ(*ReadFact(project, "sdg_targets[0]"), "6.1");
  EXPECT_EQ(*ReadFact(project, "participants[0].roles[0]"), "ROLE_FUNDING");
}

TEST(ReadFactTest, RefusesInvalidPaths) {
  const struct {
    const char* path;
    absl::StatusCode code;
  } kCases[] = {
      {"", absl::StatusCode::kInvalidArgument},
      {"nonsense", absl::StatusCode::kInvalidArgument},
      {"populations", absl::StatusCode::kInvalidArgument},
      {"populations.value", absl::StatusCode::kInvalidArgument},
      {"name[0]", absl::StatusCode::kInvalidArgument},
      {"populations[x].value", absl::StatusCode::kInvalidArgument},
      {"populations[-1].value", absl::StatusCode::kInvalidArgument},
      {"populations[0.value", absl::StatusCode::kInvalidArgument},
      {"name.text", absl::StatusCode::kInvalidArgument},
      {"populations[0].", absl::StatusCode::kInvalidArgument},
      {"populations[1].value", absl::StatusCode::kOutOfRange},
      {"facts[0].until.earliest", absl::StatusCode::kNotFound},
  };
  const registry::v1::City city = TestCity();
  for (const auto& c : kCases) {
    EXPECT_EQ(ReadFact(city, c.path).status().code(), c.code) << c.path;
  }
}

TEST(ParseFactsTest, ReadsRows) {
  const absl::StatusOr<std::vector<FactRow>> rows = ParseFacts(
      std::string(kHeader) + "belfort\t12\tcharter\tregistry\tagreements/a\tsigned_date\t\n");
  ASSERT_TRUE(rows.ok()) << rows.status();
  ASSERT_EQ(rows->size(), 1u);
  const FactRow& row = rows->front();
  EXPECT_EQ(row.page, "belfort");
  EXPECT_EQ(row.line, 12);
  EXPECT_EQ(row.statement, "charter");
  EXPECT_EQ(row.service, "registry");
  EXPECT_EQ(row.resource, "agreements/a");
  EXPECT_EQ(row.path, "signed_date");
  EXPECT_EQ(row.value, "");
}

TEST(ParseFactsTest, ErrorsNameTheRow) {
  const struct {
    std::string text;
    const char* message;
  } kCases[] = {
      {"page\tline\n", "row 1 is not the expected header"},
      {std::string(kHeader) + "belfort\t1\n", "row 2 has 2 columns, not 7"},
      {std::string(kHeader) + "\nb\t0\ts\tr\tn\tp\tv\n", "row 3 '0' is not a line number"},
      {std::string(kHeader) + "b\tx\ts\tr\tn\tp\tv\n", "row 2 'x' is not a line number"},
      {std::string(kHeader) + "b\t1\t\tr\tn\tp\tv\n", "row 2 column 3 is empty"},
  };
  for (const auto& c : kCases) {
    const absl::Status status = ParseFacts(c.text).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << c.text;
    EXPECT_EQ(status.message(), c.message);
  }
}

}  // namespace
}  // namespace jumelage

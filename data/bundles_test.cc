// Holds the bundles to the rules of the contract that can be read off the messages, and to
// facts.tsv, row by row. What the services themselves refuse is tested where the bundles are
// imported.

#include <algorithm>
#include <fstream>
#include <functional>
#include <map>
#include <ostream>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "google/api/field_behavior.pb.h"
#include "google/api/resource.pb.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/text_format.h"
#include "google/type/localized_text.pb.h"
#include "gtest/gtest.h"
#include "jumelage/bundle/v1/bundle.pb.h"
#include "jumelage/projects/v1/project.pb.h"
#include "jumelage/registry/v1/twinning.pb.h"
#include "jumelage/type/v1/external_id.pb.h"
#include "jumelage/type/v1/uncertain_date.pb.h"
#include "tests/support/fact_path.h"

namespace jumelage {
namespace {

using ::google::protobuf::FieldDescriptor;
using ::google::protobuf::Message;
using ::jumelage::bundle::v1::Bundle;
using ::jumelage::registry::v1::LedgerEntry;
using ::jumelage::registry::v1::Twinning;
using ::jumelage::type::v1::ExternalId;
using ::jumelage::type::v1::UncertainDate;

// The pages, each with its city and the lines of its text that tell something. The others are
// empty, hold a bullet without text (Boulogne-Billancourt 20 to 56) or belong to the site around
// the page (Belfort 41).
struct Page {
  const char* name;
  const char* city;
  std::vector<int> lines;
};

void PrintTo(const Page& page, std::ostream* out) { *out << page.name; }

const std::vector<Page>& Pages() {
  static const auto* const kPages = new std::vector<Page>{
      {"belfort", "cities/belfort", {1,  3,  5,  7,  9,  11, 12, 13, 15, 17, 18, 19, 20,
                                     22, 24, 25, 27, 29, 30, 31, 32, 34, 36, 37, 38, 39}},
      {"boulogne-billancourt", "cities/boulogne-billancourt", {1,  3,  5,  7,  9,  11, 13, 15, 17,
                                                               19, 21, 23, 25, 28, 30, 33, 35, 38,
                                                               40, 43, 45, 48, 50, 53, 55}},
  };
  return *kPages;
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file.is_open()) << path;
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

Bundle LoadBundle(const std::string& page) {
  Bundle bundle;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      ReadFile(absl::StrCat("data/", page, ".textproto")), &bundle))
      << page;
  return bundle;
}

std::vector<FactRow> LoadFacts() {
  absl::StatusOr<std::vector<FactRow>> rows = ParseFacts(ReadFile("data/facts.tsv"));
  EXPECT_TRUE(rows.ok()) << rows.status();
  return rows.ok() ? *std::move(rows) : std::vector<FactRow>();
}

// Every resource of `bundle`, list by list, in the order of the lists' field numbers.
std::vector<const Message*> Resources(const Bundle& bundle) {
  std::vector<const Message*> resources;
  for (int i = 0; i < bundle.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* list = bundle.GetDescriptor()->field(i);
    for (int k = 0; k < bundle.GetReflection()->FieldSize(bundle, list); ++k) {
      resources.push_back(&bundle.GetReflection()->GetRepeatedMessage(bundle, list, k));
    }
  }
  return resources;
}

std::string NameOf(const Message& resource) { return ReadFact(resource, "name").value_or(""); }

// The first part of the names of a resource type: "cities" of "registry.jumelage/City".
std::string CollectionOf(const std::string& resource_type) {
  const std::string kind = std::vector<std::string>(absl::StrSplit(resource_type, '/')).back();
  return kind == "City" ? "cities"
                        : absl::StrCat(std::string(1, kind[0] | 0x20), kind.substr(1), "s");
}

// Calls `visit` with each field that `message` or a message within it has, and with its path.
void VisitFields(const Message& message, const std::string& path,
                 const std::function<void(const Message& holder, const FieldDescriptor* field,
                                          const std::string& path)>& visit) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    const std::string field_path = absl::StrCat(path, path.empty() ? "" : ".", field->name());
    visit(message, field, field_path);
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) continue;
    if (!field->is_repeated()) {
      VisitFields(message.GetReflection()->GetMessage(message, field), field_path, visit);
      continue;
    }
    for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
      VisitFields(message.GetReflection()->GetRepeatedMessage(message, field, i),
                  absl::StrCat(field_path, "[", i, "]"), visit);
    }
  }
}

// Calls `visit` with each `T` within `message`, and with its path.
template <typename T>
void VisitMessages(const Message& message,
                   const std::function<void(const T& found, const std::string& path)>& visit) {
  VisitFields(message, "",
              [&](const Message& holder, const FieldDescriptor* field, const std::string& path) {
                if (field->message_type() != T::descriptor()) return;
                const google::protobuf::Reflection& reflection = *holder.GetReflection();
                if (!field->is_repeated()) {
                  visit(static_cast<const T&>(reflection.GetMessage(holder, field)), path);
                  return;
                }
                for (int i = 0; i < reflection.FieldSize(holder, field); ++i) {
                  visit(static_cast<const T&>(reflection.GetRepeatedMessage(holder, field, i)),
                        absl::StrCat(path, "[", i, "]"));
                }
              });
}

// The strings of a field, one or many.
std::vector<std::string> Strings(const Message& holder, const FieldDescriptor* field) {
  const google::protobuf::Reflection& reflection = *holder.GetReflection();
  if (!field->is_repeated()) return {reflection.GetString(holder, field)};
  std::vector<std::string> strings;
  for (int i = 0; i < reflection.FieldSize(holder, field); ++i) {
    strings.push_back(reflection.GetRepeatedString(holder, field, i));
  }
  return strings;
}

bool HasBehavior(const FieldDescriptor* field, google::api::FieldBehavior behavior) {
  const auto& behaviors = field->options().GetRepeatedExtension(google::api::field_behavior);
  return std::find(behaviors.begin(), behaviors.end(), behavior) != behaviors.end();
}

// One bundle after the other.
class BundleTest : public testing::TestWithParam<Page> {
 protected:
  const Page& page() const { return GetParam(); }
  const Bundle& bundle() const { return bundle_; }

 private:
  const Bundle bundle_ = LoadBundle(GetParam().name);
};

INSTANTIATE_TEST_SUITE_P(Pages, BundleTest, testing::ValuesIn(Pages()),
                         [](const testing::TestParamInfo<Page>& info) {
                           std::string name = info.param.name;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST_P(BundleTest, NamesAreValidAndUnique) {
  std::set<std::string> names;
  for (const Message* resource : Resources(bundle())) {
    const std::string name = NameOf(*resource);
    const std::string collection = CollectionOf(
        resource->GetDescriptor()->options().GetExtension(google::api::resource).type());
    ASSERT_TRUE(absl::StartsWith(name, collection + "/")) << name;
    const std::string id = name.substr(collection.size() + 1);
    EXPECT_THAT(id, testing::MatchesRegex("[a-z]([a-z0-9-]*[a-z0-9])?"));
    EXPECT_LE(id.size(), 63u) << name;
    EXPECT_TRUE(names.insert(name).second) << name << " stands twice";
  }
  EXPECT_EQ(names.count(page().city), 1u);
}

TEST_P(BundleTest, ReferencesLeadToEarlierResources) {
  std::set<std::string> earlier;
  for (const Message* resource : Resources(bundle())) {
    VisitFields(*resource, NameOf(*resource),
                [&](const Message& holder, const FieldDescriptor* field, const std::string& path) {
                  const std::string type =
                      field->options().GetExtension(google::api::resource_reference).type();
                  if (type.empty()) return;
                  for (const std::string& name : Strings(holder, field)) {
                    EXPECT_TRUE(absl::StartsWith(name, CollectionOf(type) + "/"))
                        << path << ": " << name;
                    EXPECT_EQ(earlier.count(name), 1u) << path << ": " << name;
                  }
                });
    earlier.insert(NameOf(*resource));
  }
}

TEST_P(BundleTest, OutputOnlyFieldsAreLeftToTheServices) {
  for (const Message* resource : Resources(bundle())) {
    VisitFields(*resource, NameOf(*resource),
                [](const Message&, const FieldDescriptor* field, const std::string& path) {
                  EXPECT_FALSE(HasBehavior(field, google::api::OUTPUT_ONLY)) << path;
                });
  }
}

// A required field of each message that is there, whatever its type.
void ExpectRequiredFields(const Message& message, const std::string& path) {
  for (int i = 0; i < message.GetDescriptor()->field_count(); ++i) {
    const FieldDescriptor* field = message.GetDescriptor()->field(i);
    if (!HasBehavior(field, google::api::REQUIRED)) continue;
    const google::protobuf::Reflection& reflection = *message.GetReflection();
    const bool filled = field->is_repeated() ? reflection.FieldSize(message, field) > 0
                                             : reflection.HasField(message, field);
    EXPECT_TRUE(filled) << path << " lacks " << field->name();
  }
}

TEST_P(BundleTest, RequiredFieldsAreFilled) {
  for (const Message* resource : Resources(bundle())) {
    ExpectRequiredFields(*resource, NameOf(*resource));
    VisitFields(*resource, NameOf(*resource),
                [](const Message& holder, const FieldDescriptor* field, const std::string& path) {
                  if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) return;
                  const google::protobuf::Reflection& reflection = *holder.GetReflection();
                  if (!field->is_repeated()) {
                    ExpectRequiredFields(reflection.GetMessage(holder, field), path);
                    return;
                  }
                  for (int i = 0; i < reflection.FieldSize(holder, field); ++i) {
                    ExpectRequiredFields(reflection.GetRepeatedMessage(holder, field, i), path);
                  }
                });
  }
}

// Lists of names and spellings hold one entry a spelling; all other texts are told in both
// languages, French first, as facts.tsv relies on.
TEST_P(BundleTest, TextsAreFrenchAndEnglish) {
  const std::set<std::string> names = {"names", "names_used", "facility_names"};
  for (const Message* resource : Resources(bundle())) {
    VisitFields(*resource, NameOf(*resource),
                [&](const Message& holder, const FieldDescriptor* field, const std::string& path) {
                  if (field->message_type() != google::type::LocalizedText::descriptor()) return;
                  std::string languages;
                  for (int i = 0; i < holder.GetReflection()->FieldSize(holder, field); ++i) {
                    const auto& text = static_cast<const google::type::LocalizedText&>(
                        holder.GetReflection()->GetRepeatedMessage(holder, field, i));
                    EXPECT_FALSE(text.text().empty()) << path;
                    absl::StrAppend(&languages, text.language_code(), " ");
                  }
                  if (names.count(field->name()) > 0) return;
                  EXPECT_EQ(languages, "fr en ") << path;
                });
  }
}

// Each date says how finely it is known, is given no finer than that, and keeps the page's words.
TEST_P(BundleTest, DatesKeepTheirPrecision) {
  for (const Message* resource : Resources(bundle())) {
    VisitMessages<UncertainDate>(
        *resource, [&](const UncertainDate& date, const std::string& path) {
          SCOPED_TRACE(absl::StrCat(NameOf(*resource), " ", path, ": ", date.ShortDebugString()));
          EXPECT_FALSE(date.original_text().empty());
          if (date.precision() == UncertainDate::PRECISION_RANGE) {
            EXPECT_EQ(date.qualifier(), UncertainDate::QUALIFIER_UNSPECIFIED);
            EXPECT_TRUE(date.has_earliest() || date.has_latest());
            return;
          }
          ASSERT_NE(date.precision(), UncertainDate::PRECISION_UNSPECIFIED);
          EXPECT_FALSE(date.has_latest());
          EXPECT_GT(date.earliest().year(), 0);
          EXPECT_EQ(date.earliest().month() > 0, date.precision() != UncertainDate::PRECISION_YEAR);
          EXPECT_EQ(date.earliest().day() > 0, date.precision() == UncertainDate::PRECISION_DAY);
        });
  }
}

TEST_P(BundleTest, SharesOfSectorsAddUp) {
  for (const projects::v1::Project& project : bundle().projects()) {
    if (project.sectors_size() < 2) continue;
    int sum = 0;
    for (const projects::v1::ProjectSector& sector : project.sectors()) {
      EXPECT_GT(sector.share_basis_points(), 0) << project.name();
      sum += sector.share_basis_points();
    }
    EXPECT_EQ(sum, 10000) << project.name();
  }
}

TEST_P(BundleTest, TwinningsAreSignedWhenTheyWereEstablishedAndStatedByTheirPage) {
  for (const Twinning& twinning : bundle().twinnings()) {
    SCOPED_TRACE(twinning.name());
    ASSERT_EQ(twinning.sides_size(), 2);
    EXPECT_LT(twinning.sides(0).city(), twinning.sides(1).city());
    ASSERT_GE(twinning.ledger_size(), 1);
    EXPECT_EQ(twinning.ledger(0).step(), LedgerEntry::STEP_SIGN);
    const std::string established = twinning.established().SerializeAsString();
    EXPECT_EQ(twinning.ledger(0).effective_date().SerializeAsString(), established);
    for (const registry::v1::TwinningSide& side : twinning.sides()) {
      EXPECT_EQ(side.has_attestation(), side.city() == page().city) << side.city();
      if (!side.has_attestation()) continue;
      EXPECT_EQ(side.attestation().since().SerializeAsString(), established);
    }
  }
}

TEST_P(BundleTest, EveryLineThatTellsSomethingHasFacts) {
  std::set<int> lines;
  for (const FactRow& row : LoadFacts()) {
    if (row.page == page().name) lines.insert(row.line);
  }
  EXPECT_EQ(lines, std::set<int>(page().lines.begin(), page().lines.end()));
}

TEST_P(BundleTest, EveryResourceHasFacts) {
  std::set<std::string> told;
  for (const FactRow& row : LoadFacts()) {
    if (row.page == page().name) told.insert(row.resource);
  }
  for (const Message* resource : Resources(bundle())) {
    EXPECT_EQ(told.count(NameOf(*resource)), 1u) << NameOf(*resource);
  }
}

TEST(FactsTest, StandInTheFieldsThatTheyName) {
  std::map<std::string, Bundle> bundles;
  for (const Page& page : Pages()) bundles[page.name] = LoadBundle(page.name);
  std::map<std::pair<std::string, std::string>, const Message*> resources;
  for (const auto& [page, bundle] : bundles) {
    for (const Message* resource : Resources(bundle))
      resources[{page, NameOf(*resource)}] = resource;
  }
  std::set<std::string> seen;
  for (const FactRow& row : LoadFacts()) {
    SCOPED_TRACE(absl::StrCat(row.page, " line ", row.line, ": ", row.statement, ", ", row.resource,
                              " ", row.path));
    const auto found = resources.find({row.page, row.resource});
    ASSERT_NE(found, resources.end());
    const absl::StatusOr<std::string> value = ReadFact(*found->second, row.path);
    ASSERT_TRUE(value.ok()) << value.status();
    EXPECT_EQ(*value, row.value);
    EXPECT_EQ(row.service, absl::StartsWith(row.resource, "projects/") ? "projects" : "registry");
    EXPECT_TRUE(seen.insert(absl::StrCat(row.page, row.line, row.resource, row.path)).second);
  }
  // Both pages together tell far more than this; fewer means that the file was cut.
  EXPECT_GE(seen.size(), 700u);
}

// The bundles can be loaded one without the other, or both in either order.
TEST(BundlesTest, AgreeOnWhatTheyShare) {
  std::map<std::string, std::string> texts;
  std::map<std::string, std::string> owners;
  for (const Page& page : Pages()) {
    const Bundle bundle = LoadBundle(page.name);
    for (const Message* resource : Resources(bundle)) {
      const std::string name = NameOf(*resource);
      const std::string text = resource->DebugString();
      EXPECT_EQ(texts.emplace(name, text).first->second, text) << name;
      VisitMessages<ExternalId>(*resource, [&](const ExternalId& id, const std::string& path) {
        const std::string key =
            absl::StrCat(NameOf(*resource).substr(0, name.find('/')), id.scheme(), id.value());
        EXPECT_EQ(owners.emplace(key, name).first->second, name) << path;
      });
    }
  }
}

}  // namespace
}  // namespace jumelage

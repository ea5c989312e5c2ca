// Tests reading records from files, including files that an export wrote.
#include "clients/cli/transfer/files_source.h"

#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/command/arguments.h"
#include "clients/cli/transfer/record_writer.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

namespace jumelage::cli {
namespace {

using google::protobuf::util::MessageDifferencer;
using projects::v1::ProjectRecord;
using registry::v1::Record;
using testing::HasSubstr;
using testing::Not;

std::string WriteFile(const std::string& name, const std::string& text) {
  const std::string path = absl::StrCat(testing::TempDir(), "/", name);
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

std::vector<SourceRecord> ReadAll(const std::string& path, const std::string& format = "") {
  auto source = FilesSource::Open({path}, format);
  EXPECT_TRUE(source.ok()) << source.status();
  std::vector<SourceRecord> records;
  if (!source.ok()) return records;
  for (SourceRecord next; source->registry()->Next(&next);) records.push_back(next);
  EXPECT_EQ(source->registry()->Fraction(), 1);
  return records;
}

Record Parse(const std::string& text) {
  Record record;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &record)) << text;
  return record;
}

std::string OpenError(const std::string& path, const std::string& format = "") {
  const auto source = FilesSource::Open({path}, format);
  EXPECT_TRUE(IsUsageError(source.status())) << source.status();
  return std::string(source.status().message());
}

constexpr char kBelfort[] =
    "city { name: 'cities/belfort' display_name: 'Belfort' kind: KIND_CITY level: "
    "ADMINISTRATIVE_LEVEL_COMMUNE country: 'FR' region: 'FR-90' "
    "location { latitude: 47.633333333333333 longitude: -6.1 } "
    "populations { value: 50000 qualifier: QUALIFIER_NEARLY } parent: 'cities/territory' "
    "external_ids { scheme: 'wikidata' value: 'Q171545' } "
    "external_ids { scheme: 'own' value: 'a;b\\\\c' } }";
const MergedCities kNoneMerged;
constexpr char kTwinning[] =
    "twinning { name: 'twinnings/a-b' kind: KIND_TWINNING sides { city: 'cities/a' } "
    "sides { city: 'cities/b' } established { precision: PRECISION_YEAR earliest { year: 1967 } } "
    "ledger { step: STEP_SIGN effective_date { precision: PRECISION_YEAR earliest { year: 1967 } } "
    "} ledger { step: STEP_MARK_DORMANT effective_date { precision: PRECISION_YEAR earliest { "
    "year: 2000 } } } }";

TEST(FilesSourceTest, TablesOfCitiesKeepAllColumns) {
  std::ostringstream out;
  auto writer = MakeRecordWriter("csv", "registry.jumelage/City", &kNoneMerged, &out);
  ASSERT_TRUE(writer.ok());
  (*writer)->Begin();
  ASSERT_TRUE((*writer)->Write(Parse(kBelfort)).ok());
  const std::vector<SourceRecord> read = ReadAll(WriteFile("belfort.csv", out.str()));
  ASSERT_EQ(read.size(), 1);
  EXPECT_TRUE(read[0].unreadable.ok()) << read[0].unreadable;
  EXPECT_TRUE(MessageDifferencer::Equals(read[0].record, Parse(kBelfort)))
      << read[0].record.DebugString();
}

// The service may be newer than this program.
TEST(FilesSourceTest, TablesHaveTheNumbersOfUnknownValues) {
  const auto table = [](const std::string& type, const Record& record) {
    std::ostringstream out;
    auto writer = MakeRecordWriter("csv", "registry.jumelage/" + type, &kNoneMerged, &out);
    EXPECT_TRUE(writer.ok());
    (*writer)->Begin();
    EXPECT_TRUE((*writer)->Write(record).ok());
    return out.str();
  };
  Record city = Parse(kBelfort);
  city.mutable_city()->set_kind(static_cast<registry::v1::City::Kind>(998));
  city.mutable_city()->set_level(static_cast<registry::v1::AdministrativeLevel>(999));
  const std::string cities = table("City", city);
  EXPECT_THAT(cities, HasSubstr(",998,999,"));
  const std::vector<SourceRecord> read = ReadAll(WriteFile("newer.csv", cities));
  ASSERT_EQ(read.size(), 1);
  EXPECT_TRUE(MessageDifferencer::Equals(read[0].record, city)) << read[0].unreadable;

  // The steps that lead to an unknown state are not known.
  Record twinning = Parse(kTwinning);
  twinning.mutable_twinning()->set_state(static_cast<registry::v1::Twinning::State>(997));
  const std::string twinnings = table("Twinning", twinning);
  EXPECT_THAT(twinnings, HasSubstr(",997,"));
  const std::vector<SourceRecord> refused = ReadAll(WriteFile("newer.csv", twinnings));
  ASSERT_EQ(refused.size(), 1);
  EXPECT_THAT(refused[0].unreadable.message(), HasSubstr("has no value '997'"));
}

TEST(FilesSourceTest, TablesLeaveOutWhatARowCannotRepresent) {
  const MergedCities merged = {{"cities/old", "cities/older"}, {"cities/older", "cities/z"}};
  std::ostringstream out;
  auto cities = MakeRecordWriter("csv", "registry.jumelage/City", &merged, &out);
  ASSERT_TRUE(cities.ok());
  const auto write = [](RecordWriter& writer, const char* record) {
    EXPECT_TRUE(writer.Write(Parse(record)).ok()) << record;
  };
  write(**cities, "city { name: 'cities/gone' display_name: 'G' delete_time { seconds: 1 } }");
  write(**cities, "city { name: 'cities/old' display_name: 'O' merged_into: 'cities/older' }");
  EXPECT_EQ(out.str(), "");
  EXPECT_EQ((*cities)->left_out(), 2);
  EXPECT_EQ((*cities)->LeftOut(), "1 deleted, 1 merged");
  write(**cities, "city { name: 'cities/part' display_name: 'P' parent: 'cities/old' }");
  EXPECT_THAT(out.str(), HasSubstr("cities/z"));
  write(**cities, "city { name: 'cities/z' display_name: 'Z' parent: 'cities/old' }");
  EXPECT_THAT(out.str(), Not(HasSubstr("cities/old")));

  out.str("");
  auto twinnings = MakeRecordWriter("csv", "registry.jumelage/Twinning", &merged, &out);
  ASSERT_TRUE(twinnings.ok());
  write(**twinnings,
        "twinning { name: 'twinnings/one' sides { city: 'cities/old' } sides { city: 'cities/z' } "
        "}");
  EXPECT_EQ(out.str(), "");
  EXPECT_EQ((*twinnings)->LeftOut(), "1 between cities that are now one");
  write(**twinnings,
        "twinning { name: 'twinnings/two' sides { city: 'cities/a' } sides { city: 'cities/old' } "
        "}");
  EXPECT_THAT(out.str(), HasSubstr(",cities/a,cities/z,"));
}

// A twinning that is read from a table has a ledger that leads to the state in the table.
TEST(FilesSourceTest, TablesOfTwinningsKeepStateAndDates) {
  Record stored = Parse(kTwinning);
  stored.mutable_twinning()->set_state(registry::v1::Twinning::STATE_DORMANT);
  stored.mutable_twinning()->mutable_ledger(0)->set_state_after(
      registry::v1::Twinning::STATE_ACTIVE);
  stored.mutable_twinning()->mutable_ledger(1)->set_state_after(
      registry::v1::Twinning::STATE_DORMANT);
  std::ostringstream out;
  auto writer = MakeRecordWriter("csv", "registry.jumelage/Twinning", &kNoneMerged, &out);
  ASSERT_TRUE(writer.ok());
  (*writer)->Begin();
  ASSERT_TRUE((*writer)->Write(stored).ok());
  EXPECT_THAT(out.str(), HasSubstr("dormant,2000"));
  const std::vector<SourceRecord> read = ReadAll(WriteFile("twinnings.csv", out.str()));
  ASSERT_EQ(read.size(), 1);
  EXPECT_TRUE(MessageDifferencer::Equals(read[0].record, Parse(kTwinning)))
      << read[0].record.DebugString();
}

// Writes the twinning to a table, reads it again and returns its ledger, such as "SIGN 1967, END".
std::string LedgerOfTheTable(const std::string& twinning) {
  std::ostringstream out;
  auto writer = MakeRecordWriter("csv", "registry.jumelage/Twinning", &kNoneMerged, &out);
  EXPECT_TRUE(writer.ok());
  (*writer)->Begin();
  EXPECT_TRUE((*writer)
                  ->Write(Parse(absl::StrCat(
                      "twinning { name: 'twinnings/a-b' kind: KIND_TWINNING sides { city: "
                      "'cities/a' } sides { city: 'cities/b' } ",
                      twinning, " }")))
                  .ok());
  const std::vector<SourceRecord> read = ReadAll(WriteFile("ledger.csv", out.str()));
  EXPECT_EQ(read.size(), 1);
  std::vector<std::string> steps;
  for (const auto& entry : read[0].record.twinning().ledger()) {
    steps.push_back(registry::v1::LedgerEntry::Step_Name(entry.step()).substr(5));
    if (!entry.has_effective_date()) continue;
    absl::StrAppend(&steps.back(), " ", entry.effective_date().earliest().year());
  }
  return absl::StrJoin(steps, ", ");
}

std::string Entry(const std::string& id, const std::string& step, int year,
                  const std::string& more = "") {
  return absl::StrCat(
      " ledger { entry_id: '", id, "' step: STEP_", step,
      year == 0
          ? ""
          : absl::StrCat(" effective_date { precision: PRECISION_YEAR earliest { year: ", year,
                         " } }"),
      more, " }");
}

// A signature of 1967 and a step of 1980 are in order, but `established` is a later year.
TEST(FilesSourceTest, TablesHaveNoDateThatAnImportWouldRefuse) {
  const std::string established =
      "established { precision: PRECISION_YEAR earliest { year: 1990 } } ";
  EXPECT_EQ(
      LedgerOfTheTable(absl::StrCat(established, "state: STATE_DORMANT", Entry("1", "SIGN", 1967),
                                    Entry("2", "MARK_DORMANT", 1980))),
      "SIGN 1990, MARK_DORMANT");
}

TEST(FilesSourceTest, TablesOfTwinningsInventNoStepsAndNoDates) {
  EXPECT_EQ(LedgerOfTheTable("state: STATE_ENDED" + Entry("1", "END", 1990)), "END 1990");
  EXPECT_EQ(
      LedgerOfTheTable("state: STATE_ENDED" + Entry("1", "SIGN", 0) + Entry("2", "END", 1990)),
      "SIGN, END 1990");
  EXPECT_EQ(LedgerOfTheTable("state: STATE_ACTIVE" + Entry("1", "SIGN", 1967)), "SIGN 1967");
  const std::string suspended = Entry("1", "SIGN", 1967) + Entry("2", "SUSPEND", 1990);
  EXPECT_EQ(LedgerOfTheTable("state: STATE_ACTIVE" + suspended + Entry("3", "REACTIVATE", 2010)),
            "SIGN");
  EXPECT_EQ(LedgerOfTheTable("state: STATE_ENDED" + suspended + Entry("3", "END", 2010)),
            "SIGN, END");
  // Entries that are superseded or voided don't count.
  EXPECT_EQ(LedgerOfTheTable("state: STATE_ACTIVE" + Entry("1", "SIGN", 1967) +
                             Entry("2", "SIGN", 1968, " supersedes: '1'")),
            "SIGN 1968");
  EXPECT_EQ(LedgerOfTheTable("state: STATE_ACTIVE" + suspended +
                             Entry("3", "VOID", 0, " supersedes: '2'")),
            "SIGN 1967");
  EXPECT_EQ(LedgerOfTheTable("state: STATE_PROPOSED"), "");
}

TEST(FilesSourceTest, DoesNotWriteValuesThatJsonCannotRepresent) {
  std::ostringstream out;
  auto writer = MakeRecordWriter("jsonl", "", &kNoneMerged, &out);
  ASSERT_TRUE(writer.ok());
  Record record = Parse(kBelfort);
  record.mutable_city()->mutable_delete_time()->set_seconds(int64_t{1} << 60);
  EXPECT_THAT(std::string((*writer)->Write(record).message()), HasSubstr("written as JSON"));
  EXPECT_EQ(out.str(), "");
}

TEST(FilesSourceTest, RefusesAPlaceWithOnlyOneCoordinate) {
  const std::vector<SourceRecord> read = ReadAll(WriteFile("places.csv",
                                                           "display_name,latitude,longitude\n"
                                                           "A,47.6,\n"
                                                           "B,,6.8\n"
                                                           "C,,\n"
                                                           "D,0,0\n"));
  ASSERT_EQ(read.size(), 4);
  EXPECT_THAT(std::string(read[0].unreadable.message()), HasSubstr("latitude and longitude"));
  EXPECT_FALSE(read[1].unreadable.ok());
  EXPECT_TRUE(read[2].unreadable.ok());
  EXPECT_FALSE(read[2].record.city().has_location());
  EXPECT_TRUE(read[3].unreadable.ok());
  EXPECT_TRUE(read[3].record.city().has_location());
}

TEST(FilesSourceTest, ReportsErrorsInATableByRow) {
  const std::string path = WriteFile("rows.csv",
                                     "display_name,kind,population,external_ids\n"
                                     "A,hamlet,,\n"
                                     "B,,many,\n"
                                     "C,,,Q1\n"
                                     "D,\n"
                                     "E,city,about 7,\n");
  const std::vector<SourceRecord> read = ReadAll(path);
  ASSERT_EQ(read.size(), 5);
  const auto message = [&](int row) { return std::string(read[row].unreadable.message()); };
  EXPECT_THAT(message(0), HasSubstr("kind has no value 'hamlet'"));
  EXPECT_THAT(message(1), HasSubstr("population must be a number"));
  EXPECT_THAT(message(2), HasSubstr("external_ids must have the form"));
  EXPECT_THAT(message(3), HasSubstr("the row has 2 cells, the header 4"));
  EXPECT_TRUE(read[4].unreadable.ok());
  EXPECT_EQ(read[4].place, absl::StrCat(path, ":6"));
}

TEST(FilesSourceTest, RecognizesTablesByTheirHeader) {
  EXPECT_THAT(OpenError(WriteFile("none.csv", "colour\nred\n")), HasSubstr("such as display_name"));
  EXPECT_THAT(OpenError(WriteFile("unknown.csv", "display_name,colour\n")),
              HasSubstr("no column 'colour'"));
  EXPECT_THAT(OpenError(WriteFile("twice.csv", "display_name,display_name\n")),
              HasSubstr("occurs twice"));
  EXPECT_THAT(OpenError(WriteFile("empty.csv", "")), HasSubstr("such as display_name"));
  EXPECT_THAT(OpenError(WriteFile("both.csv", "name,kind,external_ids\n")),
              HasSubstr("such as display_name"));
  const auto cities = ReadAll(WriteFile("cities.csv", "name,population\ncities/a,7\n"));
  ASSERT_EQ(cities.size(), 1);
  EXPECT_EQ(cities[0].record.city().name(), "cities/a");
  const auto twinnings = ReadAll(WriteFile("states.csv", "name,state\ntwinnings/a,active\n"));
  ASSERT_EQ(twinnings.size(), 1);
  EXPECT_EQ(twinnings[0].record.twinning().name(), "twinnings/a");
}

TEST(FilesSourceTest, ReadsJsonLinesAndBundlesAsTheyWereWritten) {
  const std::vector<Record> records = {Parse(kBelfort), Parse(kTwinning)};
  for (const std::string format : {"jsonl", "textproto"}) {
    std::ostringstream out;
    auto writer = MakeRecordWriter(format, "", &kNoneMerged, &out);
    ASSERT_TRUE(writer.ok());
    (*writer)->Begin();
    for (const Record& record : records) ASSERT_TRUE((*writer)->Write(record).ok());
    const std::vector<SourceRecord> read =
        ReadAll(WriteFile(absl::StrCat("records.", format), out.str()));
    ASSERT_EQ(read.size(), records.size()) << format;
    for (size_t i = 0; i < records.size(); ++i) {
      EXPECT_TRUE(MessageDifferencer::Equals(read[i].record, records[i])) << format;
    }
  }
}

TEST(FilesSourceTest, ReportsAndSkipsLinesThatAreNotRecords) {
  const std::string path = WriteFile("lines.jsonl",
                                     "{\"city\": {\"display_name\": \"A\"}}\n\n"
                                     "{\"city\": {\"colour\": 3}}\n"
                                     "{\"city\": {\"display_name\": \"B\"}}");
  const std::vector<SourceRecord> read = ReadAll(path);
  ASSERT_EQ(read.size(), 3);
  EXPECT_EQ(read[0].record.city().display_name(), "A");
  EXPECT_EQ(read[1].place, absl::StrCat(path, ":3"));
  EXPECT_THAT(std::string(read[1].unreadable.message()), HasSubstr("colour"));
  EXPECT_EQ(read[2].record.city().display_name(), "B");
}

TEST(FilesSourceTest, FilesThatCantBeReadAndUnknownFormatsAreUsageErrors) {
  EXPECT_THAT(OpenError("/nonexistent/file.csv"), HasSubstr("can't read"));
  EXPECT_THAT(OpenError("/nonexistent/file.jsonl"), HasSubstr("can't read"));
  EXPECT_THAT(OpenError("/nonexistent/file", "xml"), HasSubstr("--format must be"));
  std::ostringstream out;
  EXPECT_TRUE(IsUsageError(MakeRecordWriter("csv", "", &kNoneMerged, &out).status()));
  EXPECT_TRUE(IsUsageError(MakeRecordWriter("xml", "", &kNoneMerged, &out).status()));
}

// The import into one service must not see the records of the other service.
TEST(FilesSourceTest, SeparatesTheRecordsOfBothServicesInAnyOrder) {
  ProjectRecord project;
  project.mutable_project()->set_name("projects/p");
  for (const std::string format : {"jsonl", "textproto"}) {
    std::ostringstream out;
    auto writer = MakeRecordWriter(format, "", &kNoneMerged, &out);
    ASSERT_TRUE(writer.ok());
    (*writer)->Begin();
    ASSERT_TRUE((*writer)->Write(project).ok());
    ASSERT_TRUE((*writer)->Write(Parse(kBelfort)).ok());
    const std::string path = WriteFile(absl::StrCat("both.", format), out.str());
    auto source = FilesSource::Open({path, path}, "");
    ASSERT_TRUE(source.ok());
    for (int i = 0; i < 2; ++i) {
      SourceRecord record;
      ASSERT_TRUE(source->registry()->Next(&record)) << format;
      EXPECT_TRUE(MessageDifferencer::Equals(record.record, Parse(kBelfort))) << format;
      SourceRecordOf<ProjectRecord> read;
      ASSERT_TRUE(source->projects()->Next(&read)) << format;
      EXPECT_TRUE(MessageDifferencer::Equals(read.record, project)) << format;
      EXPECT_THAT(read.place, HasSubstr(format == "jsonl" ? ":1" : ": projects/p"));
    }
    SourceRecord record;
    EXPECT_FALSE(source->registry()->Next(&record));
    SourceRecordOf<ProjectRecord> read;
    EXPECT_FALSE(source->projects()->Next(&read));
    EXPECT_EQ(source->projects()->Fraction(), 1);
  }
}

TEST(FilesSourceTest, ReportsThePlaceOfAnUnreadableProject) {
  auto source = FilesSource::Open(
      {WriteFile("projects.jsonl", " { \"project\" : {\"colour\": 3}}\n{\"city\": {}}\n")}, "");
  ASSERT_TRUE(source.ok());
  SourceRecordOf<ProjectRecord> read;
  ASSERT_TRUE(source->projects()->Next(&read));
  EXPECT_THAT(std::string(read.unreadable.message()), HasSubstr("colour"));
  EXPECT_THAT(read.place, HasSubstr("projects.jsonl:1"));
  EXPECT_FALSE(source->projects()->Next(&read));
}

}  // namespace
}  // namespace jumelage::cli

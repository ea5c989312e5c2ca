// Tests bulk transfer with real processes: interrupted imports, exports that are imported again,
// and refusals.
#include <sys/types.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/processes.h"
#include "tests/support/services.h"

namespace jumelage {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::UnorderedElementsAreArray;

constexpr char kNames[] = "data/wikidata-2016/names.tsv";
constexpr char kRelations[] = "data/wikidata-2016/relations.tsv";

class TransferTest : public testing::Test {
 protected:
  void SetUp() override {
    absl::StatusOr<Services> services = StartServices(directory_.path());
    ASSERT_THAT(services, IsOk());
    services_ = *std::move(services);
  }

  static CommandResult Run(Services& services, const std::vector<std::string>& arguments) {
    const absl::StatusOr<CommandResult> result = RunJumelage(services, arguments);
    EXPECT_THAT(result, IsOk());
    return result.ok() ? *result : CommandResult();
  }
  CommandResult Run(const std::vector<std::string>& arguments) { return Run(services_, arguments); }
  // Returns the lines of an export.
  std::vector<std::string> Export(Services& services, const std::string& name) {
    const std::string path = directory_.File(name);
    const CommandResult result = Run(services, {"export", "--to", path});
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    return absl::StrSplit(ReadFileBytes(path), '\n');
  }

  const TempDir directory_;
  Services services_;
};

// Removes the times at which attestations and steps were recorded from the lines of an export,
// because they differ between registries.
std::vector<std::string> WithoutTimes(std::vector<std::string> lines) {
  for (std::string& line : lines) {
    for (const char* field : {"\"attest_time\":\"", "\"record_time\":\""}) {
      for (size_t at = line.find(field); at != std::string::npos; at = line.find(field, at)) {
        line.erase(at, line.find('"', at + std::string(field).size()) + 1 - at);
      }
    }
  }
  return lines;
}

// Whether a process has a file of `directory` open, even one without a name.
bool HasOpenFileIn(pid_t process, const std::string& directory) {
  std::error_code error;
  const std::string descriptors = absl::StrCat("/proc/", process, "/fd");
  for (const auto& entry : std::filesystem::directory_iterator(descriptors, error)) {
    const std::string file = std::filesystem::read_symlink(entry.path(), error).string();
    if (absl::StartsWith(file, absl::StrCat(directory, "/"))) return true;
  }
  return false;
}

TEST_F(TransferTest, AnInterruptedImportCanBeResumedWithTheSameResult) {
  const std::string resume = directory_.File("resume");
  const std::vector<std::string> import = {"import",      "wikidata", "--names",  kNames,
                                           "--relations", kRelations, "--resume", resume};
  std::vector<std::string> argv = {kJumelageBinary,
                                   absl::StrCat("--registry=", services_.registry->address())};
  argv.insert(argv.end(), import.begin(), import.end());
  for (int kills = 0; kills < 2; ++kills) {
    const std::string before = std::ifstream(resume) ? ReadFileBytes(resume) : "";
    auto process = Process::Start(argv);
    ASSERT_THAT(process, IsOk());
    ASSERT_THAT(WaitUntil("the import is under way",
                          [&] {
                            return !(*process)->running() ||
                                   (std::ifstream(resume) && ReadFileBytes(resume) != before);
                          }),
                IsOk());
    (*process)->Signal(SIGKILL);
    const auto end = (*process)->Wait();
    ASSERT_THAT(end, IsOk());
    ASSERT_EQ(end->signal, SIGKILL) << (*process)->errors();
  }
  const CommandResult rest = Run(import);
  EXPECT_EQ(rest.exit_code, 0) << rest.errors;
  EXPECT_THAT(rest.output, Not(HasSubstr("10,055 created")));
  EXPECT_FALSE(std::ifstream(resume)) << "the import is complete";

  const TempDir second;
  auto other = StartServices(second.path());
  ASSERT_THAT(other, IsOk());
  const CommandResult whole =
      Run(*other, {"import", "wikidata", "--names", kNames, "--relations", kRelations});
  EXPECT_EQ(whole.output, "27,456 created, 16,777 updated, 4 unchanged, 0 refused\n");
  EXPECT_EQ(WithoutTimes(Export(services_, "cut.jsonl")),
            WithoutTimes(Export(*other, "whole.jsonl")));
}

TEST_F(TransferTest, ExportsImportsAndExportsTheSameBundles) {
  ASSERT_THAT(ImportBundles(services_), IsOk());
  const std::vector<std::string> exported = Export(services_, "first.jsonl");
  for (const std::string format : {"jsonl", "textproto"}) {
    const std::string path = directory_.File(absl::StrCat("records.", format));
    EXPECT_EQ(Run({"export", "--format", format, "--to", path}).exit_code, 0);
    const TempDir second;
    auto other = StartServices(second.path());
    ASSERT_THAT(other, IsOk());
    const CommandResult imported = Run(*other, {"import", path});
    EXPECT_EQ(imported.exit_code, 0) << imported.errors;
    EXPECT_THAT(imported.output, HasSubstr(" 0 refused"));
    EXPECT_EQ(Export(*other, absl::StrCat("again-", format)), exported) << format;
    EXPECT_THAT(Run(*other, {"import", path}).output, HasSubstr("0 created, 0 updated"));
  }
}

// −0 and 0 are equal, but not as bytes, and a JSON parser reads "-0" as 0.
TEST_F(TransferTest, ANegativeZeroIsStoredAsZeroFromEveryFormat) {
  const std::string path = directory_.File("zero");
  const auto import = [&](const std::string& format, const std::string& text) {
    WriteFileBytes(path, text);
    return Run({"import", path, "--format", format, "--existing", "replace"}).output;
  };
  const auto city = [](const std::string& latitude) {
    return absl::StrCat(
        "cities { name: 'cities/a' display_name: 'A' location { latitude: ", latitude,
        " longitude: 7 } distances { place { named_place { display_name: 'B' } } distance_km: ",
        latitude, " } }\n");
  };
  const auto project = [](const std::string& latitude) {
    return absl::StrCat(
        "projects { name: 'projects/p' kind: KIND_EXCHANGE display_name: 'P' "
        "participants { city: 'cities/a' roles: ROLE_FUNDING } sites { city: "
        "'cities/a' location { latitude: ",
        latitude, " longitude: 7 } } }\n");
  };
  EXPECT_EQ(import("textproto", city("-0.0") + project("-0.0")),
            "2 created, 0 updated, 0 unchanged, 0 refused\n");
  const std::vector<std::string> exported = Export(services_, "zero.jsonl");
  EXPECT_THAT(exported, Not(Contains(HasSubstr("-0"))));
  EXPECT_EQ(Run({"import", directory_.File("zero.jsonl")}).output,
            "0 created, 0 updated, 2 unchanged, 0 refused\n");
  EXPECT_EQ(import("textproto", city("-0.0") + project("-0.0")),
            "0 created, 0 updated, 2 unchanged, 0 refused\n");
  EXPECT_EQ(import("textproto", city("0") + project("0")),
            "0 created, 0 updated, 2 unchanged, 0 refused\n");
  EXPECT_EQ(Run({"import", directory_.File("zero.jsonl")}).output,
            "0 created, 0 updated, 2 unchanged, 0 refused\n");
  WriteFileBytes(path, "name,display_name,latitude,longitude\ncities/a,A,-0,7\n");
  EXPECT_EQ(Run({"import", path, "--format", "csv"}).output,
            "0 created, 0 updated, 1 unchanged, 0 refused\n");
  EXPECT_EQ(Export(services_, "again.jsonl"), exported);
}

// A table does not contain all fields of the records. Fields that it lacks stay unchanged.
TEST_F(TransferTest, ImportingATableIntoItsSourceChangesNothing) {
  ASSERT_THAT(ImportBundles(services_), IsOk());
  const std::vector<std::string> exported = Export(services_, "before.jsonl");
  for (const std::string type : {"cities", "twinnings"}) {
    const std::string path = directory_.File(absl::StrCat(type, ".csv"));
    ASSERT_EQ(Run({"export", "--format", "csv", "--type", type, "--to", path}).exit_code, 0);
    const CommandResult imported = Run({"import", path});
    EXPECT_EQ(imported.exit_code, 0) << imported.errors;
    EXPECT_THAT(imported.output, HasSubstr("0 created, 0 updated, "));
    EXPECT_THAT(imported.output, HasSubstr(" 0 refused"));
  }
  EXPECT_EQ(Export(services_, "after.jsonl"), exported);
}

// The registry has deleted and merged records, and live ones that refer to merged ones.
TEST_F(TransferTest, TablesOfEveryRegistryImportIntoAnEmptyOne) {
  const std::string path = directory_.File("all.textproto");
  const auto city = [](const std::string& id, const std::string& more = "") {
    return absl::StrCat("cities { name: 'cities/", id, "' display_name: '", id, "' ", more, " }\n");
  };
  const auto twinning = [](const std::string& a, const std::string& b, const std::string& more) {
    return absl::StrCat("twinnings { name: 'twinnings/", a, "-", b,
                        "' kind: KIND_TWINNING sides { city: 'cities/", a,
                        "' } sides { city: 'cities/", b, "' } ", more, " }\n");
  };
  const std::string deleted = "delete_time { seconds: 1700000000 }";
  const std::string year = "{ precision: PRECISION_YEAR earliest { year: 1990 } }";
  WriteFileBytes(
      path,
      absl::StrCat(city("a"), city("m"), city("z"), city("gone", deleted),
                   city("part", "parent: 'cities/a'"),
                   twinning("a", "m", "ledger { step: STEP_SIGN effective_date " + year + " }"),
                   twinning("a", "z", "ledger { step: STEP_END }"), twinning("m", "z", deleted)));
  ASSERT_EQ(Run({"import", path}).output, "8 created, 0 updated, 0 unchanged, 0 refused\n");
  const CommandResult merged = Run({"city", "merge", "a", "z"});
  ASSERT_EQ(merged.exit_code, 0) << merged.errors;

  const TempDir second;
  auto other = StartServices(second.path());
  ASSERT_THAT(other, IsOk());
  const std::string table = directory_.File("table.csv");
  const CommandResult cities =
      Run({"export", "--format", "csv", "--type", "cities", "--to", table});
  EXPECT_THAT(cities.errors, HasSubstr("3 records as of "));
  EXPECT_THAT(cities.errors, HasSubstr("not in the table: 1 deleted, 1 merged; "));
  EXPECT_EQ(Run({"import", table}).exit_code, 0) << "into its source";
  const CommandResult imported = Run(*other, {"import", table});
  EXPECT_EQ(imported.output, "3 created, 0 updated, 0 unchanged, 0 refused\n") << imported.errors;
  const CommandResult twinnings =
      Run({"export", "--format", "csv", "--type", "twinnings", "--to", table});
  EXPECT_THAT(twinnings.errors,
              HasSubstr("not in the table: 1 deleted, 1 between cities that are now one; "));
  const CommandResult linked = Run(*other, {"import", table});
  EXPECT_EQ(linked.output, "1 created, 0 updated, 0 unchanged, 0 refused\n") << linked.errors;

  const std::string listed = Run({"city", "list", "--deleted", "--merged"}).output;
  EXPECT_THAT(listed, HasSubstr("merged into cities/z\n"));
  EXPECT_THAT(listed, HasSubstr("deleted\n"));
  EXPECT_THAT(Run({"city", "list"}).output, Not(HasSubstr("REMARK")));
  EXPECT_THAT(Run({"twinning", "list", "--deleted"}).output, HasSubstr("deleted\n"));
}

TEST_F(TransferTest, ACityWithASimilarNameIsNamedWhenReadAndNeverChanged) {
  ASSERT_THAT(ImportBundles(services_), IsOk());
  const CommandResult exact = Run({"city", "show", "BELFORT"});
  EXPECT_EQ(exact.errors, "");
  const CommandResult read = Run({"city", "show", "Belfo"});
  EXPECT_EQ(read.exit_code, 0) << read.errors;
  EXPECT_EQ(read.output, exact.output);
  EXPECT_EQ(read.errors, "no city is called 'Belfo'; found cities/belfort (Belfort, FR)\n");
  for (const std::string command : {"attest", "retract"}) {
    std::vector<std::string> line = {"twinning", command, "belfort-leonberg", "Belfo"};
    if (command == "attest") line.insert(line.end(), {"--evidence", "a letter"});
    const CommandResult changed = Run(line);
    EXPECT_EQ(changed.exit_code, 2) << command;
    EXPECT_THAT(changed.errors,
                HasSubstr("'Belfo' may be cities/belfort (Belfort, FR): which one?"));
  }
}

// Imports records that refer to each other in a cycle, and one that refers to a record of a later
// call.
TEST_F(TransferTest, ResolvesCirclesAndForwardReferences) {
  const std::string path = directory_.File("circle.jsonl");
  {
    std::ofstream file(path);
    file << R"({"city": {"name": "cities/early", "display_name": "E", "parent": "cities/late"}})"
         << "\n"
         << R"({"city": {"name": "cities/a", "display_name": "A", "distinctions": [{"titles": )"
         << R"([{"text": "Star", "language_code": "en"}], "organization": "organizations/o"}]}})"
         << "\n";
    for (int i = 0; i < 1000; ++i) {
      file << R"({"city": {"name": "cities/filler-)" << i << R"(", "display_name": "F"}})"
           << "\n";
    }
    file << R"({"organization": {"name": "organizations/o", "display_name": "O", "kind": )"
         << R"("KIND_ASSOCIATION", "seat_city": "cities/a"}})"
         << "\n"
         << R"({"city": {"name": "cities/late", "display_name": "L"}})"
         << "\n";
  }
  EXPECT_EQ(Run({"import", path}).output, "1,004 created, 0 updated, 0 unchanged, 0 refused\n");
  EXPECT_EQ(Run({"import", path}).output, "0 created, 0 updated, 1,004 unchanged, 0 refused\n");
  EXPECT_THAT(Run({"city", "show", "a", "--output", "json"}).output, HasSubstr("organizations/o"));
}

// An existing record is updated only when the records that it refers to exist. Until then it stays
// unchanged; it is not updated without its references.
TEST_F(TransferTest, ACircleUpdatesExistingRecordsCompletely) {
  const std::string path = directory_.File("circle.jsonl");
  WriteFileBytes(path, R"({"city": {"name": "cities/a", "display_name": "A", "country": "FR"}})");
  ASSERT_EQ(Run({"import", path}).exit_code, 0);
  const auto honoured = [](const std::string& name) {
    return absl::StrCat(R"({"city": {"name": ")", name, R"(", "display_name": ")", name,
                        R"(", "distinctions": [{"titles": [{"text": "Star", )",
                        R"("language_code": "en"}], "organization": "organizations/o"}]}})", "\n");
  };
  WriteFileBytes(path, absl::StrCat(honoured("cities/a"), honoured("cities/b"),
                                    R"({"organization": {"name": "organizations/o", )",
                                    R"("display_name": "O", "kind": "KIND_ASSOCIATION", )",
                                    R"("seat_city": "cities/b"}})", "\n"));
  const CommandResult merged = Run({"import", path, "--existing", "merge"});
  EXPECT_EQ(merged.output, "2 created, 1 updated, 0 unchanged, 0 refused\n") << merged.errors;
  const std::string city = Run({"city", "show", "a", "--output", "json"}).output;
  EXPECT_THAT(city, HasSubstr("organizations/o"));
  EXPECT_THAT(city, HasSubstr("\"country\": \"FR\""));
  EXPECT_THAT(Run({"import", path, "--existing", "merge"}).output, HasSubstr("3 unchanged"));
}

// A merged record can't be changed, so it can't be completed later.
TEST_F(TransferTest, RestoresMergedRecordsInCircles) {
  const std::string path = directory_.File("circles.jsonl");
  WriteFileBytes(
      path,
      // z has a part m, which refers to o by a distinction; o has its seat in m, and honours z.
      R"({"city": {"name": "cities/z", "display_name": "Z", "distinctions": [{"titles": [{"text": )"
      R"("Star", "language_code": "en"}], "organization": "organizations/o"}]}})"
      "\n"
      R"({"city": {"name": "cities/m", "display_name": "M", "parent": "cities/z", "distinctions": )"
      R"([{"titles": [{"text": "Star", "language_code": "en"}], "organization": )"
      R"("organizations/o"}]}})"
      "\n"
      R"({"city": {"name": "cities/p", "display_name": "P", "parent": "cities/n"}})"
      "\n"
      R"({"city": {"name": "cities/n", "display_name": "N", "parent": "cities/y"}})"
      "\n"
      R"({"city": {"name": "cities/y", "display_name": "Y"}})"
      "\n"
      R"({"organization": {"name": "organizations/o", "display_name": "O", "kind": )"
      R"("KIND_ASSOCIATION", "seat_city": "cities/m", "members": [{"member": {"organization": )"
      R"("organizations/q"}}]}})"
      "\n"
      R"({"organization": {"name": "organizations/q", "display_name": "Q", "kind": )"
      R"("KIND_ASSOCIATION", "seat_city": "cities/z"}})"
      "\n"
      R"({"agreement": {"name": "agreements/g", "display_name": "G", "kind": "KIND_CHARTER", )"
      R"("parties": [{"city": "cities/m"}, {"city": "cities/y"}]}})"
      "\n"
      R"({"twinning": {"name": "twinnings/my", "kind": "KIND_TWINNING", "sides": [{"city": )"
      R"("cities/m"}, {"city": "cities/y"}], "charter": "agreements/g"}})"
      "\n"
      R"({"twinning": {"name": "twinnings/yz", "kind": "KIND_TWINNING", "sides": [{"city": )"
      R"("cities/y"}, {"city": "cities/z"}], "charter": "agreements/g"}})"
      "\n");
  ASSERT_EQ(Run({"import", path}).output, "10 created, 0 updated, 0 unchanged, 0 refused\n");
  for (const std::vector<std::string>& merge : std::vector<std::vector<std::string>>{
           {"city", "merge", "cities/m", "cities/z", "--keep", "twinnings/yz"},
           {"city", "merge", "cities/n", "cities/y"},
           {"organization", "merge", "organizations/o", "organizations/q"}}) {
    const CommandResult merged = Run(merge);
    EXPECT_EQ(merged.exit_code, 0) << merged.errors;
  }
  const std::vector<std::string> exported = Export(services_, "first.jsonl");
  const TempDir other_directory;
  absl::StatusOr<Services> other = StartServices(other_directory.path());
  ASSERT_THAT(other, IsOk());
  const CommandResult imported = Run(*other, {"import", directory_.File("first.jsonl")});
  EXPECT_EQ(imported.output, "10 created, 0 updated, 0 unchanged, 0 refused\n") << imported.errors;
  EXPECT_EQ(Export(*other, "second.jsonl"), exported);
}

TEST_F(TransferTest, ATooLargeRecordIsRefusedAndTheOthersAreImported) {
  const std::string path = directory_.File("large.jsonl");
  WriteFileBytes(path, absl::StrCat(R"({"city": {"name": "cities/large", "display_name": ")",
                                    std::string(5 << 20, 'x'), "\"}}\n",
                                    R"({"city": {"name": "cities/a", "display_name": "A"}})"));
  const CommandResult result = Run({"import", path});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_EQ(result.output, "1 created, 0 updated, 0 unchanged, 1 refused\n");
  EXPECT_THAT(result.errors, HasSubstr(absl::StrCat(path, ":1: ")));
  EXPECT_THAT(result.errors, HasSubstr("bytes; the limit is "));
}

std::string ProjectBundle(const std::string& title, const std::string& more = "") {
  return absl::StrCat("cities { name: 'cities/a' display_name: 'A' }\n",
                      "projects { name: 'projects/p' kind: KIND_DEVELOPMENT display_name: '", title,
                      "' participants { city: 'cities/a' roles: ROLE_IMPLEMENTING } ", more,
                      " }\n");
}

TEST_F(TransferTest, ReplacesMergesOrKeepsExistingProjects) {
  const std::string path = directory_.File("projects.textproto");
  const auto import = [&](const std::string& bundle, const std::string& existing) {
    WriteFileBytes(path, bundle);
    const CommandResult result = Run({"import", path, "--existing", existing});
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    return result.output;
  };
  const auto shown = [&] { return Run({"project", "show", "p", "--output", "json"}).output; };
  const std::string described = "descriptions { text: 'long' language_code: 'en' }";
  import(ProjectBundle("Well", described), "replace");
  EXPECT_THAT(import(ProjectBundle("Pump"), "keep"), HasSubstr("0 updated, 2 unchanged"));
  EXPECT_THAT(shown(), HasSubstr("Well"));
  EXPECT_THAT(import(ProjectBundle("Pump"), "merge"), HasSubstr("1 updated, 1 unchanged"));
  EXPECT_THAT(shown(), HasSubstr("Pump"));
  EXPECT_THAT(shown(), HasSubstr("long"));
  EXPECT_THAT(import(ProjectBundle("Pump"), "merge"), HasSubstr("0 updated, 2 unchanged"));
  EXPECT_THAT(import(ProjectBundle("Pump"), "replace"), HasSubstr("1 updated, 1 unchanged"));
  EXPECT_THAT(shown(), Not(HasSubstr("long")));
}

// Imports lines for both services in any order, with projects that refer to each other.
TEST_F(TransferTest, ImportsJsonLinesInAnyOrder) {
  const std::string path = directory_.File("both.jsonl");
  const auto project = [](const std::string& id, const std::string& related) {
    return absl::StrCat(R"({"project": {"name": "projects/)", id, R"(", "display_name": "P", )",
                        R"("kind": "KIND_EXCHANGE", "participants": [{"city": "cities/a", )",
                        R"("roles": ["ROLE_FUNDING"]}], "related_projects": [{"project": )",
                        R"("projects/)", related, R"(", "relation": "RELATION_SIBLING"}]}})", "\n");
  };
  WriteFileBytes(path, absl::StrCat(project("p", "q"), project("q", "p"),
                                    R"({"city": {"name": "cities/a", "display_name": "A"}})"));
  const CommandResult imported = Run({"import", path});
  EXPECT_EQ(imported.output, "3 created, 0 updated, 0 unchanged, 0 refused\n") << imported.errors;
  EXPECT_EQ(Run({"import", path}).output, "0 created, 0 updated, 3 unchanged, 0 refused\n");
  EXPECT_THAT(Run({"project", "show", "p", "--output", "json"}).output, HasSubstr("projects/q"));
  EXPECT_EQ(Export(services_, "all.jsonl").size(), 4u) << "three records, and the end";
  EXPECT_THAT(Run({"export", "--type", "projects"}).output, Not(HasSubstr("\"city\":{\"name\"")));
  EXPECT_THAT(Run({"export", "--service", "registry"}).output, Not(HasSubstr("projects/p")));
}

TEST_F(TransferTest, RedactsInBothServicesEvenIfOneFails) {
  const std::string path = directory_.File("projects.textproto");
  WriteFileBytes(path, absl::StrCat(ProjectBundle("Well of Quervelle"),
                                    "cities { name: 'cities/b' display_name: 'Quervelle' }"));
  ASSERT_EQ(Run({"import", path}).exit_code, 0);
  const auto without_projects =
      RunCommand({kJumelageBinary, absl::StrCat("--registry=", services_.registry->address()),
                  "--projects=127.0.0.1:1", "--timeout=2s", "redact", "Quervelle"});
  ASSERT_THAT(without_projects, IsOk());
  EXPECT_EQ(without_projects->exit_code, 5);
  EXPECT_EQ(without_projects->output, "cities/b\n");
  EXPECT_THAT(without_projects->errors, HasSubstr("the projects service can't be reached"));
  const CommandResult both = Run({"redact", "Quervelle"});
  EXPECT_EQ(both.exit_code, 0) << both.errors;
  EXPECT_EQ(both.output, "projects/p\n");
  EXPECT_THAT(Run({"project", "show", "p"}).output, HasSubstr("Well of \\[redacted\\]"));
}

TEST_F(TransferTest, AnExportLeavesTheFileUnchangedIfOneServiceFails) {
  const std::string path = directory_.File("all.jsonl");
  WriteFileBytes(path, "precious");
  const std::vector<std::string> argv = {kJumelageBinary,
                                         absl::StrCat("--registry=", services_.registry->address()),
                                         "--projects=127.0.0.1:1",
                                         "export",
                                         "--to",
                                         path};
  const auto failed = RunCommand(argv);
  ASSERT_THAT(failed, IsOk());
  EXPECT_EQ(failed->exit_code, 5);
  EXPECT_EQ(ReadFileBytes(path), "precious");
}

// The export waits for a stopped service while its file is unfinished.
TEST_F(TransferTest, AnInterruptedExportLeavesEveryFileAsItWas) {
  const std::vector<std::string> names = {"all.jsonl", "all.jsonl.new", "all.jsonl.tmp"};
  const TempDir target;
  for (const std::string& name : names) WriteFileBytes(target.File(name), "precious");
  services_.projects->process().Signal(SIGSTOP);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGKILL}) {
    auto process =
        Process::Start({kJumelageBinary, absl::StrCat("--registry=", services_.registry->address()),
                        absl::StrCat("--projects=", services_.projects->address()), "export",
                        "--to", target.File(names[0])});
    ASSERT_THAT(process, IsOk());
    ASSERT_THAT(WaitUntil("the export has begun its file",
                          [&] { return HasOpenFileIn((*process)->pid(), target.path()); }),
                IsOk());
    (*process)->Signal(signal);
    const auto end = (*process)->Wait();
    ASSERT_THAT(end, IsOk());
    EXPECT_EQ(end->signal, signal) << (*process)->errors();
    std::vector<std::string> left;
    for (const auto& entry : std::filesystem::directory_iterator(target.path())) {
      left.push_back(entry.path().filename().string());
      EXPECT_EQ(ReadFileBytes(entry.path().string()), "precious") << entry.path();
    }
    EXPECT_THAT(left, UnorderedElementsAreArray(names));
  }
  services_.projects->process().Signal(SIGCONT);
  EXPECT_EQ(Run({"export", "--to", target.File(names[0])}).exit_code, 0);
  EXPECT_EQ(ReadFileBytes(target.File(names[1])), "precious");
}

TEST_F(TransferTest, ReportsRefusedProjects) {
  const std::string path = directory_.File("projects.textproto");
  const std::string refusals = directory_.File("refusals.jsonl");
  WriteFileBytes(path, ProjectBundle("Well", "parent: 'projects/none'"));
  const CommandResult result = Run({"import", path, "--refusals", refusals});
  EXPECT_EQ(result.output, "1 created, 0 updated, 0 unchanged, 1 refused\n") << result.errors;
  EXPECT_THAT(result.errors, HasSubstr("projects/p: "));
  EXPECT_THAT(ReadFileBytes(refusals), HasSubstr("\"record\":{\"project\":"));
}

TEST_F(TransferTest, AnImportThatCannotBeginImportsNoProjects) {
  const std::string path = directory_.File("projects.textproto");
  const std::string resume = directory_.File("resume");
  WriteFileBytes(path, ProjectBundle("Well"));
  WriteFileBytes(resume, "jumelage import 1\nof something else\n7\n");
  // The input under other names: an import must not write to a file that it reads.
  const std::string symlink = directory_.File("symlink");
  const std::string hard_link = directory_.File("hard-link");
  std::filesystem::create_symlink(path, symlink);
  std::filesystem::create_hard_link(path, hard_link);
  const std::string other = directory_.File("other");
  const std::vector<std::vector<std::string>> kOptions = {
      {"--existing", "twice"}, {"--refusals", "/nonexistent/file"},
      {"--resume", resume},    {"--refusals", path},
      {"--refusals", symlink}, {"--refusals", hard_link},
      {"--resume", hard_link}, {"--refusals", other, "--resume", other}};
  for (const std::vector<std::string>& options : kOptions) {
    std::vector<std::string> import = {"import", path};
    import.insert(import.end(), options.begin(), options.end());
    const CommandResult result = Run(import);
    EXPECT_EQ(result.exit_code, 2) << options[0] << options[1];
    EXPECT_EQ(result.output, "") << options[0] << options[1];
    EXPECT_EQ(ReadFileBytes(path), ProjectBundle("Well")) << options[0] << options[1];
  }
  EXPECT_FALSE(std::filesystem::exists(other));
  const CommandResult wikidata = Run({"import", "wikidata", "--names", other, "--relations", path,
                                      "--refusals", directory_.File("./projects.textproto")});
  EXPECT_EQ(wikidata.exit_code, 2);
  EXPECT_THAT(wikidata.errors, HasSubstr("--refusals must be another file than "));
  EXPECT_EQ(Run({"project", "show", "p"}).exit_code, 3);
}

TEST_F(TransferTest, PrintsAndSavesRefusals) {
  const std::string path = directory_.File("cities.csv");
  const std::string refusals = directory_.File("refusals.jsonl");
  WriteFileBytes(path,
                 "display_name,country,external_ids\n"
                 "Good,FR,own:1\n"
                 "Bad,Ruritania,own:2\n"
                 "Worse,FR\n"
                 "Unknown,FR,\n");
  const CommandResult result = Run({"import", path, "--refusals", refusals});
  EXPECT_EQ(result.exit_code, 1) << result.errors;
  EXPECT_EQ(result.output, "1 created, 0 updated, 0 unchanged, 3 refused\n");
  EXPECT_THAT(result.errors, HasSubstr(absl::StrCat(path, ":3: ")));
  EXPECT_THAT(result.errors, HasSubstr("city.country"));
  const std::vector<std::string> lines = absl::StrSplit(ReadFileBytes(refusals), '\n');
  ASSERT_EQ(lines.size(), 4);
  // Rows that can't be parsed are refused first; the others are refused after their call.
  EXPECT_THAT(lines[0], HasSubstr("cities.csv:4"));
  EXPECT_THAT(lines[1], HasSubstr("\"reason\":\"FIELD_INVALID\""));
  EXPECT_THAT(lines[1], HasSubstr("\"display_name\":\"Bad\""));
}

TEST_F(TransferTest, ShowsProgressOnRequest) {
  const CommandResult result = Run({"import", "wikidata", "--names", kNames, "--relations",
                                    kRelations, "--as-of", "2016-09", "--progress"});
  EXPECT_EQ(result.exit_code, 0) << result.errors;
  EXPECT_THAT(result.errors, HasSubstr(" records, "));
  EXPECT_THAT(result.errors, HasSubstr("#"));
}

}  // namespace
}  // namespace jumelage

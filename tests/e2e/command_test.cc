// Tests the command with real services: what its options mean, and how it fails.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "common/testing/status_matchers.h"
#include "common/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/processes.h"
#include "tests/support/services.h"

namespace jumelage {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

using Lines = std::vector<std::string>;

class CommandTest : public testing::Test {
 protected:
  // The services only answer reads here, so all tests share them.
  static void SetUpTestSuite() {
    directory_ = new TempDir();
    auto services = StartServices(directory_->path());
    ASSERT_THAT(services, IsOk());
    services_ = new Services(*std::move(services));
    ASSERT_THAT(ImportBundles(*services_), IsOk());
  }
  static void TearDownTestSuite() {
    delete services_;
    delete directory_;
  }

  static CommandResult Run(const Lines& arguments) {
    const auto result = RunJumelage(*services_, arguments);
    EXPECT_THAT(result, IsOk());
    return result.ok() ? *result : CommandResult();
  }

  // Runs a shell command line in which $JUMELAGE is the command with its addresses.
  static CommandResult RunShell(absl::string_view line) {
    const std::string program =
        absl::StrCat(kJumelageBinary, " --registry=", services_->registry->address(),
                     " --projects=", services_->projects->address());
    const auto result =
        RunCommand({"/bin/sh", "-c", absl::StrReplaceAll(line, {{"$JUMELAGE", program}})});
    EXPECT_THAT(result, IsOk());
    return result.ok() ? *result : CommandResult();
  }

  // Returns the first column of a table without its heading.
  static Lines Names(const Lines& arguments) {
    const CommandResult result = Run(arguments);
    EXPECT_EQ(result.exit_code, 0) << result.errors;
    Lines names;
    for (const absl::string_view line : absl::StrSplit(result.output, '\n', absl::SkipEmpty())) {
      names.emplace_back(line.substr(0, line.find(' ')));
    }
    if (!names.empty()) names.erase(names.begin());
    return names;
  }

  static TempDir* directory_;
  static Services* services_;
};

TempDir* CommandTest::directory_ = nullptr;
Services* CommandTest::services_ = nullptr;

TEST_F(CommandTest, SeveralStatesSelectTheirUnion) {
  const Lines active = Names({"twinning", "list", "--state", "active"});
  const Lines dormant = Names({"twinning", "list", "--state", "Dormant"});
  EXPECT_THAT(dormant, Not(SizeIs(0)));
  EXPECT_THAT(Names({"twinning", "list", "--state", "active, STATE_DORMANT"}),
              SizeIs(active.size() + dormant.size()));
  EXPECT_THAT(Names({"twinning", "list", "--state", "active,dormant", "--on", "2020-01-01"}),
              Not(SizeIs(0)));
  EXPECT_THAT(Names({"project", "list", "--state", "implementation,closed,unknown"}),
              Not(SizeIs(0)));
}

TEST_F(CommandTest, NoValueChangesTheMeaningOfAFilter) {
  const Lines kAwkward = {"OR",        "NOT",    "active OR 1", "active\" OR kind = \"TWINNING",
                          "active)",   "*",      "act*",        "\\",
                          "(active)",  "-ended", "active,",     "",
                          "active\nOR"};
  for (const std::string& value : kAwkward) {
    for (const char* type : {"twinning", "project"}) {
      EXPECT_EQ(Run({type, "list", "--state", value}).exit_code, 2) << type << " " << value;
    }
    for (const char* type : {"city", "organization"}) {
      if (value == "OR") continue;  // A country's code has two letters.
      EXPECT_EQ(Run({type, "list", "--country", value}).exit_code, 2) << type << " " << value;
    }
    const CommandResult party =
        Run({"agreement", "list", "--party", absl::StrCat("organizations/", value)});
    EXPECT_LE(std::count(party.output.begin(), party.output.end(), '\n'), 1) << value;
  }
  EXPECT_THAT(Names({"city", "list", "--country", "or"}), SizeIs(0));
}

TEST_F(CommandTest, AnEtagIsAcceptedAsItIsPrinted) {
  const std::string shown = Run({"twinning", "show", "belfort-zaporizhzhia"}).output;
  const size_t begin = shown.find("etag ") + 5;
  const std::string etag = shown.substr(begin, shown.find('\n', begin) - begin);
  ASSERT_THAT(etag, testing::MatchesRegex("\"[^\"]+\""));
  const auto reactivate = [](const std::string& value) {
    return Run({"twinning", "reactivate", "belfort-zaporizhzhia", "--validate-only", "--etag",
                value})
        .exit_code;
  };
  EXPECT_EQ(reactivate(etag), 0);
  EXPECT_EQ(reactivate(absl::StrReplaceAll(etag, {{"\"", ""}})), 0);
  EXPECT_EQ(reactivate(absl::StrReplaceAll(etag, {{"\"", "\\\""}})), 0);
  EXPECT_EQ(reactivate("\"0\""), 4);
  EXPECT_EQ(reactivate(""), 2);
}

TEST_F(CommandTest, AFailedOutputIsAnError) {
  for (const char* line : {"help", "help city list", "city list", "city show belfort --output json",
                           "completion bash", "export", "watch --snapshot", "page belfort"}) {
    for (const char* output : {">/dev/full", ">&-"}) {
      const CommandResult result = RunShell(absl::StrCat("$JUMELAGE ", line, " ", output));
      EXPECT_EQ(result.exit_code, 1) << line << output << result.errors;
      EXPECT_THAT(result.errors, HasSubstr("can't write")) << line << output;
    }
  }
}

TEST_F(CommandTest, WrongValuesAreUsageErrors) {
  const std::vector<Lines> kLines = {
      {"twinning", "list", "--on", "2007-02-30"},
      {"twinning", "list", "--filter", "state ="},
      {"twinning", "list", "--order-by", "colour"},
      {"anniversaries", "--from", "2025-01-01", "--to", "2024-01-01"},
      {"twinning", "end", "belfort-leonberg", "--effective", "2007-13"},
      {"city", "duplicates", "--min-score", "101"},
      {"city", "show", ""},
  };
  for (const Lines& line : kLines) {
    const CommandResult result = Run(line);
    EXPECT_EQ(result.exit_code, 2) << absl::StrJoin(line, " ") << result.errors;
  }
}

TEST_F(CommandTest, TheAddressOfAnotherServerIsNamedWithItsOption) {
  const auto run = [](const std::string& registry, const std::string& projects,
                      const std::string& type) {
    const auto result =
        RunCommand({kJumelageBinary, absl::StrCat("--registry=", registry),
                    absl::StrCat("--projects=", projects), type, "list", "--timeout", "20s"});
    EXPECT_THAT(result, IsOk());
    return result.ok() ? *result : CommandResult();
  };
  const std::string registry = services_->registry->address();
  const std::string projects = services_->projects->address();
  const CommandResult swapped = run(projects, registry, "city");
  EXPECT_EQ(swapped.exit_code, 1);
  EXPECT_THAT(swapped.errors,
              HasSubstr(absl::StrCat(projects, " (--registry) is not the registry service")));
  const CommandResult other = run(projects, registry, "project");
  EXPECT_EQ(other.exit_code, 1);
  EXPECT_THAT(other.errors,
              HasSubstr(absl::StrCat(registry, " (--projects) is not the projects service")));
  // Port 1 of the loopback interface has no listener.
  const CommandResult nobody = run("127.0.0.1:1", projects, "city");
  EXPECT_EQ(nobody.exit_code, 5);
  EXPECT_THAT(nobody.errors, HasSubstr("the registry service can't be reached at 127.0.0.1:1 "
                                       "(--registry): Connection refused"));
}

TEST_F(CommandTest, TheLimitOfAWatchCountsChanges) {
  const auto count = [](const std::string& text, absl::string_view part) {
    return static_cast<int>(Lines(absl::StrSplit(text, part)).size()) - 1;
  };
  // The import's first commit has many changes.
  const CommandResult commits = Run({"watch", "--from", "1", "--limit", "3"});
  EXPECT_EQ(commits.exit_code, 0);
  EXPECT_EQ(count(commits.output, "/"), 3) << commits.output;
  const CommandResult json = Run({"watch", "--from", "1", "--limit", "3", "--output", "json"});
  // The commit has a revision, and so do each change and its city.
  EXPECT_EQ(count(json.output, "\"revision\":"), 1 + 2 * 3) << json.output;
  EXPECT_THAT(json.output, Not(HasSubstr("last_part")));
  const CommandResult snapshot = Run({"watch", "--snapshot", "--limit", "3"});
  EXPECT_EQ(snapshot.exit_code, 0);
  EXPECT_EQ(count(snapshot.output, "snapshot  "), 3) << snapshot.output;
  EXPECT_THAT(snapshot.output, Not(HasSubstr("consistent")));
}

// Returns the text between two marks, without the blanks and line breaks of a help text.
std::string Between(const std::string& text, absl::string_view begin, absl::string_view end) {
  const std::string line = absl::StrReplaceAll(text, {{"\n", " "}});
  const size_t from = line.find(std::string(begin));
  if (from == std::string::npos) return "nothing after " + std::string(begin);
  const size_t start = from + begin.size();
  return line.substr(start, line.find(std::string(end), start) - start);
}

TEST_F(CommandTest, TheHelpNamesTheFieldsOfFiltersAndOrders) {
  for (const char* type : {"city", "organization", "agreement", "twinning", "project"}) {
    const std::string help = Run({"help", type, "list"}).output;
    const auto sorted = [](const std::string& fields) {
      Lines names = absl::StrSplit(fields, absl::ByAnyChar(", "), absl::SkipEmpty());
      std::sort(names.begin(), names.end());
      return names;
    };
    const std::string filter = Run({type, "list", "--filter", "colour = red"}).errors;
    EXPECT_EQ(sorted(Between(help, "Fields of --filter: ", ";")),
              sorted(Between(filter, "the fields are ", " (FILTER_INVALID)")))
        << type;
    const std::string order = Run({type, "list", "--order-by", "colour"}).errors;
    EXPECT_EQ(sorted(Between(help, "Fields of --order-by: ", ".")),
              sorted(Between(order, "the fields are ", " (FIELD_INVALID)")))
        << type;
  }
}

TEST(ServiceFlagsTest, AWrongAddressIsAUsageErrorThatNamesTheFlag) {
  const TempDir directory;
  for (const char* address : {"", "http://127.0.0.1:7001", "127.0.0.1", "127.0.0.1:72537"}) {
    for (const auto& [binary, flag] :
         std::vector<std::pair<std::string, std::string>>{{kRegistryServiceBinary, "listen"},
                                                          {kProjectsServiceBinary, "listen"},
                                                          {kProjectsServiceBinary, "registry"}}) {
      Lines line = {binary, absl::StrCat("--data_dir=", directory.File("data"))};
      if (flag == "listen" && binary == kProjectsServiceBinary) {
        line.push_back("--registry=127.0.0.1:7001");
      }
      if (flag != "listen") line.push_back("--listen=127.0.0.1:0");
      line.push_back(absl::StrCat("--", flag, "=", address));
      const auto result = RunCommand(line);
      ASSERT_THAT(result, IsOk());
      EXPECT_EQ(result->exit_code, 2) << absl::StrJoin(line, " ");
      EXPECT_THAT(result->errors, HasSubstr(absl::StrCat("--", flag))) << address;
    }
  }
}

}  // namespace
}  // namespace jumelage

#include "clients/cli/program.h"

#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "clients/cli/commands.h"
#include "clients/cli/text/text_table.h"
#include "gtest/gtest.h"

namespace jumelage::cli {
namespace {

struct Result {
  ExitCode code;
  std::string out;
  std::string err;
};

Result RunLine(const std::vector<std::string>& line) {
  std::ostringstream out;
  std::ostringstream err;
  const ExitCode code = RunProgram(line, out, err);
  return {code, out.str(), err.str()};
}

TEST(ProgramTest, HelpShowsEveryCommand) {
  const Result help = RunLine({"help"});
  EXPECT_EQ(help.code, kExitOk);
  for (const Command& command : AllCommands()) {
    EXPECT_TRUE(absl::StrContains(help.out, command.name)) << command.name;
    EXPECT_FALSE(command.summary.empty()) << command.name;
    std::vector<std::string> words = {"help"};
    std::istringstream name{std::string(command.name)};
    for (std::string word; name >> word;) words.push_back(word);
    const Result own = RunLine(words);
    EXPECT_EQ(own.code, kExitOk) << command.name;
    for (const OptionSpec& option : command.options) {
      EXPECT_TRUE(absl::StrContains(own.out, absl::StrCat("--", option.name))) << command.name;
    }
  }
  EXPECT_EQ(RunLine({"city", "show", "--help"}).out, RunLine({"help", "city", "show"}).out);
}

TEST(ProgramTest, HelpHasAlignedColumns) {
  for (const Command& command : AllCommands()) {
    const std::string help = RunLine(absl::StrSplit(absl::StrCat("help ", command.name), ' ')).out;
    EXPECT_FALSE(absl::StrContains(help, "  \n")) << help;
    int column = 0;
    for (const absl::string_view line : absl::StrSplit(help, '\n')) {
      EXPECT_LE(DisplayWidth(line), 100) << line;
      if (line == "Options of every command:") column = 0;
      if (!absl::StartsWith(line, "  --")) continue;
      const size_t gap = line.find("  ", 2);
      const size_t begin = line.find_first_not_of(' ', gap);
      const int at = DisplayWidth(line.substr(0, begin));
      if (column == 0) column = at;
      EXPECT_EQ(at, column) << help;
    }
  }
}

struct UsageCase {
  std::vector<std::string> line;
  const char* message;
};

TEST(ProgramTest, ReportsUsageErrors) {
  const UsageCase kCases[] = {
      {{}, "which command?"},
      {{"fly"}, "there is no command 'fly'"},
      {{"city"}, "which of 'city show', 'city list', 'city search', "},
      {{"city", "show"}, "too few words: the form is 'city show CITY'"},
      {{"city", "show", "San", "Marino"}, "too many words"},
      {{"city", "show", "belfort", "--on=1990-01-01"}, "'city show' has no option --on"},
      {{"help", "fly"}, "there is no command 'fly'"},
      {{"partners", "belfort", "--possible"}, "--possible needs a day"},
      {{"partners", "belfort", "--on", "1990"}, "--on takes a day such as 2007-06-15"},
      {{"page", "belfort", "--format", "pdf"}, "--format must be markdown or html, not 'pdf'"},
      {{"page", "belfort", "--language", "de"}, "--language must be fr or en, not 'de'"},
      {{"page", "belfort", "--output", "json"}, "'page' has no JSON output"},
      {{"city", "list", "--output", "xml"}, "--output must be table or json, not 'xml'"},
      {{"city", "list", "--timeout", "soon"}, "--timeout must be a duration such as"},
      {{"city", "list", "--timeout", "-1s"}, "--timeout must be a duration such as"},
      {{"city", "search", "x", "--kind", "odd"}, "--kind must be "},
      {{"city", "list", "--limit", "0"}, "--limit takes a number of at least 1"},
      {{"twinning", "end", "a-b", "--effective", "soon"}, "--effective takes a year"},
      {{"twinning", "correct", "a-b", "marry", "--entry", "1"},
       "the step must be one of sign, dormant, suspend, reactivate, end, void"},
      {{"twinning", "correct", "a-b", "void"}, "give either --entry ID"},
      {{"project", "correct", "p", "marry", "--entry", "step-1"},
       "the step must be one of start, finalise"},
      {{"project", "correct", "p", "void"}, "give either --entry ID"},
      {{"project", "close", "p", "--effective", "soon"}, "--effective takes a year"},
      {{"project", "search", "x", "--kind", "odd"}, "--kind must be "},
      {{"redact", "x", "--service", "weather"}, "--service must be registry or projects"},
      {{"compact", "5", "--service", "weather"}, "--service must be registry or projects"},
      {{"compact", "soon"}, "REVISION must be a number"},
      {{"completion", "fish"}, "the shell must be bash or zsh, not 'fish'"},
      {{"twinning", "attest", "a-b", "a"}, "needs the source of the statement"},
      {{"twinning", "disagreements", "--kind", "odd"}, "--kind must be one-sided"},
      {{"twinning", "list", "--possible"}, "--possible needs a day"},
      {{"twinning", "list", "--on", "2000-01-01", "--state", "odd"}, "--state must be proposed"},
      {{"anniversaries", "--from", "2025-01-01"}, "needs a period: --from DATE and --to"},
      {{"anniversaries", "--from", "2025", "--to", "2026-01-01"}, "--from takes a day"},
      {{"agreement", "in-force"}, "'agreement in-force' needs a day: --on DATE"},
      {{"organization", "members", "a", "--possible"}, "--possible needs a day"},
      {{"watch", "--service", "weather"}, "--service must be registry or projects"},
      {{"watch", "--from", "1", "--snapshot"}, "exclude each other"},
      {{"watch", "--limit", "0"}, "--limit takes a number of at least 1"},
      {{"city", "show", " "}, "a word is empty: the form is 'city show CITY'"},
      {{"city", "list", "--country", "FRA"}, "--country takes codes of two letters"},
      {{"city", "search", "x", "--country", "F1"}, "--country takes codes of two letters"},
      {{"city", "duplicates", "--country", "*"}, "--country takes codes of two letters"},
      {{"network", "statistics", "--countries", "FR,DEU"}, "--countries takes codes of two"},
      {{"network", "statistics", "--kinds", "odd"}, "--kinds must be "},
      {{"network", "statistics", "--states", "active,"}, "--states takes a list with commas"},
      {{"anniversaries", "--from", "2025-01-01", "--to", "2025-12-31", "--state", "OR"},
       "--state must be proposed"},
      {{"twinning", "list", "--state", "active OR 1"}, "--state must be proposed"},
      {{"project", "list", "--state", "active"}, "--state must be "},
      {{"twinning", "list", "--state", "active", "--state", "ended"}, "--state is given twice"},
      {{"twinning", "end", "a-b", "--etag="}, "--etag needs a value: ETAG"},
      {{"redact", "x", "--names", ""}, "--names needs a value"},
      {{"partners", "belfort", "--on", "2007-02-30"}, "--on takes a day such as 2007-06-15"},
      {{"twinning", "end", "a-b", "--effective", "2007-13"}, "--effective: there is no date"},
      {{"city", "list", "--registry", ""}, "--registry needs a value: HOST:PORT"},
      {{"city", "list", "--registry", "localhost"}, "--registry: \"localhost\" is not HOST:PORT"},
      {{"city", "list", "--registry", "http://a:1"}, "it has a scheme"},
      {{"city", "list", "--registry", "a b:1"}, "it contains white space"},
      {{"city", "list", "--projects", "127.0.0.1:72537"}, "the port is above 65535"},
      {{"city", "list", "--projects", "127.0.0.1:0"}, "the port is below 1"},
      {{"import", "/nonexistent/file"}, "can't read /nonexistent/file"},
      {{"import", "--format", "xml", "/dev/null"}, "--format must be textproto, jsonl or csv"},
      {{"import", "--existing", "twice", "/dev/null"}, "--existing must be replace, merge or keep"},
      {{"import", "wikidata", "--names", "a"}, "needs --names FILE and --relations FILE"},
      {{"export", "--format", "xml"}, "--format must be jsonl, textproto or csv"},
      {{"export", "--format", "csv"}, "--format csv needs --type cities or --type twinnings"},
      {{"export", "--type", "towns"}, "--type must be one of cities, organizations"},
      {{"export", "--service", "weather"}, "--service must be registry or projects"},
      {{"export", "--service", "projects", "--type", "cities"},
       "the projects service has no cities"},
      {{"export", "--to", "/nonexistent/file"}, "can't write /nonexistent/file"},
  };
  for (const UsageCase& c : kCases) {
    const Result result = RunLine(c.line);
    EXPECT_EQ(result.code, kExitUsage) << c.message;
    EXPECT_TRUE(absl::StrContains(result.err, c.message)) << result.err;
    EXPECT_EQ(result.out, "");
  }
}

TEST(ProgramTest, ReportsThePlaceOfAnErrorInABundle) {
  const std::string path = absl::StrCat(testing::TempDir(), "/broken.textproto");
  std::ofstream(path) << "cities { name: 'cities/a' }\ncities { colour: 3 }\n";
  const Result result = RunLine({"import", path});
  EXPECT_EQ(result.code, kExitUsage);
  EXPECT_TRUE(absl::StrContains(result.err, absl::StrCat(path, ":2:"))) << result.err;
  EXPECT_TRUE(absl::StrContains(result.err, "colour")) << result.err;
}

// Port 1 of the loopback interface has no listener.
TEST(ProgramTest, SuggestsTheAddressOptionsIfAServiceIsUnreachable) {
  const Result result = RunLine({"city", "list", "--registry", "127.0.0.1:1", "--timeout", "10s"});
  EXPECT_EQ(result.code, kExitUnavailable);
  EXPECT_TRUE(absl::StrContains(result.err, "--registry")) << result.err;
}

// Both services are called even if one fails. With --names, only the services of those records are
// called.
TEST(ProgramTest, ARedactionReportsWhichServicesFailed) {
  const auto redact = [](std::vector<std::string> options) {
    std::vector<std::string> line = {"redact",     "Quervelle",   "--registry", "127.0.0.1:1",
                                     "--projects", "127.0.0.1:1", "--timeout",  "10s"};
    line.insert(line.end(), options.begin(), options.end());
    const Result result = RunLine(line);
    EXPECT_EQ(result.code, kExitUnavailable);
    return std::make_pair(absl::StrContains(result.err, "the registry service"),
                          absl::StrContains(result.err, "the projects service"));
  };
  EXPECT_EQ(redact({}), std::make_pair(true, true));
  EXPECT_EQ(redact({"--service", "projects"}), std::make_pair(false, true));
  EXPECT_EQ(redact({"--names", "cities/a"}), std::make_pair(true, false));
  EXPECT_EQ(redact({"--names", "cities/a,projects/p"}), std::make_pair(true, true));
}

TEST(ProgramTest, AFailedExportKeepsTheOldFile) {
  const std::string path = absl::StrCat(testing::TempDir(), "/export.jsonl");
  std::ofstream(path) << "precious";
  const Result none =
      RunLine({"export", "--to", path, "--registry", "127.0.0.1:1", "--projects", "127.0.0.1:1"});
  EXPECT_EQ(none.code, kExitUnavailable);
  EXPECT_EQ(RunLine({"export", "--to", path, "--format", "csv"}).code, kExitUsage);
  std::ostringstream content;
  content << std::ifstream(path).rdbuf();
  EXPECT_EQ(content.str(), "precious");
}

}  // namespace
}  // namespace jumelage::cli

// Counts how many misspelt names a server's SearchCities finds. Creates a city for each place in a
// list, and searches for each misspelling. Prints one line of JSON with the number of searches, of
// searches whose first result is a right place, and of searches with a right place among the first
// ten results. If anything fails, prints one line on standard error and exits with 1. The server
// must be empty.

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "benchmarks/load/wire.h"
#include "common/base/status_macros.h"
#include "jumelage/registry/v1/city_service.pb.h"

ABSL_FLAG(std::string, target, "", "HOST:PORT of the server.");
ABSL_FLAG(std::string, names, "data/wikidata-2016/names.tsv",
          "The places: per line an identifier and a label, separated by a tab.");
ABSL_FLAG(std::string, misspellings, "tests/acceptance/misspellings.tsv",
          "The misspellings and, in the third column, the labels that they stand for.");
ABSL_FLAG(int64_t, limit, 0, "Use only this many places and their misspellings; 0: all.");

namespace jumelage::benchmarks {
namespace {

constexpr char kCreateCity[] = "/jumelage.registry.v1.CityService/CreateCity";
constexpr char kSearchCities[] = "/jumelage.registry.v1.CityService/SearchCities";
constexpr int kThreads = 32;
constexpr int kFirst = 10;

using Row = std::vector<std::string>;

absl::StatusOr<std::vector<Row>> ReadTable(const std::string& path, size_t columns) {
  std::ifstream file(path);
  if (!file.is_open()) return absl::NotFoundError(absl::StrCat("can't read ", path));
  std::vector<Row> rows;
  for (std::string line; std::getline(file, line);) {
    rows.push_back(absl::StrSplit(line, '\t'));
    if (rows.back().size() < columns) {
      return absl::InvalidArgumentError(absl::StrCat(path, " has a short line: ", line));
    }
  }
  return rows;
}

std::string CityId(const Row& place) {
  return absl::StrCat("wikidata-", absl::AsciiStrToLower(place[0]));
}

// Creates many cities at the same time, so that they share the waits for the disk.
absl::Status CreateCities(grpc::Channel& channel, const std::vector<Row>& places) {
  std::atomic<size_t> next{0};
  std::vector<absl::Status> ended(kThreads);
  std::vector<std::thread> threads;
  for (absl::Status& status : ended) {
    threads.emplace_back([&] {
      for (size_t i = next++; i < places.size() && status.ok(); i = next++) {
        registry::v1::CreateCityRequest request;
        request.set_city_id(CityId(places[i]));
        request.mutable_city()->set_display_name(places[i][1]);
        registry::v1::City created;
        status = CallOnce(channel, kCreateCity, request, &created);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const absl::Status& status : ended) JUMELAGE_RETURN_IF_ERROR(status);
  return absl::OkStatus();
}

// Returns the index of the first search result whose name is in `right`, or kFirst if there is
// none.
absl::StatusOr<int> PlaceOf(grpc::Channel& channel, const std::string& query,
                            const std::set<std::string>& right) {
  registry::v1::SearchCitiesRequest request;
  request.set_query(query);
  request.set_page_size(kFirst);
  registry::v1::SearchCitiesResponse found;
  JUMELAGE_RETURN_IF_ERROR(CallOnce(channel, kSearchCities, request, &found));
  const auto place =
      std::find_if(found.results().begin(), found.results().end(),
                   [&](const auto& result) { return right.count(result.city().name()) > 0; });
  if (place == found.results().end()) return kFirst;
  return static_cast<int>(place - found.results().begin());
}

absl::Status Run() {
  JUMELAGE_ASSIGN_OR_RETURN(std::vector<Row> places, ReadTable(absl::GetFlag(FLAGS_names), 2));
  JUMELAGE_ASSIGN_OR_RETURN(const std::vector<Row> misspellings,
                            ReadTable(absl::GetFlag(FLAGS_misspellings), 3));
  const auto limit = static_cast<size_t>(absl::GetFlag(FLAGS_limit));
  if (limit > 0 && limit < places.size()) places.resize(limit);
  // If several places have the same label, the misspelling stands for all of them.
  std::map<std::string, std::set<std::string>> meant;
  for (const Row& place : places) meant[place[1]].insert("cities/" + CityId(place));
  const std::shared_ptr<grpc::Channel> channel = Connect(absl::GetFlag(FLAGS_target));
  JUMELAGE_RETURN_IF_ERROR(CreateCities(*channel, places));
  int searches = 0, first = 0, in_ten = 0;
  for (const Row& misspelling : misspellings) {
    const auto right = meant.find(misspelling[2]);
    if (right == meant.end()) continue;
    JUMELAGE_ASSIGN_OR_RETURN(const int place, PlaceOf(*channel, misspelling[0], right->second));
    ++searches;
    if (place == 0) ++first;
    if (place < kFirst) ++in_ten;
  }
  if (searches == 0)
    return absl::InvalidArgumentError(
        "no misspelling in --misspellings belongs to a place in --names");
  std::printf("{\"searches\": %d, \"first\": %d, \"in_ten\": %d}\n", searches, first, in_ten);
  return absl::OkStatus();
}

}  // namespace
}  // namespace jumelage::benchmarks

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  const absl::Status status = jumelage::benchmarks::Run();
  if (status.ok()) return 0;
  std::fprintf(stderr, "recall: %s\n", std::string(status.message()).c_str());
  return 1;
}

// Checks that merges and unmerges, with random edits between them, keep the contract's promises.
// References stay as they were written. There is at most one live twinning per pair and kind, and
// none that links a city with itself. A merged twinning always leads to one that links the same
// pair.

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry_service/testing/live_registry.h"

namespace jumelage {
namespace {

using registry::v1::City;
using registry::v1::ListTwinningsRequest;
using registry::v1::MergeCityRequest;
using registry::v1::QueryPartnersRequest;
using registry::v1::Twinning;
using registry::v1::UnmergeCityRequest;
using Cities = LiveRegistry::Cities;
using Twinnings = LiveRegistry::Twinnings;
using Pair = std::pair<std::string, std::string>;

constexpr int kCities = 6;
constexpr int kSteps = 80;

class MergePropertyTest : public ::testing::TestWithParam<int> {
 protected:
  MergePropertyTest() : random_(GetParam()) {
    for (int i = 0; i < kCities; ++i) {
      EXPECT_THAT(registry_.CreateCity(absl::StrCat("c", i), "display_name: 'x'"), IsOk());
    }
  }

  size_t Below(size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random_); }
  std::string AnyCity() { return absl::StrCat("cities/c", Below(kCities)); }

  std::string Resolve(std::string city) const {
    for (auto it = merged_.find(city); it != merged_.end(); it = merged_.find(city)) {
      city = it->second;
    }
    return city;
  }
  // Stored returns the cities of the sides as they were written. Resolved returns the cities that
  // the sides resolve to.
  Pair Stored(const Twinning& twinning) const {
    return std::minmax(twinning.sides(0).city(), twinning.sides(1).city());
  }
  Pair Resolved(const Twinning& twinning) const {
    const std::string first = Resolve(twinning.sides(0).city());
    const std::string second = Resolve(twinning.sides(1).city());
    return std::minmax(first, second);
  }
  static bool IsLive(const Twinning& twinning) {
    return !twinning.has_delete_time() && twinning.merged_into().empty() &&
           twinning.state() != Twinning::STATE_ENDED;
  }

  std::map<std::string, Twinning> AllTwinnings() {
    ListTwinningsRequest request;
    request.set_page_size(1000);
    request.set_show_deleted(true);
    request.set_show_merged(true);
    const auto response = registry_.Call(registry_.twinnings(), &Twinnings::ListTwinnings, request);
    EXPECT_THAT(response, IsOk());
    std::map<std::string, Twinning> all;
    for (const Twinning& twinning : response->twinnings()) all.emplace(twinning.name(), twinning);
    return all;
  }

  // For each pair that several live twinnings would link, adds to the request one twinning to keep.
  template <typename Request>
  void ChooseKept(const std::map<std::string, Twinning>& twinnings, Request* request) {
    std::map<Pair, std::vector<std::string>> by_pair;
    for (const auto& [name, twinning] : twinnings) {
      if (IsLive(twinning)) by_pair[Resolved(twinning)].push_back(name);
    }
    for (const auto& [pair, names] : by_pair) {
      if (names.size() > 1) request->add_keep_twinnings(names[Below(names.size())]);
    }
  }

  void TryMerge() {
    const std::string city = AnyCity(), into = AnyCity();
    if (city == into) return;
    const bool free = merged_.count(city) + merged_.count(into) == 0;
    const auto before = AllTwinnings();
    MergeCityRequest request;
    request.set_name(city);
    request.set_into(into);
    if (free) {
      merged_[city] = into;
      ChooseKept(before, &request);
    }
    bool with_itself = false;
    for (const auto& [name, twinning] : before) {
      const Pair pair = Resolved(twinning);
      with_itself = with_itself || (IsLive(twinning) && pair.first == pair.second);
    }
    const auto merged = registry_.Call(registry_.cities(), &Cities::MergeCity, request);
    if (!free) {
      EXPECT_THAT(merged, HasReason("RESOURCE_MERGED"));
    } else if (with_itself) {
      EXPECT_THAT(merged, HasReason("TWINNINGS_CLASH"));
      merged_.erase(city);
    } else {
      EXPECT_THAT(merged, IsOk());
    }
  }

  void TryUnmerge() {
    const std::string city = AnyCity();
    UnmergeCityRequest request;
    request.set_name(city);
    auto unmerged = registry_.Call(registry_.cities(), &Cities::UnmergeCity, request);
    if (merged_.count(city) == 0) {
      EXPECT_THAT(unmerged, HasReason("RESOURCE_NOT_MERGED"));
      return;
    }
    // The error lists the twinnings that clash. Retry, and keep one twinning for each pair.
    while (!unmerged.ok()) {
      ASSERT_THAT(unmerged, HasReason("TWINNINGS_CLASH"));
      const auto all = AllTwinnings();
      const std::string target = merged_[city];
      merged_.erase(city);
      std::map<Pair, std::string> kept;
      for (const std::string& name : PreconditionSubjects(unmerged.status())) {
        kept.emplace(Resolved(all.at(name)), name);
      }
      merged_[city] = target;
      for (const auto& [pair, name] : kept) request.add_keep_twinnings(name);
      unmerged = registry_.Call(registry_.cities(), &Cities::UnmergeCity, request);
      ASSERT_THAT(unmerged, IsOk());
    }
    merged_.erase(city);
  }

  void TryCreate() {
    const std::string one = AnyCity(), other = AnyCity();
    if (one == other) return;
    const auto created = registry_.CreateTwinning(
        absl::StrCat("t", ++created_),
        absl::Substitute("kind: KIND_TWINNING sides { city: '$0' } sides { city: '$1' }", one,
                         other));
    if (created.ok()) stored_[created->name()] = Stored(*created);
  }

  template <typename Request>
  void TryStep(grpc::Status (Twinnings::*step)(grpc::ClientContext*, const Request&, Twinning*)) {
    if (created_ == 0) return;
    Request request;
    request.set_name(absl::StrCat("twinnings/t", 1 + Below(created_)));
    registry_.Call(registry_.twinnings(), step, request).status().IgnoreError();
  }

  void Step() {
    switch (Below(10)) {
      case 0:
      case 1:
        return TryMerge();
      case 2:
      case 3:
        return TryUnmerge();
      case 4:
        return TryStep(&Twinnings::EndTwinning);
      case 5:
        return TryStep(&Twinnings::ReactivateTwinning);
      case 6:
        return TryStep(&Twinnings::DeleteTwinning);
      case 7:
        return TryStep(&Twinnings::UndeleteTwinning);
      default:
        return TryCreate();
    }
  }

  void CheckAll() {
    for (int i = 0; i < kCities; ++i) {
      const auto city = registry_.GetCity(absl::StrCat("cities/c", i));
      ASSERT_THAT(city, IsOk());
      const auto model = merged_.find(city->name());
      EXPECT_EQ(city->merged_into(), model == merged_.end() ? "" : model->second);
    }
    const auto all = AllTwinnings();
    std::map<Pair, std::string> live;
    for (const auto& [name, twinning] : all) {
      EXPECT_EQ(Stored(twinning), stored_[name]) << name << " was rewritten";
      if (IsLive(twinning)) {
        const Pair pair = Resolved(twinning);
        EXPECT_NE(pair.first, pair.second) << name;
        EXPECT_TRUE(live.emplace(pair, name).second) << name << " and " << live[pair];
      }
      if (!twinning.merged_into().empty()) {
        const Twinning& kept = all.at(twinning.merged_into());
        EXPECT_EQ(Resolved(kept), Resolved(twinning)) << name;
        EXPECT_FALSE(kept.has_delete_time()) << name;
      }
    }
    CheckPartners(live);
  }

  void CheckPartners(const std::map<Pair, std::string>& live) {
    const std::string city = AnyCity();
    std::set<std::string> expected, told;
    for (const auto& [pair, name] : live) {
      if (pair.first == Resolve(city)) expected.insert(pair.second);
      if (pair.second == Resolve(city)) expected.insert(pair.first);
    }
    QueryPartnersRequest request;
    request.set_city(city);
    request.add_states(Twinning::STATE_PROPOSED);
    request.add_states(Twinning::STATE_ACTIVE);
    const auto partners = registry_.Call(registry_.twinnings(), &Twinnings::QueryPartners, request);
    ASSERT_THAT(partners, IsOk());
    for (const auto& group : partners->groups()) {
      for (const auto& partner : group.partners()) told.insert(partner.city().city());
    }
    EXPECT_EQ(told, expected) << city;
  }

  std::mt19937 random_;
  LiveRegistry registry_;
  int created_ = 0;
  // The expected state: the targets of merged cities, and the sides of twinnings as they were
  // written.
  std::map<std::string, std::string> merged_;
  std::map<std::string, Pair> stored_;
};

TEST_P(MergePropertyTest, EveryEditKeepsThePromisesOfTheContract) {
  for (int step = 0; step < kSteps; ++step) {
    Step();
    CheckAll();
    if (HasFailure()) FAIL() << "at step " << step;
  }
  // The state is the same after a restart.
  registry_.Restart();
  CheckAll();
}

INSTANTIATE_TEST_SUITE_P(Seeds, MergePropertyTest, ::testing::Range(1, 16));

}  // namespace
}  // namespace jumelage

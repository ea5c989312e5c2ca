#include "registry_service/domain/duplicates.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <tuple>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"
#include "common/base/status_macros.h"
#include "common/values/sphere.h"
#include "common/values/text_folding.h"

namespace jumelage {
namespace {

using registry::v1::DuplicateProposal;
using Reason = DuplicateProposal::Reason;

// The weight of each reason in the score, and the limits of their sums.
constexpr int kSameName = 50;
constexpr int kSharedName = 40;
constexpr int kNameWithinName = 30;
constexpr int kSimilarName = 20;
constexpr int kSharedPartner = 20;
constexpr int kEachFurtherPartner = 5;
constexpr int kMostForPartners = 40;
constexpr int kLinkedPartners = 10;
constexpr int kNearby = 20;
constexpr int kParent = 10;
constexpr int kSameCountry = 10;
constexpr int kMostInAll = 100;

// Only the first kMaxWords words of a name are searched for other names.
constexpr size_t kMaxWords = 10;
// Parts of a name shorter than this, in bytes, are not looked up as names.
constexpr size_t kMinPartLength = 3;
// For similar names: how many names that follow a name in alphabetical order are compared with it,
// how many bytes they must have in common at the beginning, and how many edits may separate them.
// The common beginning must also be at least half of the shorter name.
constexpr int kNeighbours = 10;
constexpr size_t kMinCommonBeginning = 4;
constexpr int kMaxEdits = 3;

// The approximate cost of each operation, in steps of Pace.
constexpr int64_t kStepsPerFolding = 1000;
constexpr int64_t kStepsPerPart = 100;
constexpr int64_t kStepsPerComparison = 100;
constexpr int64_t kStepsPerPair = 500;

double DistanceBetween(const std::pair<double, double>& a, const std::pair<double, double>& b) {
  return DistanceKm(ToSphere(a.first, a.second), ToSphere(b.first, b.second));
}

// Returns whether at most kMaxEdits edits (insertions, deletions, substitutions) turn `a` into `b`.
bool DifferLittle(absl::string_view a, absl::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > kMaxEdits) return false;
  std::vector<int> row(a.size() + 1);
  for (size_t i = 0; i <= a.size(); ++i) row[i] = static_cast<int>(i);
  for (size_t j = 1; j <= b.size(); ++j) {
    int diagonal = row[0];
    int least = row[0] = static_cast<int>(j);
    for (size_t i = 1; i <= a.size(); ++i) {
      const int substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[i];
      row[i] = std::min({row[i] + 1, row[i - 1] + 1, substituted});
      least = std::min(least, row[i]);
    }
    if (least > kMaxEdits) return false;
  }
  return row[a.size()] <= kMaxEdits;
}

bool BeginAlike(absl::string_view a, absl::string_view b) {
  const size_t shorter = std::min(a.size(), b.size());
  size_t common = 0;
  while (common < shorter && a[common] == b[common]) ++common;
  return common >= kMinCommonBeginning && 2 * common >= shorter;
}

int WeightOf(Reason name_reason) {
  switch (name_reason) {
    case DuplicateProposal::REASON_SAME_NAME:
      return kSameName;
    case DuplicateProposal::REASON_SHARED_NAME:
      return kSharedName;
    case DuplicateProposal::REASON_NAME_WITHIN_NAME:
      return kNameWithinName;
    default:
      return kSimilarName;
  }
}

// The cities with which each city is twinned.
class Partners {
 public:
  explicit Partners(const ComparedCities& compared) : of_(compared.cities.size()) {
    for (const auto& [one, other] : compared.links) {
      of_.resize(std::max(of_.size(), static_cast<size_t>(std::max(one, other)) + 1));
      of_[one].push_back(other);
      of_[other].push_back(one);
    }
    for (std::vector<int>& partners : of_) {
      std::sort(partners.begin(), partners.end());
      partners.erase(std::unique(partners.begin(), partners.end()), partners.end());
    }
  }

  bool AreTwinned(int one, int other) const {
    return std::binary_search(of_[one].begin(), of_[one].end(), other);
  }
  int Shared(int one, int other) const {
    std::vector<int> shared;
    std::set_intersection(of_[one].begin(), of_[one].end(), of_[other].begin(), of_[other].end(),
                          std::back_inserter(shared));
    return static_cast<int>(shared.size());
  }
  // Returns whether a partner of `one` is twinned with a partner of `other`.
  bool AreLinked(int one, int other) const {
    return std::any_of(of_[one].begin(), of_[one].end(),
                       [&](int partner) { return Shared(partner, other) > 0; });
  }

 private:
  std::vector<std::vector<int>> of_;
};

// Finds the pairs of cities whose names suggest that they are the same place, each with the
// strongest reason.
class NamePairs {
 public:
  NamePairs(const ComparedCities& compared, Pace* pace) : compared_(compared), pace_(*pace) {}

  absl::Status Find() {
    JUMELAGE_RETURN_IF_ERROR(Fold());
    JUMELAGE_RETURN_IF_ERROR(AddNamesakes());
    JUMELAGE_RETURN_IF_ERROR(AddNamesWithinNames());
    return AddSimilarNames();
  }
  const absl::flat_hash_map<std::pair<int, int>, Reason>& pairs() const { return pairs_; }

 private:
  // The names of a city, folded for comparison.
  struct Folded {
    std::string display_key;
    // All names of the city, each once.
    std::vector<std::string> forms;
  };

  absl::Status Fold() {
    for (size_t i = 0; i < compared_.cities.size(); ++i) {
      const ComparedCity& city = compared_.cities[i];
      Folded& folded = folded_.emplace_back();
      folded.display_key = NameKey(city.display_name);
      folded.forms = NameKeys(city.display_name);
      for (const std::string& name : city.names) {
        for (std::string& form : NameKeys(name)) folded.forms.push_back(std::move(form));
      }
      std::sort(folded.forms.begin(), folded.forms.end());
      folded.forms.erase(std::unique(folded.forms.begin(), folded.forms.end()), folded.forms.end());
      for (const std::string& form : folded.forms) {
        std::vector<int>& bearers = bearers_[form];
        if (static_cast<int>(bearers.size()) < kMaxNamesakes) {
          bearers.push_back(static_cast<int>(i));
        }
      }
      JUMELAGE_RETURN_IF_ERROR(
          pace_.Done(kStepsPerFolding * static_cast<int64_t>(1 + city.names.size())));
    }
    return absl::OkStatus();
  }

  void Add(int one, int other, Reason reason) {
    if (one == other) return;
    // A reason with a smaller number is stronger.
    const std::pair<int, int> pair = std::minmax(one, other);
    const auto [it, added] = pairs_.try_emplace(pair, reason);
    if (!added) it->second = std::min(it->second, reason);
  }

  absl::Status AddNamesakes() {
    for (const auto& [form, bearers] : bearers_) {
      for (size_t i = 0; i < bearers.size(); ++i) {
        for (size_t j = i + 1; j < bearers.size(); ++j) {
          const bool same = folded_[bearers[i]].display_key == folded_[bearers[j]].display_key;
          Add(bearers[i], bearers[j],
              same ? DuplicateProposal::REASON_SAME_NAME : DuplicateProposal::REASON_SHARED_NAME);
        }
        JUMELAGE_RETURN_IF_ERROR(
            pace_.Done(kStepsPerComparison * static_cast<int64_t>(bearers.size() - i)));
      }
    }
    return absl::OkStatus();
  }

  absl::Status AddNamesWithinNames() {
    for (size_t city = 0; city < folded_.size(); ++city) {
      for (const std::string& form : folded_[city].forms) {
        const std::vector<std::string> words = FoldedWords(form);
        const size_t count = std::min(words.size(), kMaxWords);
        for (size_t begin = 0; begin < count; ++begin) {
          for (size_t end = begin + 1; end <= count; ++end) {
            if (end - begin == words.size()) continue;
            AddBearers(static_cast<int>(city),
                       absl::StrJoin(words.begin() + begin, words.begin() + end, " "));
          }
        }
        JUMELAGE_RETURN_IF_ERROR(
            pace_.Done(kStepsPerPart * static_cast<int64_t>(1 + count * count)));
      }
    }
    return absl::OkStatus();
  }

  void AddBearers(int city, const std::string& part) {
    if (part.size() < kMinPartLength) return;
    const auto found = bearers_.find(part);
    if (found == bearers_.end() || ++containing_[found->first] > kMaxNamesakes) return;
    for (const int bearer : found->second) {
      Add(city, bearer, DuplicateProposal::REASON_NAME_WITHIN_NAME);
    }
  }

  absl::Status AddSimilarNames() {
    std::vector<std::pair<absl::string_view, int>> names;
    for (const auto& [form, bearers] : bearers_) {
      for (const int bearer : bearers) names.emplace_back(form, bearer);
    }
    std::sort(names.begin(), names.end());
    for (size_t i = 0; i < names.size(); ++i) {
      for (size_t j = i + 1; j < names.size() && j <= i + kNeighbours; ++j) {
        if (!BeginAlike(names[i].first, names[j].first)) break;
        JUMELAGE_RETURN_IF_ERROR(pace_.Done(kStepsPerComparison));
        if (!DifferLittle(names[i].first, names[j].first)) continue;
        Add(names[i].second, names[j].second, DuplicateProposal::REASON_SIMILAR_NAME);
      }
    }
    return absl::OkStatus();
  }

  const ComparedCities& compared_;
  Pace& pace_;
  // Indexed like `compared_.cities`.
  std::vector<Folded> folded_;
  absl::flat_hash_map<std::string, std::vector<int>> bearers_;
  // For each name, the number of names that contain it, including those beyond kMaxNamesakes.
  absl::flat_hash_map<absl::string_view, int> containing_;
  absl::flat_hash_map<std::pair<int, int>, Reason> pairs_;
};

// Scores a pair by its names and all other evidence. Returns nullopt if the pair is ruled out: by
// different countries, by a twinning between the two cities, or by their distance.
std::optional<Duplicate> Weigh(const ComparedCities& compared, const Partners& partners, int first,
                               int second, Reason name_reason) {
  const ComparedCity& one = compared.cities[first];
  const ComparedCity& other = compared.cities[second];
  const bool countries = !one.country.empty() && !other.country.empty();
  if (countries && one.country != other.country) return std::nullopt;
  if (partners.AreTwinned(first, second)) return std::nullopt;
  Duplicate pair;
  pair.first = first;
  pair.second = second;
  pair.score = WeightOf(name_reason) + (countries ? kSameCountry : 0);
  pair.reasons.push_back(name_reason);
  if (one.location && other.location) {
    pair.distance_km = DistanceBetween(*one.location, *other.location);
    if (*pair.distance_km > kFarApartKm) return std::nullopt;
  }
  pair.shared_partners = partners.Shared(first, second);
  if (pair.shared_partners > 0) {
    pair.score += std::min(kMostForPartners,
                           kSharedPartner + kEachFurtherPartner * (pair.shared_partners - 1));
    pair.reasons.push_back(DuplicateProposal::REASON_SHARED_PARTNERS);
  } else if (partners.AreLinked(first, second)) {
    pair.score += kLinkedPartners;
    pair.reasons.push_back(DuplicateProposal::REASON_SHARED_PARTNERS);
  }
  if (pair.distance_km && *pair.distance_km <= kNearbyKm) {
    pair.score += kNearby;
    pair.reasons.push_back(DuplicateProposal::REASON_NEARBY);
  }
  if (one.parent == second || other.parent == first) {
    pair.score += kParent;
    pair.reasons.push_back(DuplicateProposal::REASON_PARENT);
  }
  pair.score = std::min(pair.score, kMostInAll);
  return pair;
}

}  // namespace

absl::StatusOr<std::vector<Duplicate>> FindDuplicates(const ComparedCities& compared,
                                                      const StillWanted& still_wanted) {
  Pace pace(still_wanted);
  const Partners partners(compared);
  NamePairs names(compared, &pace);
  JUMELAGE_RETURN_IF_ERROR(names.Find());
  std::vector<Duplicate> found;
  for (const auto& [pair, reason] : names.pairs()) {
    JUMELAGE_RETURN_IF_ERROR(pace.Done(kStepsPerPair));
    std::optional<Duplicate> weighed = Weigh(compared, partners, pair.first, pair.second, reason);
    if (weighed) found.push_back(*std::move(weighed));
  }
  std::sort(found.begin(), found.end(), [](const Duplicate& a, const Duplicate& b) {
    return std::make_tuple(-a.score, a.first, a.second) <
           std::make_tuple(-b.score, b.first, b.second);
  });
  if (found.size() > kMaxProposals) found.resize(kMaxProposals);
  return found;
}

}  // namespace jumelage

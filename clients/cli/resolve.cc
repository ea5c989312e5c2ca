#include "clients/cli/resolve.h"

#include <algorithm>
#include <ostream>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/command/arguments.h"
#include "clients/cli/text/printable.h"
#include "clients/cpp/registry_client.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/values/resource_name.h"
#include "common/values/text_folding.h"

namespace jumelage::cli {
namespace {

namespace v1 = registry::v1;

// The maximum number of candidates that an error lists.
constexpr int kMaxCandidates = 10;

absl::StatusOr<v1::City> GetCity(const std::string& name, client::RegistryClient& registry) {
  v1::GetCityRequest request;
  request.set_name(name);
  return registry.GetCity(request);
}

std::string Described(const v1::City& city) {
  std::vector<std::string> facts = {Isolated(Printable(city.display_name()))};
  if (!city.country().empty()) facts.push_back(city.country());
  return absl::StrCat(city.name(), " (", absl::StrJoin(facts, ", "), ")");
}

absl::Status AmbiguousError(absl::string_view text, const std::vector<std::string>& candidates) {
  return UsageError(
      absl::StrCat("'", text, "' may be ", absl::StrJoin(candidates, ", "), ": which one?"));
}

absl::StatusOr<FoundCity> FindCity(const std::string& text, client::RegistryClient& registry) {
  if (absl::StartsWith(text, "cities/")) {
    JUMELAGE_ASSIGN_OR_RETURN(v1::City city, GetCity(text, registry));
    return FoundCity{std::move(city), false};
  }
  if (IsResourceId(text)) {
    absl::StatusOr<v1::City> city = GetCity(ResourceName("cities", text), registry);
    if (city.ok()) return FoundCity{*std::move(city), false};
    if (!absl::IsNotFound(city.status())) return city.status();
  }
  v1::SearchCitiesRequest request;
  request.set_query(text);
  JUMELAGE_ASSIGN_OR_RETURN(const v1::SearchCitiesResponse results, registry.SearchCities(request));
  if (results.results().empty()) return NotFoundError("City", text);
  return ChooseCity(text, results);
}

}  // namespace

std::string InCollection(absl::string_view collection, absl::string_view text) {
  if (absl::StrContains(text, '/')) return std::string(text);
  return absl::StrCat(collection, "/", text);
}

absl::StatusOr<FoundCity> ChooseCity(absl::string_view text,
                                     const v1::SearchCitiesResponse& results) {
  const std::string wanted = FoldText(text);
  const v1::City* whole = nullptr;
  int whole_count = 0;
  std::vector<std::string> candidates;
  int typed_count = 0;
  for (const v1::CitySearchResult& result : results.results()) {
    // The best results come first. Results with typos count only if every result has some.
    const bool typed = result.typing_errors() == 0;
    if (!typed && typed_count > 0) break;
    if (typed) ++typed_count;
    const std::vector<std::string> forms = FoldedForms(result.matched_text());
    if (std::find(forms.begin(), forms.end(), wanted) != forms.end()) {
      whole = &result.city();
      ++whole_count;
    }
    if (candidates.size() < kMaxCandidates) {
      candidates.push_back(Described(result.city()));
    }
  }
  if (whole_count == 1) return FoundCity{*whole, false};
  // Several cities have that name, or only typos lead to a city.
  if (whole_count > 1 || typed_count != 1) return AmbiguousError(text, candidates);
  return FoundCity{results.results(0).city(), true};
}

absl::StatusOr<v1::City> ResolveCity(const std::string& text, const CommandContext& context) {
  JUMELAGE_ASSIGN_OR_RETURN(FoundCity found, FindCity(text, context.registry));
  if (found.alike) {
    context.err << "no city is called '" << text << "'; found " << Described(found.city)
                << std::endl;
  }
  return std::move(found.city);
}

absl::StatusOr<v1::City> ResolveCityToChange(const std::string& text,
                                             const CommandContext& context) {
  JUMELAGE_ASSIGN_OR_RETURN(FoundCity found, FindCity(text, context.registry));
  if (found.alike) return AmbiguousError(text, {Described(found.city)});
  return std::move(found.city);
}

}  // namespace jumelage::cli

#include "clients/cli/resolve.h"

#include <algorithm>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "clients/cli/command/arguments.h"
#include "clients/cli/text/printable.h"
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

}  // namespace

std::string InCollection(absl::string_view collection, absl::string_view text) {
  if (absl::StrContains(text, '/')) return std::string(text);
  return absl::StrCat(collection, "/", text);
}

absl::StatusOr<v1::City> ChooseCity(absl::string_view text,
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
      candidates.push_back(absl::StrCat(result.city().name(), " (",
                                        Isolated(Printable(result.city().display_name())), ", ",
                                        result.city().country(), ")"));
    }
  }
  if (whole_count == 1) return *whole;
  if (typed_count == 1) return results.results(0).city();
  return UsageError(
      absl::StrCat("'", text, "' may be ", absl::StrJoin(candidates, ", "), ": which one?"));
}

absl::StatusOr<v1::City> ResolveCity(const std::string& text, client::RegistryClient& registry) {
  if (absl::StartsWith(text, "cities/")) return GetCity(text, registry);
  if (IsResourceId(text)) {
    absl::StatusOr<v1::City> city = GetCity(ResourceName("cities", text), registry);
    if (city.ok() || !absl::IsNotFound(city.status())) return city;
  }
  v1::SearchCitiesRequest request;
  request.set_query(text);
  JUMELAGE_ASSIGN_OR_RETURN(const v1::SearchCitiesResponse results, registry.SearchCities(request));
  if (results.results().empty()) return NotFoundError("City", text);
  return ChooseCity(text, results);
}

}  // namespace jumelage::cli

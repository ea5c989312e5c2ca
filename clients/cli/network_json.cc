#include "clients/cli/network_json.h"

#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"

namespace jumelage::cli {
namespace {

class Object {
 public:
  void Add(absl::string_view key, int64_t value) { AddText(key, absl::StrCat(value)); }
  // 17 significant digits identify any double.
  void Add(absl::string_view key, bool defined, double value) {
    AddText(key, defined ? absl::StrFormat("%.17g", value) : "null");
  }
  std::string Text() const { return absl::StrCat("{", text_, "\n}\n"); }

 private:
  void AddText(absl::string_view key, absl::string_view value) {
    absl::StrAppend(&text_, text_.empty() ? "" : ",", "\n  \"", key, "\": ", value);
  }
  std::string text_;
};

}  // namespace

std::string StatisticsJson(const registry::v1::ComputeStatisticsResponse& statistics) {
  Object object;
  object.Add("places", statistics.places());
  object.Add("twinnings", statistics.twinnings());
  object.Add("components", statistics.components());
  object.Add("largest_component", statistics.largest_component());
  object.Add("max_degree", statistics.max_degree());
  object.Add("mean_degree", statistics.has_mean_degree(), statistics.mean_degree());
  object.Add("wedges", statistics.wedges());
  object.Add("claws", statistics.claws());
  object.Add("triangles", statistics.triangles());
  object.Add("squares", statistics.squares());
  object.Add("clustering", statistics.has_clustering(), statistics.clustering());
  object.Add("assortativity", statistics.has_assortativity(), statistics.assortativity());
  object.Add("diameter", statistics.diameter());
  object.Add("mean_distance", statistics.has_mean_distance(), statistics.mean_distance());
  return object.Text();
}

}  // namespace jumelage::cli

#include "registry_service/storage/redirects.h"

#include <set>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "common/base/status_macros.h"
#include "common/message/references.h"

namespace jumelage {

const char kRedirectsDdl[] = R"sql(
  CREATE INDEX redirects_by_target ON redirects(target);
  CREATE VIEW redirect_ends(name, target) AS
    WITH RECURSIVE way(name, target) AS (
      SELECT name, target FROM redirects
      UNION SELECT w.name, r.target FROM way w JOIN redirects r ON r.name = w.target)
    SELECT name, target FROM way w
      WHERE NOT EXISTS (SELECT 1 FROM redirects r WHERE r.name = w.target);
)sql";

namespace {

// Selects the names in the chain from $0 to its end, then all names that lead to one of these. A
// list of past states has temporary tables, possibly one of redirects, but uses the current merges.
constexpr char kNamesOf[] =
    "WITH RECURSIVE way(name) AS (SELECT $0 UNION SELECT r.target FROM way w JOIN main.redirects r "
    "ON r.name = w.name), same(name) AS (SELECT name FROM way UNION SELECT r.name FROM same s "
    "JOIN main.redirects r ON r.target = s.name) SELECT name FROM same";

absl::StatusOr<std::vector<std::string>> Names(sqlite::Database& db, absl::string_view sql,
                                               absl::string_view name) {
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select, db.Prepare(sql));
  select.BindText(1, name);
  std::vector<std::string> names;
  for (;;) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
    if (!row) return names;
    names.emplace_back(select.ColumnText(0));
  }
}

absl::Status CircleError(absl::string_view name) {
  return absl::DataLossError(absl::StrCat("the merges of ", name, " form a circle"));
}

}  // namespace

absl::StatusOr<bool> HasRedirects(sqlite::Database& db) {
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select,
                            db.Prepare("SELECT 1 FROM redirects LIMIT 1"));
  return select.Step();
}

absl::StatusOr<std::string> ResolveName(sqlite::Database& db, absl::string_view name) {
  std::string resolved(name);
  absl::flat_hash_set<std::string> way;
  for (;;) {
    JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select,
                              db.Prepare("SELECT target FROM redirects WHERE name = ?"));
    select.BindText(1, resolved);
    JUMELAGE_ASSIGN_OR_RETURN(const bool merged, select.Step());
    if (!merged) return resolved;
    if (!way.insert(std::move(resolved)).second) return CircleError(name);
    resolved = std::string(select.ColumnText(0));
  }
}

absl::StatusOr<std::vector<std::string>> NamesLeadingTo(sqlite::Database& db,
                                                        absl::string_view name) {
  return Names(db,
               "WITH RECURSIVE same(name) AS (SELECT ? UNION SELECT r.name FROM same s "
               "JOIN redirects r ON r.target = s.name) SELECT name FROM same",
               name);
}

absl::StatusOr<std::vector<std::string>> NamesOf(sqlite::Database& db, absl::string_view name) {
  JUMELAGE_ASSIGN_OR_RETURN(const std::string end, ResolveName(db, name));
  return NamesLeadingTo(db, end);
}

std::string SqlNamesOf(absl::string_view value) {
  return absl::Substitute(absl::StrCat("(", kNamesOf, ")"), value);
}

absl::StatusOr<absl::flat_hash_map<std::string, std::string>> RedirectEnds(sqlite::Database& db) {
  absl::flat_hash_map<std::string, std::string> targets;
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select,
                            db.Prepare("SELECT name, target FROM redirects"));
  for (;;) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
    if (!row) break;
    targets.emplace(select.ColumnText(0), select.ColumnText(1));
  }
  absl::flat_hash_map<std::string, std::string> ends;
  for (const auto& [name, target] : targets) {
    const std::string* end = &target;
    size_t steps = 0;
    for (auto next = targets.find(*end); next != targets.end(); next = targets.find(*end)) {
      if (++steps == targets.size()) return CircleError(name);
      end = &next->second;
    }
    ends.emplace(name, *end);
  }
  return ends;
}

absl::StatusOr<bool> NamesMerged(sqlite::Database& db, const google::protobuf::Message& resource) {
  JUMELAGE_ASSIGN_OR_RETURN(const auto redirects, RedirectsIn(db, resource));
  return !redirects.empty();
}

absl::StatusOr<google::protobuf::RepeatedPtrField<registry::v1::Redirect>> RedirectsIn(
    sqlite::Database& db, const google::protobuf::Message& resource) {
  google::protobuf::RepeatedPtrField<registry::v1::Redirect> redirects;
  JUMELAGE_ASSIGN_OR_RETURN(const bool any, HasRedirects(db));
  if (!any) return redirects;
  std::set<std::string> names;
  for (NamedReference& reference : ReferencesOf("", resource)) {
    names.insert(std::move(reference.name));
  }
  for (const std::string& name : names) {
    JUMELAGE_ASSIGN_OR_RETURN(std::string target, ResolveName(db, name));
    if (target == name) continue;
    registry::v1::Redirect* const redirect = redirects.Add();
    redirect->set_resource(name);
    redirect->set_target(std::move(target));
  }
  return redirects;
}

}  // namespace jumelage

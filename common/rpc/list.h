#ifndef JUMELAGE_COMMON_RPC_LIST_H_
#define JUMELAGE_COMMON_RPC_LIST_H_

#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/status_macros.h"
#include "common/filter/field.h"
#include "common/rpc/fingerprint.h"
#include "common/sqlite/database.h"
#include "common/view/list_query.h"
#include "common/view/table.h"

namespace jumelage {

// A name in a List method's order_by, and the column whose order it is.
struct ListOrder {
  std::string name;
  std::string column;
};

// The fields of a List request that say which page it is.
struct ListParameters {
  int page_size = 0;
  std::string page_token;
  std::string filter;
  std::string order_by;
  bool show_deleted = false;
  bool show_merged = false;
  // Of everything that the walk depends on.
  uint64_t fingerprint = 0;
};

// Whether a List request asks for merged resources: those of types that can be merged do.
template <typename Request, typename = void>
struct CanShowMerged : std::false_type {};
template <typename Request>
struct CanShowMerged<Request, std::void_t<decltype(std::declval<const Request&>().show_merged())>>
    : std::true_type {};

// How a List method of the API becomes a query of a table, and back: filter, order, page size, and
// page tokens that are bound to their request. Made once a method; immutable and thread-safe.
class ListSpec {
 public:
  // "name" is among the orders by itself, and the default.
  ListSpec(FilterSchema filters, std::vector<ListOrder> orders);

  // FIELD_INVALID (page_size, order_by: all violations at once), FILTER_INVALID,
  // PAGE_TOKEN_INVALID.
  absl::StatusOr<ListQuery> ToQuery(const ListParameters& parameters) const;
  template <typename Request>
  absl::StatusOr<ListQuery> ToQuery(const Request& request) const {
    return ToQuery(ParametersOf(request));
  }

  // The token of the page that begins after the keyset position `next`; empty when that is empty.
  static std::string NextPageToken(const std::vector<sqlite::Value>& next, uint64_t fingerprint);

  // The keyset position in a token that NextPageToken made for the same fingerprint; empty for an
  // empty token. PAGE_TOKEN_INVALID.
  static absl::StatusOr<std::vector<sqlite::Value>> PositionIn(absl::string_view page_token,
                                                               uint64_t fingerprint);

  template <typename Request>
  static ListParameters ParametersOf(const Request& request) {
    ListParameters parameters;
    parameters.page_size = request.page_size();
    parameters.page_token = request.page_token();
    parameters.filter = request.filter();
    parameters.order_by = request.order_by();
    parameters.show_deleted = request.show_deleted();
    if constexpr (CanShowMerged<Request>::value) parameters.show_merged = request.show_merged();
    parameters.fingerprint = RequestFingerprint(request, {"page_size", "page_token", "read_mask"});
    return parameters;
  }

 private:
  absl::StatusOr<std::vector<OrderKey>> Order(absl::string_view order_by) const;

  const FilterSchema filters_;
  std::vector<ListOrder> orders_;
};

// A page of a List answer.
template <typename R>
struct ListPage {
  std::vector<R> resources;
  std::string next_page_token;
};

// Reads the page that a List request asks for, of resources for which `more` holds too. The errors
// of ListSpec::ToQuery.
template <typename R, typename Request>
absl::StatusOr<ListPage<R>> ReadListPage(const ListSpec& spec, const Table<R>& table,
                                         sqlite::Database& db, const Request& request,
                                         const std::vector<Condition>& more = {}) {
  const ListParameters parameters = ListSpec::ParametersOf(request);
  JUMELAGE_ASSIGN_OR_RETURN(ListQuery query, spec.ToQuery(parameters));
  query.where.insert(query.where.end(), more.begin(), more.end());
  JUMELAGE_ASSIGN_OR_RETURN(typename Table<R>::Page page, table.List(db, query));
  ListPage<R> result;
  result.next_page_token = ListSpec::NextPageToken(page.next, parameters.fingerprint);
  result.resources = std::move(page.resources);
  return result;
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RPC_LIST_H_

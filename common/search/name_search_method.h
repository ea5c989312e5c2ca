#ifndef JUMELAGE_COMMON_SEARCH_NAME_SEARCH_METHOD_H_
#define JUMELAGE_COMMON_SEARCH_NAME_SEARCH_METHOD_H_

#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/status_macros.h"
#include "common/base/violations.h"
#include "common/resource/request_checks.h"
#include "common/resource/resource_rules.h"
#include "common/resource/standard_methods.h"
#include "common/rpc/handler.h"
#include "common/rpc/history.h"
#include "common/search/name_query.h"
#include "common/search/names.h"
#include "common/search/search.h"
#include "common/values/text_folding.h"

namespace jumelage {

// The Search method of a resource type R. One per service; thread-safe. `handler`, `methods` and
// the texts in `tables` must outlive the object. `names_of` returns the name of a resource, and
// then the names of the resources that were merged into it. It is null if resources are never
// merged.
template <typename R>
class NameSearchMethod {
 public:
  using NamesOf =
      std::function<absl::StatusOr<std::vector<std::string>>(sqlite::Database&, absl::string_view)>;

  NameSearchMethod(const Handler* handler, const StandardMethods<R>* methods,
                   const NameTables& tables, NamesOf names_of = nullptr)
      : handler_(*handler), methods_(*methods), tables_(tables), names_of_(std::move(names_of)) {}

  // `in_result` is the accessor of the resource in a result. `extras.tell` is not called.
  template <typename Request, typename Response, typename Result>
  grpc::ServerUnaryReactor* Search(grpc::CallbackServerContext* context, const Request* request,
                                   Response* response, R* (Result::*in_result)(),
                                   ListExtras<R, Request, Response> extras = {}) const {
    return handler_.template Query<Request, Response>(
        context, request, response,
        [&extras](const Request& request) { return Validate(request, extras); },
        [this, context, in_result, conditions = extras.conditions](
            const Snapshot& snapshot, const Request& request, Response* response) {
          return Answer(snapshot, request, conditions ? conditions(request) : Conditions(),
                        WantedBy(context), in_result, response);
        });
  }

 private:
  using Conditions = std::vector<Condition>;

  template <typename Request>
  static uint64_t Fingerprint(const Request& request) {
    return RequestFingerprint(request, {"page_size", "page_token", "read_mask"});
  }

  template <typename Request, typename Response>
  static absl::Status Validate(const Request& request,
                               const ListExtras<R, Request, Response>& extras) {
    Violations violations;
    CheckRequiredLine("query", request.query(), kMaxNameLength, &violations);
    if (!request.query().empty() && FoldText(request.query()).empty()) {
      violations.Add("query", "must contain a letter or a digit");
    }
    if (extras.check) extras.check(request, &violations);
    CheckWanted("kinds", request.kinds(), R::Kind_IsValid, &violations);
    violations.AddAll(PageSize(request.page_size(), kDefaultPageSize, kMaxPageSize).status());
    CheckReadMask(request.read_mask(), R::descriptor(), &violations);
    JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
    return ListSpec::PositionIn(request.page_token(), Fingerprint(request)).status();
  }

  template <typename Request>
  static absl::StatusOr<NameSearch> ToSearch(const Request& request, Conditions where,
                                             StillWanted wanted) {
    NameSearch search(FoldText(request.query()), std::move(wanted));
    search.where = std::move(where);
    if (!request.kinds().empty()) search.where.push_back(ValueIn("kind", request.kinds()));
    JUMELAGE_ASSIGN_OR_RETURN(search.limit,
                              PageSize(request.page_size(), kDefaultPageSize, kMaxPageSize));
    JUMELAGE_ASSIGN_OR_RETURN(search.after,
                              ListSpec::PositionIn(request.page_token(), Fingerprint(request)));
    return search;
  }

  // Returns the name by which the search finds the resource: the best match among its own names
  // and, if `merged`, those of the resources that were merged into it.
  absl::StatusOr<NamedMatch> FoundAs(sqlite::Database& db, const R& resource,
                                     const NameQuery& query, bool merged) const {
    std::optional<NamedMatch> best = BestMatch(query, NamesIn(resource));
    std::vector<std::string> names;
    if (merged && (!best || best->match.rank != kWholeNameRank)) {
      JUMELAGE_ASSIGN_OR_RETURN(names, names_of_(db, resource.name()));
      names.erase(names.begin());
    }
    for (const std::string& name : names) {
      JUMELAGE_ASSIGN_OR_RETURN(const R other, methods_.resources().Get(db, name));
      const std::optional<NamedMatch> found = BestMatch(query, NamesIn(other));
      if (found && (!best || found->match.rank < best->match.rank)) best = found;
    }
    // The index finds only matches, so there is always a best one. If there ever were none, that
    // would not justify failing the search.
    return best ? *std::move(best) : NamedMatch{resource.display_name(), NameMatch()};
  }

  template <typename Request, typename Response, typename Result>
  absl::Status Answer(const Snapshot& snapshot, const Request& request, Conditions where,
                      StillWanted wanted, R* (Result::*in_result)(), Response* response) const {
    JUMELAGE_ASSIGN_OR_RETURN(const NameSearch search,
                              ToSearch(request, std::move(where), std::move(wanted)));
    JUMELAGE_ASSIGN_OR_RETURN(const ReadMask mask,
                              ReadMask::Parse(request.read_mask(), R::descriptor()));
    JUMELAGE_ASSIGN_OR_RETURN(const bool incomplete, methods_.Incomplete(snapshot.db));
    const bool merged = names_of_ != nullptr && incomplete;
    JUMELAGE_ASSIGN_OR_RETURN(const FoundByName page,
                              SearchByName(snapshot.db, tables_, search, merged));
    for (const std::string& bytes : page.resources) {
      Result* const result = response->add_results();
      R* const resource = (result->*in_result)();
      if (!resource->ParseFromString(bytes)) {
        return absl::DataLossError("the view holds an unreadable resource");
      }
      JUMELAGE_ASSIGN_OR_RETURN(NamedMatch found,
                                FoundAs(snapshot.db, *resource, search.query, merged));
      result->set_matched_text(std::move(found.name));
      result->set_typing_errors(found.match.errors);
      if (incomplete) {
        JUMELAGE_RETURN_IF_ERROR(methods_.Complete(snapshot.db, resource).status());
      }
      mask.Apply(resource);
    }
    response->set_next_page_token(ListSpec::NextPageToken(page.next, Fingerprint(request)));
    response->set_revision(snapshot.revision);
    return absl::OkStatus();
  }

  const Handler& handler_;
  const StandardMethods<R>& methods_;
  const NameTables tables_;
  const NamesOf names_of_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_SEARCH_NAME_SEARCH_METHOD_H_

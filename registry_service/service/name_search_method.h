#ifndef JUMELAGE_REGISTRY_SERVICE_SERVICE_NAME_SEARCH_METHOD_H_
#define JUMELAGE_REGISTRY_SERVICE_SERVICE_NAME_SEARCH_METHOD_H_

#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/status_macros.h"
#include "common/base/still_wanted.h"
#include "common/base/violations.h"
#include "common/rpc/handler.h"
#include "common/rpc/history.h"
#include "common/store/resources.h"
#include "common/values/text_folding.h"
#include "registry_service/domain/field_checks.h"
#include "registry_service/domain/name_query.h"
#include "registry_service/domain/names.h"
#include "registry_service/service/requests/requests.h"
#include "registry_service/storage/conditions.h"
#include "registry_service/storage/redirects.h"
#include "registry_service/storage/search.h"

namespace jumelage {

// Whether a Search request asks for a country: those for what lies in one do.
template <typename Request, typename = void>
struct CanAskForCountry : std::false_type {};
template <typename Request>
struct CanAskForCountry<Request, std::void_t<decltype(std::declval<const Request&>().country())>>
    : std::true_type {};

// The Search method of a resource type R. One a service; thread-safe. What it is given outlives it.
template <typename R>
class NameSearchMethod {
 public:
  NameSearchMethod(const Handler* handler, const Resources<R>* resources, const NameTables& tables)
      : handler_(*handler), resources_(*resources), tables_(tables) {}

  // `in_result` is the accessor of R in the entries of the response.
  template <typename Request, typename Response, typename Result>
  grpc::ServerUnaryReactor* Search(grpc::CallbackServerContext* context, const Request* request,
                                   Response* response, R* (Result::*in_result)()) const {
    return handler_.template Query<Request, Response>(
        context, request, response, Validate<Request>,
        [this, context, in_result](const Snapshot& snapshot, const Request& request,
                                   Response* response) {
          return Answer(snapshot, request, WantedBy(context), in_result, response);
        });
  }

 private:
  template <typename Request>
  static uint64_t Fingerprint(const Request& request) {
    return RequestFingerprint(request, {"page_size", "page_token", "read_mask"});
  }

  template <typename Request>
  static absl::Status Validate(const Request& request) {
    Violations violations;
    CheckRequiredLine("query", request.query(), kMaxNameLength, &violations);
    if (!request.query().empty() && FoldText(request.query()).empty()) {
      violations.Add("query", "must have a letter or a digit");
    }
    if constexpr (CanAskForCountry<Request>::value) {
      CheckCountry("country", request.country(), &violations);
    }
    CheckWanted("kinds", request.kinds(), R::Kind_IsValid, &violations);
    violations.AddAll(PageSize(request.page_size(), kDefaultPageSize, kMaxPageSize).status());
    CheckReadMask(request.read_mask(), R::descriptor(), &violations);
    JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
    return ListSpec::PositionIn(request.page_token(), Fingerprint(request)).status();
  }

  template <typename Request>
  static absl::StatusOr<NameSearch> ToSearch(const Request& request, StillWanted wanted) {
    NameSearch search(FoldText(request.query()), std::move(wanted));
    if constexpr (CanAskForCountry<Request>::value) {
      if (!request.country().empty()) search.where.push_back({"country = ?", {request.country()}});
    }
    if (!request.kinds().empty()) search.where.push_back(KindIn(request.kinds()));
    JUMELAGE_ASSIGN_OR_RETURN(search.limit,
                              PageSize(request.page_size(), kDefaultPageSize, kMaxPageSize));
    JUMELAGE_ASSIGN_OR_RETURN(search.after,
                              ListSpec::PositionIn(request.page_token(), Fingerprint(request)));
    return search;
  }

  // The name by which the search finds the resource: the best of its own and of those that were
  // merged into it.
  absl::StatusOr<NamedMatch> FoundAs(sqlite::Database& db, const R& resource,
                                     const NameQuery& query, bool redirects) const {
    std::optional<NamedMatch> best = BestMatch(query, NamesIn(resource));
    std::vector<std::string> names;
    if (redirects && (!best || best->match.rank != kWholeNameRank)) {
      JUMELAGE_ASSIGN_OR_RETURN(names, NamesOf(db, resource.name()));
      names.erase(names.begin());
    }
    for (const std::string& name : names) {
      JUMELAGE_ASSIGN_OR_RETURN(const R merged, resources_.Get(db, name));
      const std::optional<NamedMatch> found = BestMatch(query, NamesIn(merged));
      if (found && (!best || found->match.rank < best->match.rank)) best = found;
    }
    // Whatever the index finds matches; a search would not be worth failing if it ever did not.
    return best ? *std::move(best) : NamedMatch{resource.display_name(), NameMatch()};
  }

  template <typename Request, typename Response, typename Result>
  absl::Status Answer(const Snapshot& snapshot, const Request& request, StillWanted wanted,
                      R* (Result::*in_result)(), Response* response) const {
    JUMELAGE_ASSIGN_OR_RETURN(const NameSearch search, ToSearch(request, std::move(wanted)));
    JUMELAGE_ASSIGN_OR_RETURN(const ReadMask mask,
                              ReadMask::Parse(request.read_mask(), R::descriptor()));
    JUMELAGE_ASSIGN_OR_RETURN(const bool redirects, HasRedirects(snapshot.db));
    JUMELAGE_ASSIGN_OR_RETURN(const FoundByName page, SearchByName(snapshot.db, tables_, search));
    for (const std::string& bytes : page.resources) {
      Result* const result = response->add_results();
      R* const resource = (result->*in_result)();
      if (!resource->ParseFromString(bytes)) {
        return absl::DataLossError("the view holds an unreadable resource");
      }
      JUMELAGE_ASSIGN_OR_RETURN(NamedMatch found,
                                FoundAs(snapshot.db, *resource, search.query, redirects));
      result->set_matched_text(std::move(found.name));
      result->set_typing_errors(found.match.errors);
      if (redirects) JUMELAGE_RETURN_IF_ERROR(FillRedirects(snapshot.db, resource));
      mask.Apply(resource);
    }
    response->set_next_page_token(ListSpec::NextPageToken(page.next, Fingerprint(request)));
    response->set_revision(snapshot.revision);
    return absl::OkStatus();
  }

  const Handler& handler_;
  const Resources<R>& resources_;
  const NameTables tables_;
};

}  // namespace jumelage

#endif  // JUMELAGE_REGISTRY_SERVICE_SERVICE_NAME_SEARCH_METHOD_H_

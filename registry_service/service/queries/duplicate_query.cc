#include "registry_service/service/queries/duplicate_query.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/time/time.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/violations.h"
#include "common/resource/request_checks.h"
#include "common/rpc/list.h"
#include "common/store/store.h"
#include "common/store/waited_read.h"
#include "common/values/resource_name.h"
#include "registry_service/domain/errors.h"
#include "registry_service/domain/field_checks.h"
#include "registry_service/service/queries/city_summary.h"
#include "registry_service/storage/compared_cities.h"
#include "registry_service/storage/redirects.h"

namespace jumelage {
namespace {

using registry::v1::CitySummary;
using registry::v1::DuplicateProposal;
using registry::v1::QueryDuplicatesRequest;

constexpr int kMaxScore = 100;
// The most lists that are kept. Callers can read the lists of this many countries at the same time.
constexpr size_t kMaxLists = 4;
// The most commits that IsUnchanged checks. If there are more, a new comparison takes no longer
// than the check.
constexpr Revision kMaxCommitsLookedThrough = 1000;
constexpr absl::Duration kRetryAfter = absl::Seconds(1);

void Fill(const ComparedCity& city, CitySummary* summary) {
  *summary = MakeSummary(city.name, city.display_name, city.country);
}

DuplicateProposal ToProposal(const ComparedCities& compared, const Duplicate& duplicate) {
  DuplicateProposal proposal;
  Fill(compared.cities[duplicate.first], proposal.mutable_first());
  Fill(compared.cities[duplicate.second], proposal.mutable_second());
  proposal.set_score(duplicate.score);
  for (const DuplicateProposal::Reason reason : duplicate.reasons) proposal.add_reasons(reason);
  proposal.set_shared_partner_count(duplicate.shared_partners);
  if (duplicate.distance_km) proposal.set_distance_km(*duplicate.distance_km);
  return proposal;
}

bool IsWanted(const QueryDuplicatesRequest& request, const std::string& city,
              const DuplicateProposal& proposal) {
  return proposal.score() >= request.min_score() &&
         (city.empty() || city == proposal.first().city() || city == proposal.second().city());
}

// Returns the sort key of a proposal.
std::vector<sqlite::Value> KeyOf(const DuplicateProposal& proposal) {
  return {static_cast<int64_t>(-proposal.score()), proposal.first().city(),
          proposal.second().city()};
}

absl::Status Validate(const QueryDuplicatesRequest& request) {
  Violations violations;
  if (!request.city().empty()) CheckResourceName("city", request.city(), "cities", &violations);
  CheckCountry("country", request.country(), &violations);
  if (request.min_score() < 0 || request.min_score() > kMaxScore) {
    violations.Add("min_score", "must be from 0 to 100");
  }
  return ValidateQueryPage(request, &violations);
}

bool IsCompared(const store::v1::Commit& commit) {
  return std::any_of(commit.changes().begin(), commit.changes().end(),
                     [](const store::v1::Change& change) {
                       return absl::StartsWith(change.name(), "cities/") ||
                              absl::StartsWith(change.name(), "twinnings/");
                     });
}

}  // namespace

DuplicateQuery::Reactor* DuplicateQuery::Query(Context* context, const Request* request,
                                               Response* response) {
  Reactor* const reactor = context->DefaultReactor();
  const absl::Status valid = Validate(*request);
  if (!valid.ok()) {
    handler_.Finish(context, reactor, valid);
    return reactor;
  }
  const auto answer = [this, context, reactor, request, response] {
    const absl::Status status = Answer(
        *request,
        [context] {
          return context->IsCancelled() ? absl::CancelledError("the call was cancelled")
                                        : absl::OkStatus();
        },
        response);
    if (!status.ok()) return handler_.Finish(context, reactor, ErrorForCaller(status));
    handler_.AddPosition(context, handler_.store().PositionAt(response->revision()), nullptr,
                         status);
    reactor->Finish(grpc::Status::OK);
  };
  handler_.AwaitMinPosition(
      *context, [this, context, reactor, answer](const absl::Status& reached) {
        if (!reached.ok()) return handler_.Finish(context, reactor, reached);
        if (pool_.Add(answer)) return;
        handler_.Finish(context, reactor, OverloadedError("comparisons wait", kRetryAfter));
      });
  return reactor;
}

absl::Status DuplicateQuery::Answer(const Request& request, const StillWanted& still_wanted,
                                    Response* response) {
  JUMELAGE_RETURN_IF_ERROR(still_wanted());
  JUMELAGE_ASSIGN_OR_RETURN(const QueryPage page, QueryPageOf(request));
  JUMELAGE_ASSIGN_OR_RETURN(Basis basis, Read(request, /*with_compared=*/false));
  std::shared_ptr<const Proposals> proposals = Find(request.country(), basis.revision);
  if (proposals == nullptr) {
    JUMELAGE_ASSIGN_OR_RETURN(basis, Read(request, /*with_compared=*/true));
    JUMELAGE_ASSIGN_OR_RETURN(const std::vector<Duplicate> found,
                              FindDuplicates(*basis.compared, still_wanted));
    auto made = std::make_shared<Proposals>();
    for (const Duplicate& duplicate : found) {
      made->push_back(ToProposal(*basis.compared, duplicate));
    }
    lists_.push_front({request.country(), basis.revision, made});
    if (lists_.size() > kMaxLists) lists_.pop_back();
    proposals = std::move(made);
  }
  response->set_revision(basis.revision);
  for (const DuplicateProposal& proposal : *proposals) {
    const bool passed = page.after.size() == 3 && !(page.after < KeyOf(proposal));
    if (passed || !IsWanted(request, basis.city, proposal)) continue;
    if (response->proposals_size() == page.limit) {
      response->set_next_page_token(
          ListSpec::NextPageToken(KeyOf(*response->proposals().rbegin()), page.fingerprint));
      break;
    }
    *response->add_proposals() = proposal;
  }
  return absl::OkStatus();
}

absl::StatusOr<DuplicateQuery::Basis> DuplicateQuery::Read(const Request& request,
                                                           bool with_compared) const {
  return WaitForRead<Basis>(
      &handler_.store(), [&](const Snapshot& snapshot) -> absl::StatusOr<Basis> {
        Basis basis;
        basis.revision = snapshot.revision;
        if (!request.city().empty()) {
          JUMELAGE_RETURN_IF_ERROR(tables_.cities().Get(snapshot.db, request.city()).status());
          JUMELAGE_ASSIGN_OR_RETURN(basis.city, ResolveName(snapshot.db, request.city()));
        }
        if (!with_compared) return basis;
        JUMELAGE_ASSIGN_OR_RETURN(
            const int count,
            CountComparedCities(snapshot.db, request.country(), kMaxComparedCities + 1));
        if (count > kMaxComparedCities) return TooManyCitiesError(kMaxComparedCities);
        JUMELAGE_ASSIGN_OR_RETURN(
            basis.compared, LoadComparedCities(snapshot.db, request.country(), kMaxComparedCities));
        return basis;
      });
}

std::shared_ptr<const DuplicateQuery::Proposals> DuplicateQuery::Find(const std::string& country,
                                                                      Revision revision) {
  const auto found = std::find_if(lists_.begin(), lists_.end(),
                                  [&](const List& list) { return list.country == country; });
  if (found == lists_.end()) return nullptr;
  if (!IsUnchanged(found->revision, revision)) {
    lists_.erase(found);
    return nullptr;
  }
  found->revision = revision;
  return found->proposals;
}

bool DuplicateQuery::IsUnchanged(Revision from, Revision to) const {
  if (to - from > kMaxCommitsLookedThrough) return false;
  while (from < to) {
    const auto commits = handler_.store().log().Read(from, ReadLimits());
    if (!commits.ok() || commits->empty()) return false;
    for (const store::v1::Commit& commit : *commits) {
      if (commit.revision() > to) return true;
      if (IsCompared(commit)) return false;
      from = commit.revision();
    }
  }
  return true;
}

}  // namespace jumelage

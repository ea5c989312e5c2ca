#include "registry_service/service/duplicate_query.h"

#include <tuple>
#include <utility>
#include <variant>

#include "common/base/error.h"
#include "common/base/limits.h"
#include "common/base/resource_name.h"
#include "common/base/status_macros.h"
#include "common/base/violations.h"
#include "common/rpc/fingerprint.h"
#include "common/rpc/list.h"
#include "common/rpc/page_token.h"
#include "registry_service/domain/duplicates.h"
#include "registry_service/domain/field_checks.h"
#include "registry_service/service/errors.h"
#include "registry_service/storage/compared_cities.h"
#include "registry_service/storage/redirects.h"

namespace jumelage {
namespace {

using registry::v1::CitySummary;
using registry::v1::DuplicateProposal;
using registry::v1::QueryDuplicatesRequest;
using registry::v1::QueryDuplicatesResponse;

constexpr int kMaxScore = 100;

uint64_t Fingerprint(const QueryDuplicatesRequest& request) {
  return RequestFingerprint(request, {"page_size", "page_token"});
}

DuplicateProposal ToProposal(const ComparedCities& compared, const Duplicate& duplicate) {
  DuplicateProposal proposal;
  proposal.mutable_first()->set_city(compared.cities[duplicate.first].name);
  proposal.mutable_second()->set_city(compared.cities[duplicate.second].name);
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

// Whether the proposal comes after a keyset position: (score, first, second).
bool IsAfter(const std::vector<sqlite::Value>& position, const DuplicateProposal& proposal) {
  if (position.size() != 3) return true;
  const std::vector<sqlite::Value> key = {static_cast<int64_t>(-proposal.score()),
                                          proposal.first().city(), proposal.second().city()};
  return position < key;
}

absl::Status Describe(const RegistryTables& tables, sqlite::Database& db, CitySummary* summary) {
  JUMELAGE_ASSIGN_OR_RETURN(const registry::v1::City city,
                            tables.cities().Get(db, summary->city()));
  summary->set_display_name(city.display_name());
  summary->set_country(city.country());
  return absl::OkStatus();
}

}  // namespace

absl::Status DuplicateQuery::Validate(const QueryDuplicatesRequest& request) {
  Violations violations;
  if (!request.city().empty()) CheckResourceName("city", request.city(), "cities", &violations);
  CheckCountry("country", request.country(), &violations);
  if (request.min_score() < 0 || request.min_score() > kMaxScore) {
    violations.Add("min_score", "must be from 0 to 100");
  }
  violations.AddAll(PageSize(request.page_size(), kDefaultPageSize, kMaxPageSize).status());
  JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
  return ListSpec::PositionIn(request.page_token(), Fingerprint(request)).status();
}

absl::Status DuplicateQuery::Answer(const Snapshot& snapshot, const QueryDuplicatesRequest& request,
                                    QueryDuplicatesResponse* response) {
  std::string city;
  if (!request.city().empty()) {
    JUMELAGE_RETURN_IF_ERROR(tables_.cities().Get(snapshot.db, request.city()).status());
    JUMELAGE_ASSIGN_OR_RETURN(city, ResolveName(snapshot.db, request.city()));
  }
  JUMELAGE_ASSIGN_OR_RETURN(const int limit,
                            PageSize(request.page_size(), kDefaultPageSize, kMaxPageSize));
  JUMELAGE_ASSIGN_OR_RETURN(const std::vector<sqlite::Value> position,
                            ListSpec::PositionIn(request.page_token(), Fingerprint(request)));
  JUMELAGE_ASSIGN_OR_RETURN(const auto proposals, ProposalsAt(snapshot, request.country()));
  response->set_revision(snapshot.revision);
  for (const DuplicateProposal& proposal : *proposals) {
    if (!IsWanted(request, city, proposal) || !IsAfter(position, proposal)) continue;
    if (response->proposals_size() == limit) {
      const DuplicateProposal& last = *response->proposals().rbegin();
      response->set_next_page_token(ListSpec::NextPageToken(
          {static_cast<int64_t>(-last.score()), last.first().city(), last.second().city()},
          Fingerprint(request)));
      break;
    }
    DuplicateProposal* const added = response->add_proposals();
    *added = proposal;
    JUMELAGE_RETURN_IF_ERROR(Describe(tables_, snapshot.db, added->mutable_first()));
    JUMELAGE_RETURN_IF_ERROR(Describe(tables_, snapshot.db, added->mutable_second()));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<const DuplicateQuery::Proposals>> DuplicateQuery::ProposalsAt(
    const Snapshot& snapshot, const std::string& country) {
  {
    MutexLock lock(&mu_);
    if (proposals_ != nullptr && revision_ == snapshot.revision && country_ == country) {
      return proposals_;
    }
  }
  JUMELAGE_ASSIGN_OR_RETURN(const ComparedCities compared,
                            LoadComparedCities(snapshot.db, country, kMaxComparedCities + 1));
  if (compared.cities.size() > kMaxComparedCities) return TooManyCitiesError(kMaxComparedCities);
  auto proposals = std::make_shared<Proposals>();
  for (const Duplicate& duplicate : FindDuplicates(compared)) {
    proposals->push_back(ToProposal(compared, duplicate));
  }
  MutexLock lock(&mu_);
  revision_ = snapshot.revision;
  country_ = country;
  proposals_ = proposals;
  return std::shared_ptr<const Proposals>(std::move(proposals));
}

}  // namespace jumelage

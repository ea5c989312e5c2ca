#include "registry_service/service/city_service.h"

#include <string>

#include "common/values/text_folding.h"
#include "registry_service/domain/city_rules.h"
#include "registry_service/domain/field_checks.h"
#include "registry_service/domain/record_merge.h"
#include "registry_service/service/admission.h"
#include "registry_service/service/city_merge.h"
#include "registry_service/service/country_search.h"
#include "registry_service/service/redirect_rules.h"
#include "registry_service/storage/lists.h"
#include "registry_service/storage/redirects.h"

namespace jumelage {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using registry::v1::BatchGetCitiesRequest;
using registry::v1::BatchGetCitiesResponse;
using registry::v1::City;
using registry::v1::CityRevision;
using registry::v1::CreateCityRequest;
using registry::v1::DeleteCityRequest;
using registry::v1::GetCityRequest;
using registry::v1::ListCitiesRequest;
using registry::v1::ListCitiesResponse;
using registry::v1::ListCityRevisionsRequest;
using registry::v1::ListCityRevisionsResponse;
using registry::v1::MergeCityRequest;
using registry::v1::SearchCitiesRequest;
using registry::v1::SearchCitiesResponse;
using registry::v1::UndeleteCityRequest;
using registry::v1::UnmergeCityRequest;
using registry::v1::UpdateCityRequest;

ResourceRules<City> CityResourceRules(const RegistryTables* tables) {
  auto rules = RulesWithRedirects<City>();
  rules.field = "city";
  rules.check = CheckCity;
  rules.propose_id = [](const City& city) {
    return MakeResourceId({city.country(), FoldText(city.display_name())}, "city");
  };
  rules.admit = [table = &tables->cities().table()](sqlite::Database& db, const City& city) {
    return CheckParentsOf(db, *table, city);
  };
  rules.complete_lists = [](const City& existing, City* given) { CompleteLists(existing, given); };
  return rules;
}

}  // namespace

CityService::CityService(Store* store, const RegistryTables* tables)
    : tables_(tables),
      handler_(store, registry::v1::CityService::service_full_name()),
      methods_(&handler_, &tables->admission(), &tables->cities(), CityList(),
               CityResourceRules(tables)),
      merges_(&handler_, &tables->admission(), &tables->cities()),
      search_(&handler_, &methods_, kCityNames, NamesOf),
      duplicates_(&handler_, tables) {}

ServerUnaryReactor* CityService::GetCity(CallbackServerContext* context,
                                         const grpc::ByteBuffer* request,
                                         grpc::ByteBuffer* response) {
  return methods_.Get<GetCityRequest>(context, request, response);
}

ServerUnaryReactor* CityService::ListCities(CallbackServerContext* context,
                                            const grpc::ByteBuffer* request,
                                            grpc::ByteBuffer* response) {
  return methods_.List<ListCitiesRequest, ListCitiesResponse>(context, request, response);
}

ServerUnaryReactor* CityService::BatchGetCities(CallbackServerContext* context,
                                                const BatchGetCitiesRequest* request,
                                                BatchGetCitiesResponse* response) {
  return methods_.BatchGet(context, request, response, &BatchGetCitiesResponse::mutable_cities);
}

ServerUnaryReactor* CityService::CreateCity(CallbackServerContext* context,
                                            const CreateCityRequest* request, City* response) {
  return methods_.Create(context, request, response, "CreateCity", "city_id",
                         &CreateCityRequest::city_id, &CreateCityRequest::city);
}

ServerUnaryReactor* CityService::UpdateCity(CallbackServerContext* context,
                                            const UpdateCityRequest* request, City* response) {
  return methods_.Update(context, request, response, "UpdateCity", &UpdateCityRequest::city);
}

ServerUnaryReactor* CityService::DeleteCity(CallbackServerContext* context,
                                            const DeleteCityRequest* request, City* response) {
  return methods_.Delete(context, request, response, "DeleteCity");
}

ServerUnaryReactor* CityService::UndeleteCity(CallbackServerContext* context,
                                              const UndeleteCityRequest* request, City* response) {
  return methods_.Undelete(context, request, response, "UndeleteCity");
}

ServerUnaryReactor* CityService::SearchCities(CallbackServerContext* context,
                                              const SearchCitiesRequest* request,
                                              SearchCitiesResponse* response) {
  return search_.Search(context, request, response, &registry::v1::CitySearchResult::mutable_city,
                        SearchInCountry<City, SearchCitiesRequest, SearchCitiesResponse>());
}

ServerUnaryReactor* CityService::MergeCity(CallbackServerContext* context,
                                           const MergeCityRequest* request, City* response) {
  return merges_.Merge<MergeCityRequest>(
      context, request, response, "MergeCity", ValidateMergeCity,
      [this](Transaction& transaction, const MergeCityRequest& request, const std::string& into) {
        return SettleMerge(*tables_, transaction, request, into);
      });
}

ServerUnaryReactor* CityService::UnmergeCity(CallbackServerContext* context,
                                             const UnmergeCityRequest* request, City* response) {
  return merges_.Unmerge<UnmergeCityRequest>(
      context, request, response, "UnmergeCity", ValidateUnmergeCity,
      [this](Transaction& transaction, const UnmergeCityRequest& request, const std::string& into) {
        return SettleUnmerge(*tables_, transaction, request, into);
      });
}

ServerUnaryReactor* CityService::QueryDuplicates(
    CallbackServerContext* context, const registry::v1::QueryDuplicatesRequest* request,
    registry::v1::QueryDuplicatesResponse* response) {
  return duplicates_.Query(context, request, response);
}

ServerUnaryReactor* CityService::PurgeCity(CallbackServerContext* context,
                                           const registry::v1::PurgeCityRequest* request,
                                           City* response) {
  return methods_.Purge(context, request, response, "PurgeCity");
}

ServerUnaryReactor* CityService::ListCityRevisions(CallbackServerContext* context,
                                                   const ListCityRevisionsRequest* request,
                                                   ListCityRevisionsResponse* response) {
  return methods_.ListRevisions(context, request, response, &CityRevision::mutable_city);
}

}  // namespace jumelage

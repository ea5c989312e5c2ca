#include "benchmarks/load/workload.h"

#include <algorithm>
#include <atomic>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "benchmarks/etcd/etcd.pb.h"
#include "benchmarks/load/synthetic.h"
#include "benchmarks/load/wire.h"
#include "common/base/status_macros.h"
#include "jumelage/registry/v1/city_service.pb.h"
#include "jumelage/registry/v1/transfer_service.pb.h"
#include "jumelage/registry/v1/twinning_service.pb.h"

namespace jumelage::benchmarks {
namespace {

constexpr char kGetCity[] = "/jumelage.registry.v1.CityService/GetCity";
constexpr char kListCities[] = "/jumelage.registry.v1.CityService/ListCities";
constexpr char kSearchCities[] = "/jumelage.registry.v1.CityService/SearchCities";
constexpr char kCreateCity[] = "/jumelage.registry.v1.CityService/CreateCity";
constexpr char kUpdateCity[] = "/jumelage.registry.v1.CityService/UpdateCity";
constexpr char kListTwinnings[] = "/jumelage.registry.v1.TwinningService/ListTwinnings";
constexpr char kCreateTwinning[] = "/jumelage.registry.v1.TwinningService/CreateTwinning";
constexpr char kImportRecords[] = "/jumelage.registry.v1.TransferService/ImportRecords";
constexpr char kPut[] = "/etcdserverpb.KV/Put";

constexpr int kPageSize = 50;
constexpr int kLongPage = 1000;
// The number of a page deep in a list.
constexpr int kDeepPage = 1000;

absl::Status Wrong(const std::string& method, int64_t key) {
  return absl::InternalError(absl::StrCat(method, " returned a wrong answer for number ", key));
}

// The parts of a workload, as functions.
struct Parts {
  std::string method;
  std::function<int64_t(Random*)> pick;
  std::function<grpc::ByteBuffer(int64_t)> request;
  std::function<bool(int64_t, const grpc::ByteBuffer&)> right;
};

class MadeOfParts : public Workload {
 public:
  explicit MadeOfParts(Parts parts) : parts_(std::move(parts)) {}
  const std::string& method() const override { return parts_.method; }
  int64_t Pick(Random* random) override { return parts_.pick(random); }
  grpc::ByteBuffer Request(int64_t key) const override { return parts_.request(key); }
  absl::Status Check(int64_t key, const grpc::ByteBuffer& response) const override {
    return parts_.right(key, response) ? absl::OkStatus() : Wrong(parts_.method, key);
  }

 private:
  const Parts parts_;
};

std::function<int64_t(Random*)> AnyOf(int64_t count) {
  return [count](Random* random) { return random->Below(count); };
}

std::function<int64_t(Random*)> NextFrom(int64_t first) {
  auto next = std::make_shared<std::atomic<int64_t>>(first);
  return [next](Random*) { return next->fetch_add(1); };
}

// Returns the names of the cities that the server was filled with. They are computed only once,
// because the client runs on the same cores as the server.
std::shared_ptr<const std::vector<std::string>> CityNames(const WorkloadOptions& options) {
  const Synthetic synthetic(options.seed);
  auto names = std::make_shared<std::vector<std::string>>();
  names->reserve(options.resources);
  for (int64_t i = 0; i < options.resources; ++i) names->push_back(synthetic.CityName(i));
  return names;
}

// --- The registry ---

absl::StatusOr<Parts> GetCity(const WorkloadOptions& options) {
  const auto names = CityNames(options);
  const auto request = [names](int64_t key) {
    registry::v1::GetCityRequest request;
    request.set_name((*names)[key]);
    return ToBytes(request);
  };
  const auto right = [names, synthetic = Synthetic(options.seed)](
                         int64_t key, const grpc::ByteBuffer& response) {
    registry::v1::City city;
    return FromBytes(response, &city).ok() && city.name() == (*names)[key] &&
           city.display_name() == synthetic.City(key).display_name() && city.revision() > 0;
  };
  return Parts{kGetCity, AnyOf(options.resources), request, right};
}

// Searches for a city's name with a typo.
absl::StatusOr<Parts> SearchMisspelt(const WorkloadOptions& options) {
  const Synthetic synthetic(options.seed);
  const auto request = [synthetic](int64_t key) {
    registry::v1::SearchCitiesRequest request;
    request.set_query(synthetic.MisspeltName(key));
    request.set_page_size(kPageSize);
    return ToBytes(request);
  };
  const auto right = [](int64_t, const grpc::ByteBuffer& response) {
    registry::v1::SearchCitiesResponse found;
    return FromBytes(response, &found).ok() && !found.results().empty() &&
           found.results(0).city().revision() > 0;
  };
  return Parts{kSearchCities, AnyOf(options.resources), request, right};
}

absl::StatusOr<Parts> CreateCity(const WorkloadOptions& options) {
  const Synthetic synthetic(options.seed);
  const auto request = [synthetic](int64_t key) {
    registry::v1::CreateCityRequest request;
    request.set_city_id(synthetic.CityId(key));
    *request.mutable_city() = synthetic.City(key);
    return ToBytes(request);
  };
  const auto right = [synthetic](int64_t key, const grpc::ByteBuffer& response) {
    registry::v1::City city;
    return FromBytes(response, &city).ok() && city.name() == synthetic.CityName(key) &&
           city.revision() > 0;
  };
  return Parts{kCreateCity, NextFrom(options.first), request, right};
}

// Imports kLongPage new cities per call. The key of a call is the number of its first city.
absl::StatusOr<Parts> ImportCities(const WorkloadOptions& options) {
  const auto pick = [next = NextFrom(0), first = options.first](Random* random) {
    return first + next(random) * kLongPage;
  };
  const auto request = [synthetic = Synthetic(options.seed)](int64_t key) {
    registry::v1::ImportRecordsRequest request;
    for (int64_t i = key; i < key + kLongPage; ++i) {
      *request.add_records()->mutable_city() = synthetic.City(i);
    }
    return ToBytes(request);
  };
  const auto right = [](int64_t, const grpc::ByteBuffer& bytes) {
    registry::v1::ImportRecordsResponse response;
    if (!FromBytes(bytes, &response).ok() || response.results_size() != kLongPage) return false;
    return std::all_of(response.results().begin(), response.results().end(), [](const auto& one) {
      return one.outcome() == registry::v1::ImportResult::OUTCOME_CREATED;
    });
  };
  return Parts{kImportRecords, pick, request, right};
}

absl::StatusOr<Parts> UpdateCity(const WorkloadOptions& options) {
  const Synthetic synthetic(options.seed);
  // Each update uses a different census, so that it changes something.
  auto census = std::make_shared<std::atomic<uint64_t>>(options.run << 32);
  const auto request = [synthetic, census](int64_t key) {
    registry::v1::UpdateCityRequest request;
    *request.mutable_city() = synthetic.CityAfterCensus(key, census->fetch_add(1));
    request.mutable_city()->set_name(synthetic.CityName(key));
    return ToBytes(request);
  };
  const auto right = [synthetic](int64_t key, const grpc::ByteBuffer& response) {
    registry::v1::City city;
    return FromBytes(response, &city).ok() && city.name() == synthetic.CityName(key) &&
           city.populations_size() == 1 && city.revision() > 0;
  };
  return Parts{kUpdateCity, AnyOf(options.resources), request, right};
}

absl::StatusOr<Parts> CreateTwinning(const WorkloadOptions& options) {
  const Synthetic synthetic(options.seed);
  const auto request = [synthetic, cities = options.resources](int64_t key) {
    registry::v1::CreateTwinningRequest request;
    request.set_twinning_id(synthetic.TwinningId(key));
    *request.mutable_twinning() = synthetic.Twinning(key, cities);
    return ToBytes(request);
  };
  const auto right = [synthetic](int64_t key, const grpc::ByteBuffer& response) {
    registry::v1::Twinning twinning;
    return FromBytes(response, &twinning).ok() &&
           twinning.name() == "twinnings/" + synthetic.TwinningId(key);
  };
  return Parts{kCreateTwinning, NextFrom(options.first), request, right};
}

// Returns the requests for `pages` pages of kPageSize resources, or fewer if the list ends earlier.
// Each page begins `stride` resources after the previous one. Finds the page tokens by reading
// pages of `stride` resources, since a page token does not depend on the page size.
template <typename Request, typename Response>
absl::StatusOr<std::vector<grpc::ByteBuffer>> PagesEach(const std::string& target,
                                                        const std::string& method, int stride,
                                                        int pages) {
  const std::shared_ptr<grpc::Channel> channel = Connect(target);
  std::vector<grpc::ByteBuffer> requests;
  Request request;
  while (static_cast<int>(requests.size()) < pages) {
    request.set_page_size(kPageSize);
    requests.push_back(ToBytes(request));
    request.set_page_size(stride);
    Response response;
    JUMELAGE_RETURN_IF_ERROR(CallOnce(*channel, method, request, &response));
    if (response.next_page_token().empty()) break;
    request.set_page_token(response.next_page_token());
  }
  return requests;
}

// Returns the request for page kDeepPage of the list of cities. Returns FAILED_PRECONDITION if
// there are too few cities.
absl::StatusOr<std::vector<grpc::ByteBuffer>> DeepPage(const std::string& target) {
  const std::shared_ptr<grpc::Channel> channel = Connect(target);
  registry::v1::ListCitiesRequest request;
  for (int left = (kDeepPage - 1) * kPageSize; left > 0; left -= request.page_size()) {
    request.set_page_size(std::min(left, kLongPage));
    registry::v1::ListCitiesResponse response;
    JUMELAGE_RETURN_IF_ERROR(CallOnce(*channel, kListCities, request, &response));
    if (response.next_page_token().empty()) {
      return absl::FailedPreconditionError("there are too few cities for that page");
    }
    request.set_page_token(response.next_page_token());
  }
  request.set_page_size(kPageSize);
  return std::vector<grpc::ByteBuffer>{ToBytes(request)};
}

// Returns a workload of these list requests, which checks that each answer is a full page, sorted
// by name. `resources` returns the resources in an answer.
template <typename Response, typename R>
Parts ListOf(const std::string& method, std::vector<grpc::ByteBuffer> requests,
             const google::protobuf::RepeatedPtrField<R>& (Response::*resources)() const) {
  const auto count = static_cast<int64_t>(requests.size());
  const auto request = [requests = std::move(requests)](int64_t key) { return requests[key]; };
  const auto right = [resources](int64_t, const grpc::ByteBuffer& bytes) {
    Response response;
    if (!FromBytes(bytes, &response).ok() || response.revision() == 0) return false;
    const auto& list = (response.*resources)();
    for (int i = 1; i < list.size(); ++i) {
      if (list[i - 1].name() >= list[i].name()) return false;
    }
    return list.size() == kPageSize;
  };
  return Parts{method, AnyOf(count), request, right};
}

absl::StatusOr<Parts> ListTwinnings(const WorkloadOptions& options) {
  using Request = registry::v1::ListTwinningsRequest;
  using Response = registry::v1::ListTwinningsResponse;
  // Request only full pages. The last page may be shorter.
  const int64_t pages = std::max<int64_t>(1, options.resources / kLongPage);
  JUMELAGE_ASSIGN_OR_RETURN(std::vector<grpc::ByteBuffer> requests,
                            (PagesEach<Request, Response>(options.target, kListTwinnings, kLongPage,
                                                          static_cast<int>(pages))));
  return ListOf<Response, registry::v1::Twinning>(kListTwinnings, std::move(requests),
                                                  &Response::twinnings);
}

absl::StatusOr<Parts> ListCitiesFirstPage(const WorkloadOptions&) {
  registry::v1::ListCitiesRequest request;
  request.set_page_size(kPageSize);
  return ListOf<registry::v1::ListCitiesResponse, registry::v1::City>(
      kListCities, std::vector<grpc::ByteBuffer>{ToBytes(request)},
      &registry::v1::ListCitiesResponse::cities);
}

absl::StatusOr<Parts> ListCitiesDeepPage(const WorkloadOptions& options) {
  JUMELAGE_ASSIGN_OR_RETURN(std::vector<grpc::ByteBuffer> requests, DeepPage(options.target));
  return ListOf<registry::v1::ListCitiesResponse, registry::v1::City>(
      kListCities, std::move(requests), &registry::v1::ListCitiesResponse::cities);
}

// --- Other servers ---

// The bare server returns its own cities, with the requested names.
absl::StatusOr<Parts> BareGet(const WorkloadOptions& options) {
  JUMELAGE_ASSIGN_OR_RETURN(Parts parts, GetCity(options));
  parts.right = [names = CityNames(options)](int64_t key, const grpc::ByteBuffer& response) {
    registry::v1::City city;
    return FromBytes(response, &city).ok() && city.name() == (*names)[key] && city.revision() > 0;
  };
  return parts;
}

absl::StatusOr<Parts> BareList(const WorkloadOptions&) {
  registry::v1::ListTwinningsRequest request;
  request.set_page_size(kPageSize);
  const auto right = [](int64_t, const grpc::ByteBuffer& response) {
    registry::v1::ListTwinningsResponse list;
    return FromBytes(response, &list).ok() && list.twinnings_size() == kPageSize;
  };
  return Parts{kListTwinnings, AnyOf(1), [bytes = ToBytes(request)](int64_t) { return bytes; },
               right};
}

// Keys are the names of cities. Values have the size of a city.
Parts EtcdPut(const WorkloadOptions& options, std::function<int64_t(Random*)> pick) {
  const auto request = [synthetic = Synthetic(options.seed),
                        bytes = options.item_bytes](int64_t key) {
    etcdserverpb::PutRequest request;
    request.set_key(synthetic.CityName(key));
    // Use random letters, in case something compresses the values.
    Random random(static_cast<uint64_t>(key));
    std::string* const value = request.mutable_value();
    while (static_cast<int>(value->size()) < bytes) {
      value->push_back(static_cast<char>('a' + random.Below(26)));
    }
    return ToBytes(request);
  };
  const auto right = [](int64_t, const grpc::ByteBuffer& response) {
    etcdserverpb::PutResponse put;
    return FromBytes(response, &put).ok() && put.header().revision() > 0;
  };
  return Parts{kPut, std::move(pick), request, right};
}

absl::StatusOr<Parts> EtcdPutAny(const WorkloadOptions& options) {
  return EtcdPut(options, AnyOf(options.resources));
}

absl::StatusOr<Parts> EtcdPutNew(const WorkloadOptions& options) {
  return EtcdPut(options, NextFrom(options.first));
}

using Maker = absl::StatusOr<Parts> (*)(const WorkloadOptions&);

const std::map<std::string, Maker>& Makers() {
  static const auto* const makers = new std::map<std::string, Maker>({
      {"bare_get", &BareGet},
      {"bare_list", &BareList},
      {"create_city", &CreateCity},
      {"create_twinning", &CreateTwinning},
      {"etcd_put_any", &EtcdPutAny},
      {"etcd_put_new", &EtcdPutNew},
      {"get_city", &GetCity},
      {"import_cities", &ImportCities},
      {"list_cities_page_1", &ListCitiesFirstPage},
      {"list_cities_page_1000", &ListCitiesDeepPage},
      {"list_twinnings", &ListTwinnings},
      {"search_misspelt", &SearchMisspelt},
      {"update_city", &UpdateCity},
  });
  return *makers;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Workload>> MakeWorkload(const std::string& name,
                                                       const WorkloadOptions& options) {
  const auto found = Makers().find(name);
  if (found == Makers().end()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "there is no workload '", name,
        "'; there are: ", absl::StrJoin(Makers(), ", ", [](std::string* out, const auto& entry) {
          out->append(entry.first);
        })));
  }
  JUMELAGE_ASSIGN_OR_RETURN(Parts parts, found->second(options));
  return std::unique_ptr<Workload>(std::make_unique<MadeOfParts>(std::move(parts)));
}

}  // namespace jumelage::benchmarks

// The bare server: the smallest correct callback server for GetCity and ListTwinnings. Each call
// builds and returns an answer of the same type and size as the registry's. There is no store, and
// nothing is checked. With --view, SearchCities runs the registry's queries on the database file of
// a registry's view. Serves until SIGTERM or SIGINT.

#include <grpcpp/grpcpp.h>

#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/flags/flag.h"
#include "absl/flags/parse.h"
#include "absl/strings/str_cat.h"
#include "benchmarks/load/synthetic.h"
#include "common/search/search.h"
#include "common/server/termination.h"
#include "common/sqlite/database.h"
#include "common/values/text_folding.h"
#include "jumelage/registry/v1/city_service.grpc.pb.h"
#include "jumelage/registry/v1/twinning_service.grpc.pb.h"
#include "registry_service/storage/tables.h"

ABSL_FLAG(std::string, listen, "127.0.0.1:0", "HOST:PORT to serve on.");
ABSL_FLAG(uint64_t, seed, 1, "Seed of the synthetic resources.");
ABSL_FLAG(std::string, view, "", "The view.db of a registry, to answer SearchCities from.");

namespace jumelage::benchmarks {
namespace {

using registry::v1::City;
using registry::v1::CityService;
using registry::v1::GetCityRequest;
using registry::v1::ListTwinningsRequest;
using registry::v1::ListTwinningsResponse;
using registry::v1::SearchCitiesRequest;
using registry::v1::SearchCitiesResponse;
using registry::v1::Twinning;
using registry::v1::TwinningService;

// Answers are copies of this many resources, few enough to stay in the processor's caches.
constexpr int kResources = 512;
constexpr int64_t kCities = 200000;
constexpr int kRevision = 1234567;
constexpr int64_t kSeconds = 1700000000;

// Returns `resource` with the fields that the registry adds to a resource.
template <typename R>
R Stored(R resource, std::string name) {
  resource.set_name(std::move(name));
  resource.set_etag(absl::StrCat("\"", kRevision, "\""));
  resource.set_revision(kRevision);
  resource.mutable_create_time()->set_seconds(kSeconds);
  resource.mutable_create_time()->set_nanos(123456000);
  *resource.mutable_update_time() = resource.create_time();
  return resource;
}

Twinning StoredTwinning(const Synthetic& synthetic, int number) {
  Twinning twinning = Stored(synthetic.Twinning(number, kCities),
                             absl::StrCat("twinnings/", synthetic.TwinningId(number)));
  twinning.set_state(Twinning::STATE_ACTIVE);
  twinning.mutable_ledger(0)->set_state_after(Twinning::STATE_ACTIVE);
  twinning.mutable_ledger(0)->set_entry_id("00000000-0000-4000-8000-000000000000");
  return twinning;
}

grpc::ServerUnaryReactor* Finish(grpc::CallbackServerContext* context) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

// Runs the registry's queries for a search and builds the answer, without a pool of readers, a
// snapshot or checks.
grpc::Status Search(const std::string& view, const SearchCitiesRequest& request,
                    SearchCitiesResponse* response) {
  thread_local std::unique_ptr<sqlite::Database> db;
  if (db == nullptr) {
    sqlite::OpenOptions options;
    options.read_only = true;
    options.create = false;
    auto opened = sqlite::Database::Open(view, options);
    if (!opened.ok()) return grpc::Status(grpc::StatusCode::UNAVAILABLE, "no view");
    db = *std::move(opened);
  }
  NameSearch search(FoldText(request.query()));
  search.limit = request.page_size();
  const absl::StatusOr<FoundByName> found = SearchByName(*db, kCityNames, search, /*merged=*/false);
  if (!found.ok()) return grpc::Status(grpc::StatusCode::INTERNAL, "the search failed");
  for (const std::string& bytes : found->resources) {
    response->add_results()->mutable_city()->ParseFromString(bytes);
  }
  response->set_revision(kRevision);
  return grpc::Status::OK;
}

class Cities : public CityService::WithCallbackMethod_GetCity<
                   CityService::WithCallbackMethod_SearchCities<CityService::Service>> {
 public:
  Cities(const Synthetic& synthetic, std::string view) : view_(std::move(view)) {
    for (int i = 0; i < kResources; ++i) {
      cities_.push_back(Stored(synthetic.City(i), synthetic.CityName(i)));
    }
  }

  grpc::ServerUnaryReactor* GetCity(grpc::CallbackServerContext* context,
                                    const GetCityRequest* request, City* response) override {
    *response = cities_[std::hash<std::string>()(request->name()) % kResources];
    response->set_name(request->name());
    return Finish(context);
  }

  grpc::ServerUnaryReactor* SearchCities(grpc::CallbackServerContext* context,
                                         const SearchCitiesRequest* request,
                                         SearchCitiesResponse* response) override {
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    reactor->Finish(Search(view_, *request, response));
    return reactor;
  }

 private:
  const std::string view_;
  std::vector<City> cities_;
};

class Twinnings
    : public TwinningService::WithCallbackMethod_ListTwinnings<TwinningService::Service> {
 public:
  explicit Twinnings(const Synthetic& synthetic) {
    for (int i = 0; i < kResources; ++i) twinnings_.push_back(StoredTwinning(synthetic, i));
  }

  grpc::ServerUnaryReactor* ListTwinnings(grpc::CallbackServerContext* context,
                                          const ListTwinningsRequest* request,
                                          ListTwinningsResponse* response) override {
    for (int i = 0; i < request->page_size(); ++i) {
      *response->add_twinnings() = twinnings_[i % kResources];
    }
    response->set_revision(kRevision);
    return Finish(context);
  }

 private:
  std::vector<Twinning> twinnings_;
};

int Run() {
  // Must exist before any thread starts.
  TerminationSignals signals;
  const Synthetic synthetic(absl::GetFlag(FLAGS_seed));
  Cities cities(synthetic, absl::GetFlag(FLAGS_view));
  Twinnings twinnings(synthetic);
  const std::string listen = absl::GetFlag(FLAGS_listen);
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort(listen, grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&cities);
  builder.RegisterService(&twinnings);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || port == 0) {
    std::fprintf(stderr, "bare_server: cannot serve on %s\n", listen.c_str());
    return 1;
  }
  std::printf("bare_server listening on 127.0.0.1:%d\n", port);
  std::fflush(stdout);
  signals.Wait();
  server->Shutdown();
  return 0;
}

}  // namespace
}  // namespace jumelage::benchmarks

int main(int argc, char** argv) {
  absl::ParseCommandLine(argc, argv);
  return jumelage::benchmarks::Run();
}

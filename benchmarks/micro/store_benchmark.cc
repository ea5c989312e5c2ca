// Measures the cost of calls below gRPC, to explain the ratios of benchmarks/run.
//
// Data goes to a fresh directory in TEST_TMPDIR if that is set, otherwise in /var/tmp.

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "benchmark/benchmark.h"
#include "benchmarks/load/random.h"
#include "benchmarks/load/synthetic.h"
#include "common/store/embedded_store.h"
#include "common/store/store.h"
#include "jumelage/registry/v1/city.pb.h"
#include "registry_service/storage/tables.h"

namespace jumelage::benchmarks {
namespace {

using registry::v1::City;

constexpr int64_t kCities = 20000;
constexpr int kBatch = 128;

// A registry's store, filled with cities once, on a real disk.
class Filled {
 public:
  static Filled& Get() {
    static auto* const filled = new Filled;
    return *filled;
  }

  Store& store() { return *store_; }
  const Resources<City>& cities() const { return tables_.cities(); }
  const std::string& AnyName() { return names_[random_.Below(kCities)]; }
  City AnyCity() { return synthetic_.City(random_.Below(kCities)); }

  // Makes `count` changes and waits for all of them.
  void Change(int count, const std::function<absl::Status(Transaction&)>& body) {
    std::vector<std::promise<absl::Status>> results(count);
    for (std::promise<absl::Status>& result : results) {
      Mutation mutation;
      mutation.principal = "local";
      mutation.method = "jumelage.registry.v1.CityService/UpdateCity";
      mutation.body = body;
      mutation.done = [&result](MutationResult done) { result.set_value(done.status); };
      store_->Mutate(std::move(mutation));
    }
    for (std::promise<absl::Status>& result : results) Require(result.get_future().get());
  }

  absl::Status UpdateAny(Transaction& transaction) {
    absl::StatusOr<City> before = cities().GetToChange(transaction, AnyName(), "");
    if (!before.ok()) return before.status();
    City after = *before;
    after.mutable_populations(0)->set_value(static_cast<int64_t>(random_.Next() >> 40));
    return cities().Update(transaction, *before, &after);
  }

  void Remove() {
    store_.reset();
    std::filesystem::remove_all(directory_);
  }

  static void Require(const absl::Status& status) {
    if (status.ok()) return;
    std::fprintf(stderr, "store_benchmark: %s\n", status.ToString().c_str());
    std::abort();
  }

 private:
  Filled() {
    const char* const wanted = std::getenv("TEST_TMPDIR");
    directory_ = absl::StrCat(wanted == nullptr ? "/var/tmp" : wanted, "/micro.XXXXXX");
    if (mkdtemp(&directory_[0]) == nullptr) std::abort();
    DataOptions data;
    data.data_dir = directory_;
    data.service = "registry";
    absl::StatusOr<std::unique_ptr<Store>> opened =
        OpenEmbeddedStore(data, &tables_.schema(), StoreOptions());
    Require(opened.status());
    store_ = *std::move(opened);
    for (int64_t i = 0; i < kCities; ++i) names_.push_back(synthetic_.CityName(i));
    int64_t next = 0;
    while (next < kCities) {
      Change(kBatch, [&](Transaction& transaction) {
        if (next == kCities) return absl::OkStatus();
        City city = synthetic_.City(next);
        city.set_name(names_[next++]);
        return cities().Create(transaction, &city);
      });
    }
  }

  const Synthetic synthetic_{1};
  Random random_{1};
  RegistryTables tables_;
  std::vector<std::string> names_;
  std::string directory_;
  std::unique_ptr<Store> store_;
};

void BM_CacheHit(benchmark::State& state) {
  Filled& filled = Filled::Get();
  const Revision revision = filled.store().publication().revision();
  for (auto _ : state) {
    benchmark::DoNotOptimize(filled.store().cache().FindAt(filled.AnyName(), revision));
  }
}
BENCHMARK(BM_CacheHit);

void BM_ViewRead(benchmark::State& state) {
  Filled& filled = Filled::Get();
  for (auto _ : state) {
    std::promise<absl::Status> read;
    filled.store().Read([&](absl::StatusOr<Snapshot> snapshot) {
      Filled::Require(snapshot.status());
      read.set_value(filled.cities().GetStored(snapshot->db, filled.AnyName()).status());
    });
    Filled::Require(read.get_future().get());
  }
}
BENCHMARK(BM_ViewRead)->UseRealTime();

void BM_ParseCity(benchmark::State& state) {
  const std::string bytes = Filled::Get().AnyCity().SerializeAsString();
  for (auto _ : state) {
    City city;
    benchmark::DoNotOptimize(city.ParseFromString(bytes));
  }
}
BENCHMARK(BM_ParseCity);

void BM_SerializeCity(benchmark::State& state) {
  const City city = Filled::Get().AnyCity();
  for (auto _ : state) benchmark::DoNotOptimize(city.SerializeAsString());
}
BENCHMARK(BM_SerializeCity);

// Items per second are commits per second.
void BM_Commit(benchmark::State& state) {
  Filled& filled = Filled::Get();
  const auto count = static_cast<int>(state.range(0));
  for (auto _ : state) {
    filled.Change(count, [&](Transaction& transaction) { return filled.UpdateAny(transaction); });
  }
  state.SetItemsProcessed(state.iterations() * count);
}
BENCHMARK(BM_Commit)->Arg(1)->Arg(kBatch)->UseRealTime();

}  // namespace
}  // namespace jumelage::benchmarks

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  jumelage::benchmarks::Filled::Get().Remove();
  return 0;
}

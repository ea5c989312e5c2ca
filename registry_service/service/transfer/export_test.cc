// Tests ExportRecords, and imports of its results, through the public interface.
#include <algorithm>
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/limits.h"
#include "common/rpc/status.h"
#include "common/testing/proto_matchers.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "registry_service/testing/live_registry.h"

namespace jumelage {
namespace {

using registry::v1::ExportRecordsRequest;
using registry::v1::ExportRecordsResponse;
using registry::v1::ImportRecordsRequest;
using registry::v1::ImportRecordsResponse;
using registry::v1::ImportResult;
using registry::v1::Record;
using testing::ElementsAre;
using testing::IsEmpty;

std::string NameOf(const Record& record) {
  switch (record.record_case()) {
    case Record::kCity:
      return record.city().name();
    case Record::kOrganization:
      return record.organization().name();
    case Record::kAgreement:
      return record.agreement().name();
    default:
      return record.twinning().name();
  }
}

struct Exported {
  std::vector<Record> records;
  int64_t revision = 0;

  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const Record& record : records) all.push_back(NameOf(record));
    return all;
  }
};

class ExportTest : public testing::Test {
 protected:
  static absl::StatusOr<Exported> Export(LiveRegistry& registry,
                                         const std::vector<std::string>& types = {}) {
    ExportRecordsRequest request;
    for (const std::string& type : types) request.add_resource_types(type);
    grpc::ClientContext context;
    const auto stream = registry.transfers()->ExportRecords(&context, request);
    Exported exported;
    for (ExportRecordsResponse response; stream->Read(&response);) {
      exported.revision = response.revision();
      for (const Record& record : response.records()) exported.records.push_back(record);
    }
    const absl::Status status = FromGrpcStatus(stream->Finish());
    if (!status.ok()) return status;
    return exported;
  }
  Exported Export() {
    auto exported = Export(registry_);
    EXPECT_THAT(exported, IsOk());
    return exported.ok() ? *std::move(exported) : Exported();
  }

  static ImportRecordsResponse Import(LiveRegistry& registry, const ImportRecordsRequest& request) {
    const auto response =
        registry.Call(registry.transfers(), &LiveRegistry::Transfers::ImportRecords, request);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? *response : ImportRecordsResponse();
  }
  void Import(const std::string& request) {
    const auto response = Import(registry_, ParseText<ImportRecordsRequest>(request));
    for (const ImportResult& result : response.results()) {
      EXPECT_NE(result.outcome(), ImportResult::OUTCOME_REFUSED) << result.DebugString();
    }
  }
  static ImportRecordsRequest RequestOf(const Exported& exported) {
    ImportRecordsRequest request;
    for (const Record& record : exported.records) *request.add_records() = record;
    return request;
  }

  template <typename Request, typename Method>
  void Change(Method method, const std::string& request) {
    EXPECT_THAT(registry_.Call(registry_.twinnings(), method, ParseText<Request>(request)), IsOk());
  }

  // Creates records of every type, including deleted and merged ones.
  void FillRegistry() {
    Import(R"pb(
      records {
        city {
          name: 'cities/a'
          display_name: 'A'
          country: 'FR'
          external_ids { scheme: 'wikidata' value: 'Q1' }
          populations { value: 1000 qualifier: QUALIFIER_NEARLY original_text: 'près de 1000' }
        }
      }
      records { city { name: 'cities/b' display_name: 'B' parent: 'cities/c' } }
      records { city { name: 'cities/c' display_name: 'C' } }
      records { city { name: 'cities/d' display_name: 'D' } }
      records { city { name: 'cities/e' display_name: 'E' } }
      records {
        organization {
          name: 'organizations/o'
          display_name: 'O'
          kind: KIND_ASSOCIATION
          seat_city: 'cities/a'
        }
      }
      records {
        agreement {
          name: 'agreements/g'
          display_name: 'G'
          kind: KIND_CHARTER
          parties { city: 'cities/a' }
          parties { city: 'cities/b' }
        }
      }
      records {
        twinning {
          name: 'twinnings/ab'
          kind: KIND_TWINNING
          sides {
            city: 'cities/b'
            attestation { evidence { title: 'Page of B' } }
          }
          sides { city: 'cities/a' }
          charter: 'agreements/g'
          ledger {
            step: STEP_SIGN
            effective_date {
              precision: PRECISION_MONTH
              earliest { year: 1977 month: 2 }
            }
          }
        }
      }
      records {
        twinning {
          name: 'twinnings/ad'
          kind: KIND_TWINNING
          sides { city: 'cities/a' }
          sides { city: 'cities/d' }
          ledger { step: STEP_SIGN }
        }
      }
      records {
        twinning {
          name: 'twinnings/bd'
          kind: KIND_FRIENDSHIP
          sides { city: 'cities/b' }
          sides { city: 'cities/d' }
        }
      }
    )pb");
    registry_.clock().Advance(absl::Hours(24));
    Change<registry::v1::MarkTwinningDormantRequest>(
        &LiveRegistry::Twinnings::MarkTwinningDormant,
        "name: 'twinnings/ab' effective_date { precision: PRECISION_YEAR earliest { year: 2000 } "
        "}");
    Change<registry::v1::EndTwinningRequest>(&LiveRegistry::Twinnings::EndTwinning,
                                             "name: 'twinnings/ad'");
    Change<registry::v1::AttestTwinningRequest>(
        &LiveRegistry::Twinnings::AttestTwinning,
        "name: 'twinnings/ab' city: 'cities/a' attestation { evidence { title: 'Page of A' } }");
    Change<registry::v1::DeleteTwinningRequest>(&LiveRegistry::Twinnings::DeleteTwinning,
                                                "name: 'twinnings/bd'");
    registry::v1::MergeCityRequest merge;
    merge.set_name("cities/c");
    merge.set_into("cities/d");
    EXPECT_THAT(registry_.Call(registry_.cities(), &LiveRegistry::Cities::MergeCity, merge),
                IsOk());
    registry::v1::DeleteCityRequest erase;
    erase.set_name("cities/e");
    EXPECT_THAT(registry_.Call(registry_.cities(), &LiveRegistry::Cities::DeleteCity, erase),
                IsOk());
  }

  LiveRegistry registry_;
};

TEST_F(ExportTest, EveryRecordComesOnceByTypeAndName) {
  FillRegistry();
  const Exported exported = Export();
  EXPECT_THAT(exported.names(), ElementsAre("cities/a", "cities/b", "cities/c", "cities/d",
                                            "cities/e", "organizations/o", "agreements/g",
                                            "twinnings/ab", "twinnings/ad", "twinnings/bd"));
  EXPECT_EQ(exported.revision, registry_.revision());
  for (const Record& record : exported.records) {
    const std::string text = record.ShortDebugString();
    for (const char* field : {" etag:", " revision:", "create_time", "update_time"}) {
      EXPECT_FALSE(absl::StrContains(text, field)) << text;
    }
  }
}

TEST_F(ExportTest, AnExportImportedElsewhereGivesTheSameExport) {
  FillRegistry();
  const Exported exported = Export();
  LiveRegistry other;
  // The import happens later, but must keep all the times in the records.
  other.clock().Advance(absl::Hours(48));
  const ImportRecordsResponse imported = Import(other, RequestOf(exported));
  for (const ImportResult& result : imported.results()) {
    EXPECT_EQ(result.outcome(), ImportResult::OUTCOME_CREATED) << result.DebugString();
  }
  const auto again = Export(other);
  ASSERT_THAT(again, IsOk());
  ASSERT_EQ(again->names(), exported.names());
  for (size_t i = 0; i < exported.records.size(); ++i) {
    EXPECT_EQ(again->records[i].SerializeAsString(), exported.records[i].SerializeAsString())
        << again->records[i].DebugString() << exported.records[i].DebugString();
  }
}

TEST_F(ExportTest, AnExportImportedIntoItsOwnRegistryChangesNothing) {
  FillRegistry();
  const int64_t revision = registry_.revision();
  const ImportRecordsResponse imported = Import(registry_, RequestOf(Export()));
  for (const ImportResult& result : imported.results()) {
    EXPECT_EQ(result.outcome(), ImportResult::OUTCOME_UNCHANGED) << result.DebugString();
    EXPECT_THAT(result.kept_fields(), IsEmpty()) << result.DebugString();
  }
  EXPECT_EQ(registry_.revision(), revision);
}

TEST_F(ExportTest, TypesCanBeChosen) {
  FillRegistry();
  const auto some =
      Export(registry_, {"registry.jumelage/Twinning", "registry.jumelage/Agreement"});
  ASSERT_THAT(some, IsOk());
  EXPECT_THAT(some->names(),
              ElementsAre("agreements/g", "twinnings/ab", "twinnings/ad", "twinnings/bd"));
  const auto wrong =
      Export(registry_, {"registry.jumelage/City", "Town", "registry.jumelage/City"});
  EXPECT_THAT(ViolatedFields(wrong.status()),
              ElementsAre("resource_types[1]", "resource_types[2]"));
}

TEST_F(ExportTest, AnEmptyExportHasARevision) {
  const Exported exported = Export();
  EXPECT_THAT(exported.names(), IsEmpty());
  EXPECT_EQ(exported.revision, 0);
}

// G3: each import changes the display names of two cities in one commit. No export shows one change
// without the other, whatever is written between its pages.
TEST_F(ExportTest, AllRecordsAreOfOneRevisionWhileOthersWrite) {
  constexpr int kCities = 3000;
  const auto write = [&](int generation) {
    // Changes the cities with the first and the last name. The cities between them have enough text
    // for many pages.
    ImportRecordsRequest request;
    for (const int i : {0, kCities - 1}) {
      auto& city = *request.add_records()->mutable_city();
      city.set_name(absl::StrCat("cities/c", 10000 + i));
      city.set_display_name(absl::StrCat("generation ", generation));
    }
    return Import(registry_, request);
  };
  for (int begin = 0; begin < kCities; begin += 500) {
    ImportRecordsRequest request;
    for (int i = begin; i < begin + 500; ++i) {
      auto& city = *request.add_records()->mutable_city();
      city.set_name(absl::StrCat("cities/c", 10000 + i));
      city.set_display_name("generation 0");
      auto& text = *city.add_descriptions();
      text.set_language_code("en");
      text.set_text(std::string(1000, 'x'));
    }
    Import(registry_, request);
  }
  std::atomic<bool> stop{false};
  std::thread writer([&] {
    for (int generation = 1; !stop; ++generation) write(generation);
  });
  for (int i = 0; i < 10; ++i) {
    const auto exported = Export(registry_);
    EXPECT_THAT(exported, IsOk());
    if (!exported.ok()) break;
    EXPECT_EQ(exported->records.size(), kCities);
    EXPECT_EQ(exported->records.front().city().display_name(),
              exported->records.back().city().display_name());
  }
  stop = true;
  writer.join();
}

TEST_F(ExportTest, TooManyExportsAreRefusedUntilOneIsCancelled) {
  // Creates more text than fits into the transport's buffers, so that each stream stays open until
  // it is read.
  for (int call = 0; call < 10; ++call) {
    ImportRecordsRequest request;
    for (int i = 0; i < 30; ++i) {
      auto& city = *request.add_records()->mutable_city();
      city.set_name(absl::StrCat("cities/c", call * 30 + i));
      city.set_display_name("C");
      auto& text = *city.add_descriptions();
      text.set_language_code("en");
      text.set_text(std::string(90000, 'x'));
    }
    Import(registry_, request);
  }
  struct Stream {
    grpc::ClientContext context;
    std::unique_ptr<grpc::ClientReader<ExportRecordsResponse>> reader;
  };
  std::vector<std::unique_ptr<Stream>> streams;
  ExportRecordsResponse response;
  for (int i = 0; i < kMaxExports; ++i) {
    auto stream = std::make_unique<Stream>();
    stream->reader = registry_.transfers()->ExportRecords(&stream->context, {});
    ASSERT_TRUE(stream->reader->Read(&response));
    streams.push_back(std::move(stream));
  }
  EXPECT_EQ(ErrorReason(Export(registry_).status()), "OVERLOADED");
  for (const auto& stream : streams) {
    stream->context.TryCancel();
    EXPECT_EQ(stream->reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  }
  streams.clear();
  absl::StatusOr<Exported> exported = Export(registry_);
  while (ErrorReason(exported.status()) == "OVERLOADED") exported = Export(registry_);
  EXPECT_THAT(exported, IsOk());
}

}  // namespace
}  // namespace jumelage

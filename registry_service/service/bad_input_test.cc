// Tests that the registry answers bad input with a typed error that lists every violation, and
// changes nothing. There is one row for each kind of mistake.

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "common/base/limits.h"
#include "common/testing/status_matchers.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "registry_service/testing/live_registry.h"

namespace jumelage {
namespace {

using absl::StatusCode;
using registry::v1::CreateAgreementRequest;
using registry::v1::CreateCityRequest;
using registry::v1::CreateOrganizationRequest;
using registry::v1::CreateTwinningRequest;
using registry::v1::EndTwinningRequest;
using registry::v1::GetCityRequest;
using registry::v1::ListCitiesRequest;
using registry::v1::SignTwinningRequest;
using registry::v1::UpdateCityRequest;
using ::testing::ElementsAreArray;
using Agreements = LiveRegistry::Agreements;
using Cities = LiveRegistry::Cities;
using Organizations = LiveRegistry::Organizations;
using Twinnings = LiveRegistry::Twinnings;

constexpr char kRequestId[] = "6f1f2c0e-5d0b-4a6e-9d0c-3b1f6a1c2d3e";
constexpr char kPair[] =
    "kind: KIND_TWINNING sides { city: 'cities/a' } sides { city: 'cities/b' }";

using Call = std::function<absl::Status(LiveRegistry&)>;

// A mistake, a call that makes it, and the expected error.
struct Mistake {
  const char* what;
  Call call;
  StatusCode code;
  const char* reason;
  // The fields that the error lists, if any.
  std::vector<std::string> fields;
};

// Returns a function that adds one mistake to a list.
auto Adder(std::vector<Mistake>* mistakes) {
  return [mistakes](const char* what, Call call, StatusCode code, const char* reason,
                    std::vector<std::string> fields) {
    mistakes->push_back({what, std::move(call), code, reason, std::move(fields)});
  };
}

// Returns a call to `method` on `stub`. `text` is its request in text format.
template <typename Stub, typename Request, typename Response>
Call Calling(Stub* (LiveRegistry::*stub)(),
             grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&, Response*),
             const std::string& text) {
  return [=](LiveRegistry& registry) {
    return registry.Call((registry.*stub)(), method, ParseText<Request>(text)).status();
  };
}

Call CreatingCity(const std::string& city) {
  return Calling<Cities, CreateCityRequest>(&LiveRegistry::cities, &Cities::CreateCity,
                                            "city { display_name: 'X' " + city + " }");
}

Call CreatingTwinning(const std::string& twinning) {
  return Calling<Twinnings, CreateTwinningRequest>(
      &LiveRegistry::twinnings, &Twinnings::CreateTwinning, "twinning { " + twinning + " }");
}

std::vector<Mistake> Malformed() {
  const StatusCode kInvalid = StatusCode::kInvalidArgument;
  std::vector<Mistake> mistakes;
  const auto add = Adder(&mistakes);
  add("a malformed name",
      Calling<Cities, GetCityRequest>(&LiveRegistry::cities, &Cities::GetCity,
                                      "name: 'cities/Belfort'"),
      kInvalid, "FIELD_INVALID", {"name"});
  add("a malformed id",
      Calling<Cities, CreateCityRequest>(&LiveRegistry::cities, &Cities::CreateCity,
                                         "city_id: '-x' city { display_name: 'X' }"),
      kInvalid, "FIELD_INVALID", {"city_id"});
  add("nothing at all",
      Calling<Twinnings, CreateTwinningRequest>(&LiveRegistry::twinnings,
                                                &Twinnings::CreateTwinning, ""),
      kInvalid, "FIELD_INVALID", {"twinning.kind", "twinning.sides"});
  add("an unknown country", CreatingCity("country: 'XX'"), kInvalid, "FIELD_INVALID",
      {"city.country"});
  add("an unknown country of an organization",
      Calling<Organizations, CreateOrganizationRequest>(
          &LiveRegistry::organizations, &Organizations::CreateOrganization,
          "organization { display_name: 'X' country: 'EU' seat_city: 'x' }"),
      kInvalid, "FIELD_INVALID", {"organization.country", "organization.seat_city"});
  add("a month 13",
      CreatingCity("populations { value: 1 as_of { precision: PRECISION_MONTH earliest { "
                   "year: 2007 month: 13 } } }"),
      kInvalid, "FIELD_INVALID", {"city.populations[0].as_of.earliest.month"});
  add("an end before its beginning",
      Calling<Agreements, CreateAgreementRequest>(
          &LiveRegistry::agreements, &Agreements::CreateAgreement,
          "agreement { display_name: 'X' kind: KIND_CONVENTION parties { city: 'cities/a' } "
          "parties { city: 'cities/b' } term_start { precision: PRECISION_YEAR earliest { "
          "year: 2010 } } term_end { precision: PRECISION_YEAR earliest { year: 2009 } } }"),
      kInvalid, "FIELD_INVALID", {"agreement.term_end"});
  add("a control character", CreatingCity("names { text: 'a\\001' }"), kInvalid, "FIELD_INVALID",
      {"city.names[0].text"});
  add("several mistakes at once",
      CreatingCity("country: 'fr' populations { value: -5 } websites { uri: 'javascript:x' } "
                   "location { latitude: 100 }"),
      kInvalid, "FIELD_INVALID",
      {"city.country", "city.location.latitude", "city.populations[0].value",
       "city.websites[0].uri"});
  add("a description that is too long",
      [](LiveRegistry& registry) {
        CreateCityRequest request;
        request.mutable_city()->set_display_name("X");
        auto* text = request.mutable_city()->add_descriptions();
        text->set_language_code("fr");
        text->set_text(std::string(kMaxTextLength + 1, 'a'));
        return registry.Call(registry.cities(), &Cities::CreateCity, request).status();
      },
      kInvalid, "FIELD_INVALID", {"city.descriptions[0].text"});
  return mistakes;
}

std::vector<Mistake> AboutTwinnings() {
  const StatusCode kInvalid = StatusCode::kInvalidArgument;
  std::vector<Mistake> mistakes;
  const auto add = Adder(&mistakes);
  add("a twinning of a city with itself",
      CreatingTwinning("kind: KIND_TWINNING sides { city: 'cities/a' } sides { city: 'cities/a' }"),
      kInvalid, "FIELD_INVALID", {"twinning.sides[1].city"});
  add("a second live twinning of the same pair and kind", CreatingTwinning(kPair),
      StatusCode::kAlreadyExists, "TWINNING_DUPLICATE", {});
  add("a side that does not exist",
      CreatingTwinning(
          "kind: KIND_TWINNING sides { city: 'cities/a' } sides { city: 'cities/none' }"),
      StatusCode::kFailedPrecondition, "REFERENCE_NOT_FOUND", {});
  add("an illegal past",
      CreatingTwinning("kind: KIND_FRIENDSHIP sides { city: 'cities/a' } sides { city: "
                       "'cities/b' } ledger { step: STEP_SUSPEND }"),
      kInvalid, "FIELD_INVALID", {"twinning.ledger[0].step"});
  add("a past that runs backwards",
      CreatingTwinning("kind: KIND_FRIENDSHIP sides { city: 'cities/a' } sides { city: 'cities/b' }"
                       " ledger { step: STEP_SIGN effective_date { precision: PRECISION_YEAR "
                       "earliest { year: 2000 } } } ledger { step: STEP_END effective_date { "
                       "precision: PRECISION_YEAR earliest { year: 1999 } } }"),
      kInvalid, "FIELD_INVALID", {"twinning.ledger[1].effective_date"});
  add("an illegal step",
      Calling<Twinnings, SignTwinningRequest>(&LiveRegistry::twinnings, &Twinnings::SignTwinning,
                                              "name: 'twinnings/t'"),
      StatusCode::kFailedPrecondition, "ILLEGAL_TRANSITION", {});
  add("a future ledger date",
      Calling<Twinnings, EndTwinningRequest>(
          &LiveRegistry::twinnings, &Twinnings::EndTwinning,
          "name: 'twinnings/t' effective_date { precision: PRECISION_DAY earliest { year: 2024 "
          "month: 5 day: 12 } }"),
      kInvalid, "FIELD_INVALID", {"effective_date"});
  return mistakes;
}

std::vector<Mistake> AboutState() {
  const StatusCode kInvalid = StatusCode::kInvalidArgument;
  std::vector<Mistake> mistakes;
  const auto add = Adder(&mistakes);
  add("a stale etag",
      Calling<Cities, UpdateCityRequest>(&LiveRegistry::cities, &Cities::UpdateCity,
                                         "city { name: 'cities/a' etag: 'old' country: 'FR' }"),
      StatusCode::kAborted, "ETAG_MISMATCH", {});
  add("a reused request_id",
      Calling<Cities, CreateCityRequest>(
          &LiveRegistry::cities, &Cities::CreateCity,
          absl::StrCat("city { display_name: 'other' } request_id: '", kRequestId, "'")),
      kInvalid, "REQUEST_ID_REUSED", {"request_id"});
  add("a malformed request_id",
      Calling<Cities, CreateCityRequest>(&LiveRegistry::cities, &Cities::CreateCity,
                                         "city { display_name: 'X' } request_id: '1'"),
      kInvalid, "FIELD_INVALID", {"request_id"});
  add("an unknown update_mask path",
      Calling<Cities, UpdateCityRequest>(&LiveRegistry::cities, &Cities::UpdateCity,
                                         "city { name: 'cities/a' country: 'XX' } update_mask { "
                                         "paths: 'country' paths: 'mayor' }"),
      kInvalid, "FIELD_INVALID", {"update_mask", "city.country"});
  add("a foreign page token",
      [](LiveRegistry& registry) {
        ListCitiesRequest request;
        request.set_page_size(1);
        const auto page = registry.Call(registry.cities(), &Cities::ListCities, request);
        if (!page.ok()) return page.status();
        request.set_page_token(page->next_page_token());
        request.set_filter("country = FR");
        return registry.Call(registry.cities(), &Cities::ListCities, request).status();
      },
      kInvalid, "PAGE_TOKEN_INVALID", {"page_token"});
  add("a filter that can't be read",
      Calling<Cities, ListCitiesRequest>(&LiveRegistry::cities, &Cities::ListCities,
                                         "filter: 'country = = FR'"),
      kInvalid, "FILTER_INVALID", {"filter"});
  add("a negative page size and an unknown order",
      Calling<Cities, ListCitiesRequest>(
          &LiveRegistry::cities, &Cities::ListCities,
          "page_size: -1 order_by: 'mayor' read_mask { paths: 'mayor' }"),
      kInvalid, "FIELD_INVALID", {"page_size", "order_by", "read_mask"});
  add("what does not exist",
      Calling<Cities, GetCityRequest>(&LiveRegistry::cities, &Cities::GetCity,
                                      "name: 'cities/none'"),
      StatusCode::kNotFound, "RESOURCE_NOT_FOUND", {});
  // The transport refuses this message, so the error has no details.
  add("a message of 5 MiB",
      [](LiveRegistry& registry) {
        CreateCityRequest request;
        request.mutable_city()->set_display_name(std::string(5 << 20, 'a'));
        return registry.Call(registry.cities(), &Cities::CreateCity, request).status();
      },
      StatusCode::kResourceExhausted, "", {});
  return mistakes;
}

TEST(BadInputTest, GetsATypedErrorAndChangesNothing) {
  LiveRegistry registry;
  ASSERT_THAT(registry.CreateCity("a", "display_name: 'A'"), IsOk());
  ASSERT_THAT(registry.CreateCity("b", "display_name: 'B'"), IsOk());
  ASSERT_THAT(registry.CreateTwinning("t", absl::StrCat(kPair, " ledger { step: STEP_SIGN }")),
              IsOk());
  ASSERT_THAT(Calling<Cities>(&LiveRegistry::cities, &Cities::CreateCity,
                              absl::StrCat("city_id: 'c' city { display_name: 'C' } request_id: '",
                                           kRequestId, "'"))(registry),
              IsOk());
  const int64_t revision = registry.revision();
  for (const auto& mistakes : {Malformed(), AboutTwinnings(), AboutState()}) {
    for (const Mistake& mistake : mistakes) {
      const absl::Status status = mistake.call(registry);
      EXPECT_EQ(status.code(), mistake.code) << mistake.what << ": " << status;
      EXPECT_EQ(ErrorReason(status), mistake.reason) << mistake.what << ": " << status;
      EXPECT_THAT(ViolatedFields(status), ElementsAreArray(mistake.fields)) << mistake.what;
      EXPECT_EQ(registry.revision(), revision) << mistake.what;
    }
  }
}

}  // namespace
}  // namespace jumelage

// Any text given as a filter or an order is either taken or refused with one of the documented
// errors, and what a refusal says fits into an error's bounds.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/error.h"
#include "common/base/limits.h"
#include "common/filter/filter.h"
#include "common/filter/order_by.h"
#include "common/filter/test_enums.pb.h"

namespace {

void Require(bool condition) {
  if (!condition) std::abort();
}

void RequireRefusal(const absl::Status& status, absl::string_view reason) {
  Require(status.code() == absl::StatusCode::kInvalidArgument);
  Require(jumelage::ErrorReason(status) == reason);
  Require(status.message().size() <= jumelage::kMaxErrorMessageBytes);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using jumelage::FilterField;
  static const auto* const fields = new std::vector<FilterField>{
      FilterField::Text("country"), FilterField::ResourceName("city", "cities"),
      FilterField::Text("name"),
      FilterField::Enum("state", jumelage::testing::FilterState_descriptor())};
  const absl::string_view text(reinterpret_cast<const char*>(data), size);

  const auto terms = jumelage::ParseFilter(text, *fields);
  if (terms.ok()) {
    Require(terms->size() <= fields->size());
  } else {
    RequireRefusal(terms.status(), "FILTER_INVALID");
  }
  const auto order = jumelage::ParseOrderBy(text, {"name", "create_time"});
  if (order.ok()) {
    Require(order->size() <= 2);
  } else {
    RequireRefusal(order.status(), "FIELD_INVALID");
  }
  return 0;
}

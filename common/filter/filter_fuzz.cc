// Any text given as a filter or an order is either accepted or refused with a documented error.
// Accepted filters run, and the messages of refusals stay within kMaxErrorMessageBytes.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "common/base/error.h"
#include "common/base/limits.h"
#include "common/filter/order_by.h"
#include "common/filter/test_schema.h"

namespace {

void Require(bool condition) {
  if (!condition) std::abort();
}

void RequireRefusal(const absl::Status& status, absl::string_view reason) {
  Require(status.code() == absl::StatusCode::kInvalidArgument);
  Require(jumelage::ErrorReason(status) == reason);
  Require(status.message().size() <= jumelage::kMaxErrorMessageBytes);
}

// Returns a table with one row, so that conditions are evaluated.
jumelage::testing::FilterTable* MakeTable() {
  auto* const table = new jumelage::testing::FilterTable();
  jumelage::testing::FilterRow row;
  row.id = "x";
  row.display_name = "Belfort";
  row.aliases = {"Beffert"};
  row.external_ids = {{"wikidata", "Q171545"}};
  row.location = {47.6, 6.9};
  row.phases = {{19850512, 99999999, true}};
  table->Insert(row);
  return table;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static auto* const table = MakeTable();
  const absl::string_view text(reinterpret_cast<const char*>(data), size);

  const auto selected = table->Select(text);
  if (!selected.ok()) RequireRefusal(selected.status(), "FILTER_INVALID");
  const auto order = jumelage::ParseOrderBy(text, {"name", "create_time"});
  if (order.ok()) {
    Require(order->size() <= 2);
  } else {
    RequireRefusal(order.status(), "FIELD_INVALID");
  }
  return 0;
}

#include "registry_service/storage/network_table.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"

namespace jumelage {
namespace {

using registry::v1::City;
using registry::v1::LedgerEntry;
using registry::v1::Twinning;

bool operator==(const NetworkPlace& a, const NetworkPlace& b) {
  return std::tie(a.display_name, a.country, a.merged_into) ==
         std::tie(b.display_name, b.country, b.merged_into);
}

bool operator==(const NetworkLink& a, const NetworkLink& b) {
  return std::tie(a.first_place, a.second_place, a.kind, a.state, a.ledger) ==
         std::tie(b.first_place, b.second_place, b.kind, b.state, b.ledger);
}

template <typename R>
bool Same(const std::shared_ptr<const R>& a, const std::shared_ptr<const R>& b) {
  return a == nullptr || b == nullptr ? a == b : *a == *b;
}

template <typename R>
absl::Status Parse(absl::string_view name, absl::string_view bytes, R* resource) {
  if (resource->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return absl::OkStatus();
  }
  return absl::DataLossError(absl::StrCat(name, " is unreadable"));
}

std::string LedgerOf(const Twinning& twinning) {
  Twinning kept;
  if (twinning.has_create_time()) *kept.mutable_create_time() = twinning.create_time();
  for (const LedgerEntry& entry : twinning.ledger()) {
    LedgerEntry* const copy = kept.add_ledger();
    *copy = entry;
    copy->clear_decision();
    copy->clear_notes();
  }
  return kept.SerializeAsString();
}

}  // namespace

int NetworkRecords::PlaceOf(absl::string_view city) const {
  const auto found = std::lower_bound(
      by_name->begin(), by_name->end(), city,
      [this](int number, absl::string_view name) { return places[number]->name < name; });
  return found != by_name->end() && places[*found]->name == city ? *found : kNoPlace;
}

int NetworkRecords::Leading(int place) const {
  // Merges never form a cycle. The loop is nevertheless bounded, in case the view is damaged.
  for (size_t steps = 0; steps <= places.size(); ++steps) {
    if (place == kNoPlace || places[place] == nullptr) return kNoPlace;
    if (places[place]->merged_into == kNoPlace) return place;
    place = places[place]->merged_into;
  }
  return kNoPlace;
}

absl::Status NetworkTable::Apply(absl::string_view name, Revision revision,
                                 std::optional<absl::string_view> bytes) {
  if (absl::StartsWith(name, "cities/")) return ApplyCity(name, revision, bytes);
  if (absl::StartsWith(name, "twinnings/")) return ApplyTwinning(name, revision, bytes);
  return absl::OkStatus();
}

absl::Status NetworkTable::Apply(const store::v1::Commit& commit) {
  for (const store::v1::Change& change : commit.changes()) {
    JUMELAGE_RETURN_IF_ERROR(Apply(
        change.name(), commit.revision(),
        change.removed() ? std::nullopt : std::optional<absl::string_view>(change.resource())));
  }
  return absl::OkStatus();
}

int NetworkTable::NumberOf(absl::string_view city) {
  const auto [found, added] =
      numbers_.try_emplace(std::string(city), static_cast<int>(places_.size()));
  if (added) places_.emplace_back();
  return found->second;
}

absl::Status NetworkTable::ApplyCity(absl::string_view name, Revision revision,
                                     std::optional<absl::string_view> bytes) {
  const int number = NumberOf(name);
  if (revision <= places_[number].revision) return absl::OkStatus();
  std::shared_ptr<NetworkPlace> place;
  if (bytes) {
    City city;
    JUMELAGE_RETURN_IF_ERROR(Parse(name, *bytes, &city));
    place = std::make_shared<NetworkPlace>();
    place->name = std::string(name);
    place->display_name = city.display_name();
    place->country = city.country();
    if (!city.merged_into().empty()) place->merged_into = NumberOf(city.merged_into());
  }
  Place& held = places_[number];
  held.revision = revision;
  if (Same<NetworkPlace>(held.place, place)) return absl::OkStatus();
  if ((held.place == nullptr) != (place == nullptr)) by_name_.reset();
  held.place = std::move(place);
  records_.reset();
  return absl::OkStatus();
}

std::shared_ptr<const NetworkLink> NetworkTable::LinkOf(const Twinning& twinning) {
  // A merged twinning has no link of its own. The twinning that it was merged into has one.
  const bool counts = !twinning.has_delete_time() && twinning.merged_into().empty();
  if (!counts || twinning.sides_size() != 2) return nullptr;
  auto link = std::make_shared<NetworkLink>();
  link->name = twinning.name();
  link->first_place = NumberOf(twinning.sides(0).city());
  link->second_place = NumberOf(twinning.sides(1).city());
  link->kind = twinning.kind();
  link->state = twinning.state();
  link->ledger = LedgerOf(twinning);
  return link;
}

absl::Status NetworkTable::ApplyTwinning(absl::string_view name, Revision revision,
                                         std::optional<absl::string_view> bytes) {
  Link& held = links_[name];
  if (revision <= held.revision) return absl::OkStatus();
  std::shared_ptr<const NetworkLink> link;
  if (bytes) {
    Twinning twinning;
    JUMELAGE_RETURN_IF_ERROR(Parse(name, *bytes, &twinning));
    link = LinkOf(twinning);
  }
  held.revision = revision;
  if (Same(held.link, link)) return absl::OkStatus();
  held.link = std::move(link);
  records_.reset();
  return absl::OkStatus();
}

std::shared_ptr<const std::vector<int>> NetworkTable::OrderByName() const {
  std::vector<int> order;
  for (size_t number = 0; number < places_.size(); ++number) {
    if (places_[number].place != nullptr) order.push_back(static_cast<int>(number));
  }
  std::sort(order.begin(), order.end(),
            [this](int a, int b) { return places_[a].place->name < places_[b].place->name; });
  return std::make_shared<const std::vector<int>>(std::move(order));
}

std::shared_ptr<const NetworkRecords> NetworkTable::Records() {
  if (records_ != nullptr) return records_;
  if (by_name_ == nullptr) by_name_ = OrderByName();
  auto records = std::make_shared<NetworkRecords>();
  records->by_name = by_name_;
  records->places.reserve(places_.size());
  for (const Place& place : places_) records->places.push_back(place.place);
  records->links.reserve(links_.size());
  for (const auto& [name, held] : links_) {
    if (held.link != nullptr) records->links.push_back(held.link);
  }
  records_ = std::move(records);
  return records_;
}

}  // namespace jumelage

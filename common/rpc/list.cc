#include "common/rpc/list.h"

#include <algorithm>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "common/base/error.h"
#include "common/base/limits.h"
#include "common/base/violations.h"
#include "common/filter/filter.h"
#include "common/filter/order_by.h"
#include "common/rpc/page_token.h"
#include "jumelage/store/v1/commit.pb.h"

namespace jumelage {
namespace {

constexpr char kName[] = "name";

store::v1::KeyValue ToKeyValue(const sqlite::Value& value) {
  store::v1::KeyValue key;
  if (const auto* integer = std::get_if<int64_t>(&value)) {
    key.set_integer(*integer);
  } else if (const auto* text = std::get_if<std::string>(&value)) {
    key.set_text(*text);
  }
  return key;
}

sqlite::Value FromKeyValue(const store::v1::KeyValue& key) {
  if (key.kind_case() == store::v1::KeyValue::kInteger) return key.integer();
  return key.text();
}

}  // namespace

ListSpec::ListSpec(FilterSchema filters, std::vector<ListOrder> orders)
    : filters_(std::move(filters)), orders_(std::move(orders)) {
  orders_.insert(orders_.begin(), {kName, kName});
}

absl::StatusOr<std::vector<OrderKey>> ListSpec::Order(absl::string_view order_by) const {
  std::vector<absl::string_view> names;
  for (const ListOrder& order : orders_) names.emplace_back(order.name);
  JUMELAGE_ASSIGN_OR_RETURN(const std::vector<OrderTerm> terms, ParseOrderBy(order_by, names));
  std::vector<OrderKey> keys;
  for (const OrderTerm& term : terms) {
    const auto known = std::find_if(orders_.begin(), orders_.end(), [&](const ListOrder& order) {
      return order.name == term.field;
    });
    keys.push_back({known->column, term.descending, known->absent});
    // Names are unique, so later keys have no effect.
    if (term.field == kName) break;
  }
  return keys;
}

absl::StatusOr<ListQuery> ListSpec::ToQuery(const ListParameters& parameters) const {
  Violations violations;
  const absl::StatusOr<int> size = PageSize(parameters.page_size, kDefaultPageSize, kMaxPageSize);
  violations.AddAll(size.status());
  absl::StatusOr<std::vector<OrderKey>> order = Order(parameters.order_by);
  violations.AddAll(order.status());
  JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
  ListQuery query;
  if (!absl::StripAsciiWhitespace(parameters.filter).empty()) {
    JUMELAGE_ASSIGN_OR_RETURN(Condition selected, FilterCondition(parameters.filter, filters_));
    query.where.push_back(std::move(selected));
  }
  JUMELAGE_ASSIGN_OR_RETURN(query.after, PositionIn(parameters.page_token, parameters.fingerprint));
  query.order = *std::move(order);
  query.limit = *size;
  query.show_deleted = parameters.show_deleted;
  query.show_merged = parameters.show_merged;
  if (!absl::EndsWith(parameters.parent, "/-")) query.parent = parameters.parent;
  if (!query.after.empty() && query.after.size() != KeysOf(query).size()) {
    return PageTokenInvalidError("it belongs to another order");
  }
  return query;
}

absl::StatusOr<std::vector<sqlite::Value>> ListSpec::PositionIn(absl::string_view page_token,
                                                                uint64_t fingerprint) {
  JUMELAGE_ASSIGN_OR_RETURN(const store::v1::PageToken token,
                            DecodePageToken(page_token, fingerprint));
  std::vector<sqlite::Value> position;
  for (const store::v1::KeyValue& key : token.last()) position.push_back(FromKeyValue(key));
  return position;
}

ListAnswerFields ListAnswerFields::Of(const google::protobuf::Descriptor* answer,
                                      const google::protobuf::Descriptor* resource) {
  ListAnswerFields fields;
  fields.next_page_token = answer->FindFieldByName("next_page_token")->number();
  fields.revision = answer->FindFieldByName("revision")->number();
  for (int i = 0; i < answer->field_count(); ++i) {
    const google::protobuf::FieldDescriptor* field = answer->field(i);
    if (field->is_repeated() && field->message_type() == resource) {
      fields.resources = field->number();
    }
  }
  return fields;
}

std::string ListSpec::NextPageToken(const std::vector<sqlite::Value>& next, uint64_t fingerprint) {
  if (next.empty()) return "";
  store::v1::PageToken token;
  token.set_request_fingerprint(fingerprint);
  for (const sqlite::Value& value : next) *token.add_last() = ToKeyValue(value);
  return EncodePageToken(token);
}

}  // namespace jumelage

#ifndef JUMELAGE_COMMON_RPC_LIST_H_
#define JUMELAGE_COMMON_RPC_LIST_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "common/base/status_macros.h"
#include "common/filter/field.h"
#include "common/message/wire.h"
#include "common/rpc/field_mask.h"
#include "common/rpc/fingerprint.h"
#include "common/sqlite/database.h"
#include "common/store/read_pool.h"
#include "common/store/resource_cache.h"
#include "common/view/list_query.h"
#include "common/view/table.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/field_mask.pb.h"

namespace jumelage {

// A name in a List method's order_by, the column that it sorts by, and the value of the column that
// stands for an absent value, if there may be one.
struct ListOrder {
  std::string name;
  std::string column;
  std::optional<AbsentKey> absent = std::nullopt;
};

// The fields of a List request that determine its page.
struct ListParameters {
  int page_size = 0;
  std::string page_token;
  std::string filter;
  std::string order_by;
  bool show_deleted = false;
  bool show_merged = false;
  // The parent whose resources are listed, or "COLLECTION/-" for those of all parents. Empty if the
  // type has no parents.
  std::string parent;
  // A fingerprint of everything that the list depends on, so that page tokens fit only the same
  // list.
  uint64_t fingerprint = 0;
};

// The page of a table that a List request asks for, and the fingerprint of the list.
struct WantedPage {
  ListQuery query;
  uint64_t fingerprint = 0;
};

// Whether a List request has the field `show_merged`, as it does for types that can be merged.
template <typename Request, typename = void>
struct CanShowMerged : std::false_type {};
template <typename Request>
struct CanShowMerged<Request, std::void_t<decltype(std::declval<const Request&>().show_merged())>>
    : std::true_type {};

// Whether a request has the field `parent`, as it does for types whose resources are below a
// parent.
template <typename Request, typename = void>
struct HasParent : std::false_type {};
template <typename Request>
struct HasParent<Request, std::void_t<decltype(std::declval<const Request&>().parent())>>
    : std::true_type {};

// Converts the requests of a List method to queries of a table: filter, order, page size, and page
// tokens that are bound to their request. One per method; immutable and thread-safe.
class ListSpec {
 public:
  // The order "name" is added to `orders`, and is the default.
  ListSpec(FilterSchema filters, std::vector<ListOrder> orders);

  // Returns the page that `request` asks for. Returns FIELD_INVALID (for page_size and order_by,
  // with all violations), FILTER_INVALID or PAGE_TOKEN_INVALID if the request is invalid.
  template <typename Request>
  absl::StatusOr<WantedPage> PageOf(const Request& request) const {
    const ListParameters parameters = ParametersOf(request);
    JUMELAGE_ASSIGN_OR_RETURN(ListQuery query, ToQuery(parameters));
    return WantedPage{std::move(query), parameters.fingerprint};
  }

  // Returns the token of the page that begins after the keyset position `next`. Returns an empty
  // token if `next` is empty.
  static std::string NextPageToken(const std::vector<sqlite::Value>& next, uint64_t fingerprint);

  // Returns the keyset position in a token that NextPageToken made for the same fingerprint; empty
  // for an empty token. Returns PAGE_TOKEN_INVALID for any other token.
  static absl::StatusOr<std::vector<sqlite::Value>> PositionIn(absl::string_view page_token,
                                                               uint64_t fingerprint);

 private:
  template <typename Request>
  static ListParameters ParametersOf(const Request& request) {
    ListParameters parameters;
    parameters.page_size = request.page_size();
    parameters.page_token = request.page_token();
    parameters.filter = request.filter();
    parameters.order_by = request.order_by();
    parameters.show_deleted = request.show_deleted();
    if constexpr (CanShowMerged<Request>::value) parameters.show_merged = request.show_merged();
    if constexpr (HasParent<Request>::value) parameters.parent = request.parent();
    parameters.fingerprint = RequestFingerprint(request, {"page_size", "page_token", "read_mask"});
    return parameters;
  }

  absl::StatusOr<ListQuery> ToQuery(const ListParameters& parameters) const;
  absl::StatusOr<std::vector<OrderKey>> Order(absl::string_view order_by) const;

  const FilterSchema filters_;
  std::vector<ListOrder> orders_;
};

// A page of a List answer.
template <typename R>
struct ListPage {
  std::vector<R> resources;
  std::string next_page_token;
};

// Reads the page that a List request asks for, but only with resources that also meet the
// conditions in `more`. Returns the errors of ListSpec::PageOf, storage errors, or DATA_LOSS if a
// resource is unreadable.
template <typename R, typename Request>
absl::StatusOr<ListPage<R>> ReadListPage(const ListSpec& spec, const Table<R>& table,
                                         sqlite::Database& db, const Request& request,
                                         const std::vector<Condition>& more = {}) {
  JUMELAGE_ASSIGN_OR_RETURN(WantedPage wanted, spec.PageOf(request));
  wanted.query.where.insert(wanted.query.where.end(), more.begin(), more.end());
  JUMELAGE_ASSIGN_OR_RETURN(typename Table<R>::Page page, table.List(db, wanted.query));
  ListPage<R> result;
  result.next_page_token = ListSpec::NextPageToken(page.next, wanted.fingerprint);
  result.resources = std::move(page.resources);
  return result;
}

// The numbers of the fields that every List answer has.
struct ListAnswerFields {
  int resources;
  int next_page_token;
  int revision;

  // Returns the numbers for an answer of type `answer` with resources of type `resource`.
  static ListAnswerFields Of(const google::protobuf::Descriptor* answer,
                             const google::protobuf::Descriptor* resource);
};

// Writes the serialized answer of a List method. Without a read_mask, resources are copied into it
// as they are stored.
template <typename Response, typename R>
class ListAnswer {
 public:
  // Returns FIELD_INVALID if the mask is invalid.
  static absl::StatusOr<ListAnswer> For(const google::protobuf::FieldMask& read_mask) {
    JUMELAGE_ASSIGN_OR_RETURN(ReadMask mask, ReadMask::Parse(read_mask, R::descriptor()));
    return ListAnswer(std::move(mask));
  }

  absl::Status Add(absl::string_view stored) {
    if (mask_.everything()) {
      AppendEntry(fields_.resources, stored, &bytes_);
      return absl::OkStatus();
    }
    R resource;
    if (!resource.ParseFromArray(stored.data(), static_cast<int>(stored.size()))) {
      return absl::DataLossError("the view holds an unreadable resource");
    }
    Add(std::move(resource));
    return absl::OkStatus();
  }
  void Add(R resource) {
    mask_.Apply(&resource);
    AppendEntry(fields_.resources, resource.SerializeAsString(), &bytes_);
  }

  // Returns the complete answer.
  std::string Finish(absl::string_view next_page_token, Revision revision) && {
    AppendBytesField(fields_.next_page_token, next_page_token, &bytes_);
    AppendIntField(fields_.revision, revision, &bytes_);
    return std::move(bytes_);
  }

 private:
  explicit ListAnswer(ReadMask mask)
      : fields_(ListAnswerFields::Of(Response::descriptor(), R::descriptor())),
        mask_(std::move(mask)) {}

  ListAnswerFields fields_;
  ReadMask mask_;
  std::string bytes_;
};

// Reads the page that a List request asks for, and returns the serialized answer. A resource comes
// from the cache if the cache has it as the snapshot shows it. Otherwise `present` turns the stored
// resource into the one that is returned, which is then cached. Returns FIELD_INVALID if the mask
// is invalid, the errors of `present`, storage errors, or DATA_LOSS if a resource is unreadable.
template <typename Response, typename R>
absl::StatusOr<std::string> ReadListAnswer(
    const WantedPage& wanted, const google::protobuf::FieldMask& read_mask, const Table<R>& table,
    ResourceCache* cache, const Snapshot& snapshot,
    absl::FunctionRef<absl::Status(StoredResource*)> present) {
  JUMELAGE_ASSIGN_OR_RETURN(auto answer, (ListAnswer<Response, R>::For(read_mask)));
  const auto take = [&](int64_t id, absl::string_view name) -> absl::StatusOr<int64_t> {
    const CachedResourcePtr cached = cache->FindAt(name, snapshot.revision);
    if (cached != nullptr) {
      JUMELAGE_RETURN_IF_ERROR(answer.Add(cached->bytes()));
      return static_cast<int64_t>(cached->bytes().size());
    }
    JUMELAGE_ASSIGN_OR_RETURN(StoredResource stored, table.Load(snapshot.db, id));
    JUMELAGE_RETURN_IF_ERROR(present(&stored));
    JUMELAGE_RETURN_IF_ERROR(answer.Add(absl::string_view(stored.bytes)));
    cache->Fill(name, snapshot.revision, snapshot.outdatings, stored.revision, stored.bytes);
    return static_cast<int64_t>(stored.bytes.size());
  };
  JUMELAGE_ASSIGN_OR_RETURN(const std::vector<sqlite::Value> next,
                            table.Walk(snapshot.db, wanted.query, take));
  return std::move(answer).Finish(ListSpec::NextPageToken(next, wanted.fingerprint),
                                  snapshot.revision);
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RPC_LIST_H_

#ifndef JUMELAGE_COMMON_RPC_HISTORY_H_
#define JUMELAGE_COMMON_RPC_HISTORY_H_

#include <grpcpp/grpcpp.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "common/base/error.h"
#include "common/base/limits.h"
#include "common/base/status_macros.h"
#include "common/base/still_wanted.h"
#include "common/log/log.h"
#include "common/rpc/field_mask.h"
#include "common/rpc/fingerprint.h"
#include "common/rpc/list.h"
#include "common/rpc/page_token.h"
#include "common/store/history.h"
#include "common/store/read_pool.h"
#include "common/values/resource_name.h"
#include "common/view/table.h"

// Methods that answer with past states of resources: a Get and a List with a `read_revision`, and
// List…Revisions. Thread-safe.
namespace jumelage {

// Returns a function that checks whether the caller of a method is still waiting. The function
// returns DEADLINE_EXCEEDED or CANCELLED if it isn't. The function may be used until the call is
// finished.
StillWanted WantedBy(const grpc::CallbackServerContext* context);

// Returns the resource as of the revision `at`. Returns NOT_FOUND if the resource did not exist
// then or has been purged since, DATA_LOSS if its state is unreadable, or the errors of
// CheckReadable and StateAt.
template <typename R>
absl::StatusOr<R> ReadPast(const Table<R>& table, const Log& log, const Snapshot& snapshot,
                           const std::string& name, Revision at, const StillWanted& wanted) {
  JUMELAGE_RETURN_IF_ERROR(CheckReadable(log, at, snapshot.revision));
  JUMELAGE_ASSIGN_OR_RETURN(std::optional<StoredResource> stored, table.Find(snapshot.db, name));
  if (stored) {
    StateReader reader(&log);
    JUMELAGE_ASSIGN_OR_RETURN(stored, StateAt(reader, *std::move(stored), at, wanted));
  }
  if (!stored) return NotFoundError(R::descriptor()->name(), name);
  R resource;
  if (!resource.ParseFromString(stored->bytes)) {
    return absl::DataLossError(absl::StrCat("the log holds an unreadable ", name));
  }
  return resource;
}

// Returns the page that a List request with a `read_revision` asks for: the same as ReadListPage,
// but for the table as it was then. The request must list by name (IsByName). Reads one stretch of
// the table per page, so a page may contain few resources, or none, although more pages follow. May
// also return the errors of CheckReadable and ReadPastStretch.
template <typename R, typename Request>
absl::StatusOr<ListPage<R>> ReadPastListPage(const ListSpec& spec, const Table<R>& table,
                                             const Log& log, const Snapshot& snapshot,
                                             const Request& request, const StillWanted& wanted,
                                             const std::vector<Condition>& more = {}) {
  JUMELAGE_RETURN_IF_ERROR(CheckReadable(log, request.read_revision(), snapshot.revision));
  JUMELAGE_ASSIGN_OR_RETURN(WantedPage asked, spec.PageOf(request));
  ListQuery& query = asked.query;
  query.where.insert(query.where.end(), more.begin(), more.end());
  // The names of resources below one parent are adjacent.
  const std::string prefix =
      query.parent.empty() ? "" : ResourceName(query.parent, table.name(), "");
  const std::string after =
      query.after.empty() ? prefix : std::get<std::string>(query.after.front());
  const int limit = query.where.empty() ? query.limit + 1 : kMaxPastStretch;
  StateReader reader(&log);
  JUMELAGE_ASSIGN_OR_RETURN(const PastStretch stretch,
                            ReadPastStretch(reader, snapshot.db, table, prefix, after,
                                            request.read_revision(), limit, wanted));
  JUMELAGE_ASSIGN_OR_RETURN(const std::unique_ptr<PastRows> rows,
                            PastRows::Begin(&snapshot.db, table));
  for (const StoredResource& resource : stretch.resources) {
    JUMELAGE_RETURN_IF_ERROR(rows->Add(resource));
  }
  JUMELAGE_ASSIGN_OR_RETURN(typename Table<R>::Page page, table.List(snapshot.db, query));
  if (page.next.empty() && stretch.more) page.next = {stretch.last};
  ListPage<R> result;
  result.next_page_token = ListSpec::NextPageToken(page.next, asked.fingerprint);
  result.resources = std::move(page.resources);
  return result;
}

template <typename Request>
uint64_t RevisionsFingerprint(const Request& request) {
  return RequestFingerprint(request, {"page_size", "page_token", "read_mask"});
}

// Returns the revision from which a List…Revisions request continues, or 0 to begin with the
// newest. Returns PAGE_TOKEN_INVALID if the page token is invalid.
template <typename Request>
absl::StatusOr<Revision> RevisionsPosition(const Request& request) {
  JUMELAGE_ASSIGN_OR_RETURN(
      const std::vector<sqlite::Value> position,
      ListSpec::PositionIn(request.page_token(), RevisionsFingerprint(request)));
  if (position.empty()) return 0;
  const auto* revision = std::get_if<int64_t>(&position.front());
  if (revision == nullptr) return PageTokenInvalidError("it belongs to another method");
  return *revision;
}

// Fills the answer to a List…Revisions request with the resource's states, newest first, back to
// the oldest one kept. `state` returns the resource in one of the entries, and `complete` adds the
// fields that are never stored. A page ends early if it becomes too large or takes too long to
// read. Returns FIELD_INVALID or PAGE_TOKEN_INVALID if the request is invalid, NOT_FOUND if the
// resource does not exist, or the errors of the log, `wanted` and `complete`.
template <typename R, typename Item, typename Request, typename Response>
absl::Status ListRevisions(const Table<R>& table, const Log& log, const Snapshot& snapshot,
                           const Request& request, R* (Item::*state)(), const StillWanted& wanted,
                           absl::FunctionRef<absl::Status(std::common_type_t<R>*)> complete,
                           Response* response) {
  JUMELAGE_ASSIGN_OR_RETURN(const int limit,
                            PageSize(request.page_size(), kDefaultPageSize, kMaxPageSize));
  JUMELAGE_ASSIGN_OR_RETURN(const ReadMask mask,
                            ReadMask::Parse(request.read_mask(), R::descriptor()));
  JUMELAGE_ASSIGN_OR_RETURN(Revision next, RevisionsPosition(request));
  JUMELAGE_ASSIGN_OR_RETURN(const std::optional<StoredResource> current,
                            table.Find(snapshot.db, request.name()));
  if (!current) return NotFoundError(R::descriptor()->name(), request.name());
  if (next == 0) next = current->revision;
  response->set_revision(snapshot.revision);
  int64_t bytes = 0;
  StateReader reader(&log);
  while (next != 0) {
    JUMELAGE_RETURN_IF_ERROR(wanted());
    if (response->revisions_size() == limit || bytes >= ListQuery().max_bytes ||
        (response->revisions_size() > 0 && reader.tired())) {
      response->set_next_page_token(ListSpec::NextPageToken({next}, RevisionsFingerprint(request)));
      break;
    }
    const absl::StatusOr<StateReader::State> read = reader.Read(request.name(), next);
    // Earlier states were compacted, so the list ends here.
    if (absl::IsOutOfRange(read.status())) break;
    JUMELAGE_RETURN_IF_ERROR(read.status());
    const store::v1::Commit& commit = read->commit;
    const store::v1::Change& change = commit.changes(0);
    Item* item = response->add_revisions();
    item->set_revision(next);
    item->set_principal(commit.principal());
    item->set_method(commit.method());
    item->set_redact_revision(commit.redact_revision());
    *item->mutable_commit_time() = commit.time();
    if (!(item->*state)()->ParseFromString(change.resource())) {
      return absl::DataLossError(absl::StrCat("the log holds an unreadable ", request.name()));
    }
    JUMELAGE_RETURN_IF_ERROR(complete((item->*state)()));
    mask.Apply((item->*state)());
    bytes += static_cast<int64_t>(change.resource().size());
    next = change.previous_revision();
  }
  return absl::OkStatus();
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_RPC_HISTORY_H_

#ifndef JUMELAGE_COMMON_STORE_RESOURCES_H_
#define JUMELAGE_COMMON_STORE_RESOURCES_H_

#include <optional>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/error.h"
#include "common/base/status_macros.h"
#include "common/base/violations.h"
#include "common/message/message_checks.h"
#include "common/sqlite/database.h"
#include "common/store/transaction.h"
#include "common/view/merged.h"
#include "common/view/table.h"
#include "google/protobuf/message.h"

namespace jumelage {

// The storage operations that the standard methods of every resource type share. `R` is a resource
// message with name, etag, revision, create_time, update_time and delete_time; GetToUnmerge and
// Redirect also need merged_into. Immutable and thread-safe. Connections and transactions must not
// be shared between threads.
template <typename R>
class Resources {
 public:
  // Returns whether the answer to a Get contains more than the resource's bytes, such as data from
  // other resources. The writer must then not cache the bytes.
  using AnswersMore = absl::StatusOr<bool> (*)(sqlite::Database&, const google::protobuf::Message&);

  // `table` must outlive this object.
  explicit Resources(const Table<R>* table, AnswersMore answers_more = nullptr)
      : table_(table),
        answers_more_(answers_more),
        field_(absl::AsciiStrToLower(R::descriptor()->name())) {}

  const Table<R>& table() const { return *table_; }
  // Returns the type's name for errors, which is the message's name, such as "City".
  static std::string TypeName() { return std::string(R::descriptor()->name()); }

  // Returns the resource, even if it is deleted, or NOT_FOUND.
  absl::StatusOr<R> Get(sqlite::Database& db, absl::string_view name) const {
    JUMELAGE_ASSIGN_OR_RETURN(std::optional<R> found, table_->Get(db, name));
    if (!found) return NotFoundError(TypeName(), name);
    return *std::move(found);
  }

  // Like Get, but returns the resource serialized.
  absl::StatusOr<StoredResource> GetStored(sqlite::Database& db, absl::string_view name) const {
    JUMELAGE_ASSIGN_OR_RETURN(std::optional<StoredResource> found, table_->Find(db, name));
    if (!found) return NotFoundError(TypeName(), name);
    return *std::move(found);
  }

  // Returns the resource to be changed, or NOT_FOUND, RESOURCE_DELETED, RESOURCE_MERGED or
  // ETAG_MISMATCH. An empty etag matches any.
  absl::StatusOr<Held<R>> HoldToChange(Transaction& transaction, absl::string_view name,
                                       absl::string_view etag) const {
    JUMELAGE_ASSIGN_OR_RETURN(std::optional<Held<R>> held, table_->Hold(transaction.db(), name));
    if (!held) return NotFoundError(TypeName(), name);
    const R& resource = held->resource;
    if (resource.has_delete_time()) return DeletedError(TypeName(), name);
    const std::string merged_into = MergedInto(resource);
    if (!merged_into.empty()) return MergedError(TypeName(), name, merged_into);
    JUMELAGE_RETURN_IF_ERROR(CheckEtag(resource, etag));
    return *std::move(held);
  }
  // Like HoldToChange, but returns only the resource.
  absl::StatusOr<R> GetToChange(Transaction& transaction, absl::string_view name,
                                absl::string_view etag) const {
    JUMELAGE_ASSIGN_OR_RETURN(Held<R> held, HoldToChange(transaction, name, etag));
    return std::move(held.resource);
  }

  // Returns the deleted resource that Undelete restores or Purge removes, or NOT_FOUND,
  // RESOURCE_NOT_DELETED or ETAG_MISMATCH.
  absl::StatusOr<R> GetToUndelete(Transaction& transaction, absl::string_view name,
                                  absl::string_view etag) const {
    JUMELAGE_ASSIGN_OR_RETURN(R found, Get(transaction.db(), name));
    if (!found.has_delete_time()) return NotDeletedError(TypeName(), name);
    JUMELAGE_RETURN_IF_ERROR(CheckEtag(found, etag));
    return found;
  }

  // Returns the merged resource that Unmerge restores, or NOT_FOUND, RESOURCE_NOT_MERGED or
  // ETAG_MISMATCH.
  absl::StatusOr<R> GetToUnmerge(Transaction& transaction, absl::string_view name,
                                 absl::string_view etag) const {
    JUMELAGE_ASSIGN_OR_RETURN(R found, Get(transaction.db(), name));
    if (found.merged_into().empty()) return NotMergedError(TypeName(), name);
    JUMELAGE_RETURN_IF_ERROR(CheckEtag(found, etag));
    return found;
  }

  // Writes a new resource. Its name must be set. Returns ALREADY_EXISTS if the name is taken; a
  // deleted resource keeps its name.
  absl::Status Create(Transaction& transaction, R* resource) const {
    JUMELAGE_ASSIGN_OR_RETURN(const std::optional<StoredResource> taken,
                              table_->Find(transaction.db(), resource->name()));
    if (taken) return AlreadyExistsError(TypeName(), resource->name());
    resource->clear_delete_time();
    return Restore(transaction, resource);
  }

  // Writes a new resource, which may have a delete_time. The caller must have checked that the
  // resource's name is free.
  absl::Status Restore(Transaction& transaction, R* resource) const {
    *resource->mutable_create_time() = transaction.proto_time();
    KnownStates known;
    known.is_new = true;
    return Write(transaction, resource, known);
  }

  // Writes a changed resource, unless it equals `before`, the state that was read in this
  // transaction.
  absl::Status Update(Transaction& transaction, const R& before, R* resource) const {
    if (before.SerializeAsString() == resource->SerializeAsString()) return absl::OkStatus();
    return Write(transaction, resource, {&before});
  }
  // The same for a caller that has already serialized `resource` to `bytes`. The resource must not
  // have been written since `before` was read.
  absl::Status Update(Transaction& transaction, const Held<R>& before, absl::string_view bytes,
                      R* resource) const {
    if (bytes == before.bytes) return absl::OkStatus();
    // A different version of the program may have serialized the fields in a different order.
    if (bytes.size() == before.bytes.size() && bytes == before.resource.SerializeAsString()) {
      return absl::OkStatus();
    }
    return Write(transaction, resource, {&before.resource, before.row, before.bytes});
  }

  absl::Status SoftDelete(Transaction& transaction, R* resource) const {
    *resource->mutable_delete_time() = transaction.proto_time();
    return Write(transaction, resource);
  }

  absl::Status Undelete(Transaction& transaction, R* resource) const {
    resource->clear_delete_time();
    return Write(transaction, resource);
  }

  // Makes the resource a redirect to `into`, or no longer a redirect if `into` is empty.
  absl::Status Redirect(Transaction& transaction, const std::string& into, R* resource) const {
    resource->set_merged_into(into);
    return Write(transaction, resource);
  }

 private:
  // Returns whether the resource is new or becomes larger than `known.before`. Returns false if an
  // existing resource's previous state is not in `known`.
  static bool Grows(const KnownStates& known, absl::string_view bytes) {
    if (known.is_new) return true;
    return known.before != nullptr && bytes.size() > known.before->ByteSizeLong();
  }
  absl::Status CheckEtag(const R& resource, absl::string_view etag) const {
    if (etag.empty() || etag == resource.etag()) return absl::OkStatus();
    return EtagMismatchError(TypeName(), resource.name(), resource.etag());
  }

  // Writes the resource with its new revision, etag and update time. The revision identifies one
  // state of the resource, so it also serves as the etag. `known` has what the caller already knows
  // about the previous state.
  //
  // Returns FIELD_INVALID if a new resource is larger than the size limit, or if an update makes a
  // resource grow beyond it. A resource that is already too large may keep its size or shrink.
  // If `known` lacks the previous state, as in SoftDelete, Undelete and Redirect, the size is not
  // checked.
  absl::Status Write(Transaction& transaction, R* resource, KnownStates known = {}) const {
    resource->set_revision(transaction.revision());
    resource->set_etag(absl::StrCat("\"", transaction.revision(), "\""));
    *resource->mutable_update_time() = transaction.proto_time();
    known.after = resource;
    std::string bytes = resource->SerializeAsString();
    if (Grows(known, bytes)) {
      Violations violations;
      CheckSize(field_, R::descriptor(), bytes, MessageLimits(), &violations);
      JUMELAGE_RETURN_IF_ERROR(violations.ToStatus());
    }
    JUMELAGE_RETURN_IF_ERROR(transaction.Put(resource->name(), std::move(bytes), known));
    if (answers_more_ == nullptr) return absl::OkStatus();
    JUMELAGE_ASSIGN_OR_RETURN(const bool more, answers_more_(transaction.db(), *resource));
    if (more) transaction.Uncache(resource->name());
    return absl::OkStatus();
  }

  const Table<R>* const table_;
  const AnswersMore answers_more_;
  // The name of the resource's field in requests, such as "city".
  const std::string field_;
};

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_STORE_RESOURCES_H_

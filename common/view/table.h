#ifndef JUMELAGE_COMMON_VIEW_TABLE_H_
#define JUMELAGE_COMMON_VIEW_TABLE_H_

#include <algorithm>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "common/base/status_macros.h"
#include "common/log/log.h"
#include "common/sqlite/database.h"
#include "common/values/resource_name.h"
#include "common/view/list_query.h"
#include "common/view/merged.h"
#include "common/view/side_tables.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "jumelage/store/v1/commit.pb.h"

namespace jumelage {

// A resource as the view stores it: serialized, with the revision of its last change.
struct StoredResource {
  std::string name;
  Revision revision = 0;
  std::string bytes;
};

// A stored resource with its parsed message and the id of its row.
template <typename R>
struct Held {
  int64_t row = 0;
  Revision revision = 0;
  std::string bytes;
  R resource;
};

// States of a resource that the caller of Apply already has, so that Apply does not read and parse
// them again. Each message must be of the resource's type, or null if the caller does not have it.
struct KnownStates {
  // The resource before the change, as the transaction read it.
  const google::protobuf::Message* before = nullptr;
  // If not 0, the id of the resource's row, which must still contain `before`, serialized as
  // `before_bytes`.
  int64_t row = 0;
  absl::string_view before_bytes = {};
  // The resource after the change, parsed. Its bytes are in the change.
  const google::protobuf::Message* after = nullptr;
  // Whether the transaction has checked that the name is free.
  bool is_new = false;
};

// How the view stores one type of resource. Created once, at startup. Immutable and thread-safe,
// but connections must not be shared between threads.
class TableBase {
 public:
  virtual ~TableBase() = default;
  // The collection in the names of the type's resources, such as "cities" or
  // "projects/*/transactions".
  virtual const std::string& collection() const = 0;
  // The last segment of the collection, which is also the table's name in SQL, such as "cities" or
  // "transactions".
  absl::string_view name() const { return LastSegment(collection()); }
  // The name of the side table with the role, or empty if the type has none.
  virtual absl::string_view SideTable(SideTableRole role) const = 0;
  // Returns the DDL of the table, its side tables and its indexes in `schema`: "main", or "temp"
  // for temporary tables, which hide those in "main" on the same connection.
  virtual std::string Ddl(absl::string_view schema) const = 0;
  absl::Status Create(sqlite::Database& db, absl::string_view schema) const {
    return db.Exec(Ddl(schema));
  }
  // See TableSpec.
  virtual int rows_version() const = 0;
  // Applies a change, of a new commit or during a replay. Nothing else writes resource rows.
  // Returns the revision of the resource's previous change, or 0 if the resource did not exist.
  virtual absl::StatusOr<Revision> Apply(sqlite::Database& db, Revision revision,
                                         const store::v1::Change& change,
                                         const KnownStates& known) const = 0;
  // Returns the stored resource, even if it is deleted, or nullopt if there is none.
  virtual absl::StatusOr<std::optional<StoredResource>> Find(sqlite::Database& db,
                                                             absl::string_view name) const = 0;
  // The descriptor of the type's message.
  virtual const google::protobuf::Descriptor* descriptor() const = 0;
  // Returns an empty resource.
  virtual std::unique_ptr<google::protobuf::Message> NewResource() const = 0;
  // Returns resources, including deleted and merged ones, ordered by name and beginning after the
  // name `after`, until their size reaches `max_bytes`.
  virtual absl::StatusOr<std::vector<StoredResource>> Scan(sqlite::Database& db,
                                                           absl::string_view after,
                                                           int64_t max_bytes) const = 0;
};

// A column that queries need, and how its value is computed from the resource. The value must not
// be NULL, since keyset comparisons need values.
template <typename R>
struct ColumnSpec {
  const char* name;
  const char* sql_type;  // "TEXT", "INTEGER" or "REAL"
  std::function<sqlite::Value(const R&)> value;
};

// How a Table stores its resources. `R` is a resource message with name, revision and delete_time.
template <typename R>
struct TableSpec {
  // As in TableBase. If the resources have parents, the table also has a column `parent_name` and
  // an index on it.
  std::string collection;
  std::vector<ColumnSpec<R>> columns;
  std::vector<SideTableSpec<R>> side_tables;
  // The columns of each additional index. `name` and `deleted` are added to them, so that a page
  // can be found by reading only the index.
  std::vector<std::vector<const char*>> indexes;
  // Increase it if the functions above produce different values or rows for the same resource and
  // nothing else in the spec changes. ViewSchema::Version can't detect such a change by itself.
  int rows_version = 1;
};

// Rows are (id, name, revision, deleted, the spec's columns, data); `deleted` is a RowState. The
// column `owner` of a side table refers to the id.
template <typename R>
class Table : public TableBase {
 public:
  explicit Table(TableSpec<R> spec);

  const std::string& collection() const override { return spec_.collection; }
  absl::string_view SideTable(SideTableRole role) const override { return sides_.Of(role); }
  std::string Ddl(absl::string_view schema) const override;
  int rows_version() const override { return spec_.rows_version; }
  absl::StatusOr<Revision> Apply(sqlite::Database& db, Revision revision,
                                 const store::v1::Change& change,
                                 const KnownStates& known) const override;
  absl::StatusOr<std::optional<StoredResource>> Find(sqlite::Database& db,
                                                     absl::string_view name) const override;
  const google::protobuf::Descriptor* descriptor() const override { return R::descriptor(); }
  std::unique_ptr<google::protobuf::Message> NewResource() const override {
    return std::make_unique<R>();
  }
  absl::StatusOr<std::vector<StoredResource>> Scan(sqlite::Database& db, absl::string_view after,
                                                   int64_t max_bytes) const override;

  // Returns the resource, even if it is deleted, or nullopt if there is none.
  absl::StatusOr<std::optional<R>> Get(sqlite::Database& db, absl::string_view name) const;
  // Like Get, but also returns the resource's row and bytes.
  absl::StatusOr<std::optional<Held<R>>> Hold(sqlite::Database& db, absl::string_view name) const;

  struct Page {
    std::vector<R> resources;
    // The keyset position after the last resource. Empty if there are no more.
    std::vector<sqlite::Value> next;
  };
  absl::StatusOr<Page> List(sqlite::Database& db, const ListQuery& query) const;
  // Like List, but calls `take` with the id and name of each resource instead of reading it. `take`
  // must return the resource's size in bytes. Returns the keyset position after the page, like
  // Page::next. Reads only an index, unless the query's conditions need more.
  absl::StatusOr<std::vector<sqlite::Value>> Walk(
      sqlite::Database& db, const ListQuery& query,
      absl::FunctionRef<absl::StatusOr<int64_t>(int64_t id, absl::string_view name)> take) const;
  // Returns the resource in a row that Walk found, or DATA_LOSS if there is no such row.
  absl::StatusOr<StoredResource> Load(sqlite::Database& db, int64_t id) const;

 private:
  // Either a resource that the caller owns, or one that was parsed here.
  class State {
   public:
    const R& operator*() const { return parsed_ ? *parsed_ : *known_; }
    void Take(const R* known) { known_ = known; }
    absl::Status Parse(absl::string_view bytes, absl::string_view name) {
      if (parsed_.emplace().ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
        return absl::OkStatus();
      }
      return absl::DataLossError(absl::StrCat("can't parse the stored ", name));
    }

   private:
    const R* known_ = nullptr;
    std::optional<R> parsed_;
  };
  struct OldRow {
    int64_t id = 0;
    Revision revision = 0;
    std::string bytes;
    State resource;
  };
  // Loads the resource's current row into `old`, from `known` if possible. Returns false if there
  // is no such row.
  absl::StatusOr<bool> LoadOld(sqlite::Database& db, Revision revision, const std::string& name,
                               const KnownStates& known, OldRow* old) const;
  // Insert and Update write the row and return its id.
  absl::StatusOr<int64_t> Insert(sqlite::Database& db, Revision revision, const R& resource,
                                 const std::string& bytes) const;
  absl::StatusOr<int64_t> Update(sqlite::Database& db, Revision revision, const R& resource,
                                 const std::string& bytes, const OldRow& old) const;
  // Selects the rows of a query, in its order, with `first` as the first column. Calls `take` with
  // each row; `take` must return its resource's size in bytes. Returns the keyset position after
  // the page, like Page::next.
  absl::StatusOr<std::vector<sqlite::Value>> Select(
      sqlite::Database& db, const ListQuery& query, absl::string_view first,
      absl::FunctionRef<absl::StatusOr<int64_t>(const sqlite::Statement&)> take) const;

  const TableSpec<R> spec_;
  const SideTables<R> sides_;
  std::string insert_sql_, delete_sql_, select_old_sql_, find_sql_, load_sql_, scan_sql_;
};

// Returns the spec. If its resources have parents, adds the column `parent_name` and its index,
// since such resources are queried by parent.
template <typename R>
TableSpec<R> WithParentColumn(TableSpec<R> spec) {
  if (ParentCollection(spec.collection).empty()) return spec;
  spec.columns.insert(spec.columns.begin(), {"parent_name", "TEXT", [](const R& resource) {
                                               return std::string(ParentName(resource.name()));
                                             }});
  spec.indexes.insert(spec.indexes.begin(), {"parent_name"});
  return spec;
}

template <typename R>
Table<R>::Table(TableSpec<R> spec)
    : spec_(WithParentColumn(std::move(spec))), sides_(spec_.side_tables) {
  const absl::string_view t = name();
  std::string names, marks;
  for (const ColumnSpec<R>& column : spec_.columns) {
    absl::StrAppend(&names, ", ", column.name);
    absl::StrAppend(&marks, ", ?");
  }
  insert_sql_ = absl::StrCat("INSERT INTO ", t, "(data, revision, deleted", names,
                             ", name) VALUES(?, ?, ?", marks, ", ?)");
  delete_sql_ = absl::StrCat("DELETE FROM ", t, " WHERE id = ?");
  select_old_sql_ = absl::StrCat("SELECT id, revision, data FROM ", t, " WHERE name = ?");
  find_sql_ = absl::StrCat("SELECT revision, data FROM ", t, " WHERE name = ?");
  load_sql_ = absl::StrCat("SELECT name, revision, data FROM ", t, " WHERE id = ?");
  scan_sql_ = absl::StrCat("SELECT name, revision, data FROM ", t, " WHERE name > ? ORDER BY name");
}

template <typename R>
std::string Table<R>::Ddl(absl::string_view schema) const {
  std::string columns;
  for (const ColumnSpec<R>& column : spec_.columns) {
    absl::StrAppend(&columns, column.name, " ", column.sql_type, " NOT NULL, ");
  }
  std::string ddl =
      absl::StrCat("CREATE TABLE ", schema, ".", name(),
                   "(id INTEGER PRIMARY KEY, name TEXT NOT NULL, revision INTEGER NOT NULL, "
                   "deleted INTEGER NOT NULL, ",
                   columns, "data BLOB NOT NULL) STRICT; CREATE UNIQUE INDEX ", schema, ".", name(),
                   "_name ON ", name(), "(name, deleted);");
  absl::StrAppend(&ddl, sides_.Ddl(schema));
  for (size_t i = 0; i < spec_.indexes.size(); ++i) {
    std::string key;
    for (const char* column : spec_.indexes[i]) absl::StrAppend(&key, column, ", ");
    absl::StrAppend(&ddl, "CREATE INDEX ", schema, ".", name(), "_", i, " ON ", name(), "(", key,
                    "name, deleted);");
  }
  return ddl;
}

template <typename R>
absl::StatusOr<bool> Table<R>::LoadOld(sqlite::Database& db, Revision revision,
                                       const std::string& name, const KnownStates& known,
                                       OldRow* old) const {
  const auto* before = google::protobuf::DynamicCastToGenerated<R>(known.before);
  if (before != nullptr && known.row != 0) {
    old->id = known.row;
    old->revision = before->revision();
    old->bytes = std::string(known.before_bytes);
    old->resource.Take(before);
    return true;
  }
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select, db.Prepare(select_old_sql_));
  select.BindText(1, name);
  JUMELAGE_ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return false;
  old->id = select.ColumnInt(0);
  old->revision = select.ColumnInt(1);
  old->bytes = std::string(select.ColumnBlob(2));
  // A revision identifies one state of the resource, except for the revision in progress, in which
  // the state may change repeatedly.
  if (before != nullptr && before->revision() == old->revision && old->revision != revision) {
    old->resource.Take(before);
  } else {
    JUMELAGE_RETURN_IF_ERROR(old->resource.Parse(old->bytes, name));
  }
  return true;
}

template <typename R>
absl::StatusOr<int64_t> Table<R>::Insert(sqlite::Database& db, Revision revision, const R& resource,
                                         const std::string& bytes) const {
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement insert, db.Prepare(insert_sql_));
  std::vector<sqlite::Value> values;
  values.reserve(spec_.columns.size());
  for (const ColumnSpec<R>& column : spec_.columns) values.push_back(column.value(resource));
  insert.BindBlob(1, bytes).BindInt(2, revision);
  insert.BindInt(3, static_cast<int64_t>(RowStateOf(resource)));
  int index = 3;
  for (const sqlite::Value& value : values) insert.Bind(++index, value);
  insert.BindText(++index, resource.name());
  JUMELAGE_RETURN_IF_ERROR(insert.Run());
  return db.LastInsertId();
}

// Always sets `data` and `revision`, but only those other columns that changed: SQLite writes to an
// index whenever one of its columns is set, even to the same value.
template <typename R>
absl::StatusOr<int64_t> Table<R>::Update(sqlite::Database& db, Revision revision, const R& resource,
                                         const std::string& bytes, const OldRow& old) const {
  std::string sql = absl::StrCat("UPDATE ", name(), " SET data = ?, revision = ?");
  std::vector<sqlite::Value> values;
  const RowState state = RowStateOf(resource);
  if (state != RowStateOf(*old.resource)) {
    absl::StrAppend(&sql, ", deleted = ?");
    values.emplace_back(static_cast<int64_t>(state));
  }
  for (const ColumnSpec<R>& column : spec_.columns) {
    sqlite::Value value = column.value(resource);
    if (value == column.value(*old.resource)) continue;
    absl::StrAppend(&sql, ", ", column.name, " = ?");
    values.push_back(std::move(value));
  }
  absl::StrAppend(&sql, " WHERE id = ?");
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement update, db.Prepare(sql));
  update.BindBlob(1, bytes).BindInt(2, revision);
  int index = 2;
  for (const sqlite::Value& value : values) update.Bind(++index, value);
  JUMELAGE_RETURN_IF_ERROR(update.BindInt(++index, old.id).Run());
  return old.id;
}

template <typename R>
absl::StatusOr<Revision> Table<R>::Apply(sqlite::Database& db, Revision revision,
                                         const store::v1::Change& change,
                                         const KnownStates& known) const {
  OldRow old;
  bool found = false;
  if (!known.is_new) {
    JUMELAGE_ASSIGN_OR_RETURN(found, LoadOld(db, revision, change.name(), known, &old));
  }
  RowContent<R> before;
  if (found) before = {&*old.resource, old.bytes};
  if (change.removed()) {
    if (!found) return old.revision;
    JUMELAGE_RETURN_IF_ERROR(sides_.Apply(db, old.id, before, {}));
    JUMELAGE_RETURN_IF_ERROR(db.Run(delete_sql_, {old.id}));
    return old.revision;
  }
  State after;
  if (const R* made = google::protobuf::DynamicCastToGenerated<R>(known.after)) {
    after.Take(made);
  } else {
    JUMELAGE_RETURN_IF_ERROR(after.Parse(change.resource(), change.name()));
  }
  JUMELAGE_ASSIGN_OR_RETURN(const int64_t id,
                            found ? Update(db, revision, *after, change.resource(), old)
                                  : Insert(db, revision, *after, change.resource()));
  JUMELAGE_RETURN_IF_ERROR(sides_.Apply(db, id, before, {&*after, change.resource()}));
  return old.revision;
}

template <typename R>
absl::StatusOr<std::optional<StoredResource>> Table<R>::Find(sqlite::Database& db,
                                                             absl::string_view name) const {
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select, db.Prepare(find_sql_));
  select.BindText(1, name);
  JUMELAGE_ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::nullopt;
  return StoredResource{std::string(name), select.ColumnInt(0), std::string(select.ColumnBlob(1))};
}

template <typename R>
absl::StatusOr<std::optional<Held<R>>> Table<R>::Hold(sqlite::Database& db,
                                                      absl::string_view name) const {
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select, db.Prepare(select_old_sql_));
  select.BindText(1, name);
  JUMELAGE_ASSIGN_OR_RETURN(const bool found, select.Step());
  if (!found) return std::nullopt;
  std::optional<Held<R>> held(std::in_place);
  held->row = select.ColumnInt(0);
  held->revision = select.ColumnInt(1);
  held->bytes = std::string(select.ColumnBlob(2));
  if (!held->resource.ParseFromString(held->bytes)) {
    return absl::DataLossError(absl::StrCat("the view holds an unreadable ", name));
  }
  return held;
}

template <typename R>
absl::StatusOr<std::optional<R>> Table<R>::Get(sqlite::Database& db, absl::string_view name) const {
  JUMELAGE_ASSIGN_OR_RETURN(std::optional<Held<R>> held, Hold(db, name));
  if (!held) return std::nullopt;
  return std::move(held->resource);
}

template <typename R>
absl::StatusOr<std::vector<StoredResource>> Table<R>::Scan(sqlite::Database& db,
                                                           absl::string_view after,
                                                           int64_t max_bytes) const {
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select, db.Prepare(scan_sql_));
  select.BindText(1, after);
  std::vector<StoredResource> found;
  int64_t bytes = 0;
  while (bytes < max_bytes) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
    if (!row) break;
    found.push_back({std::string(select.ColumnText(0)), select.ColumnInt(1),
                     std::string(select.ColumnBlob(2))});
    bytes += static_cast<int64_t>(found.back().bytes.size());
  }
  return found;
}

template <typename R>
absl::StatusOr<StoredResource> Table<R>::Load(sqlite::Database& db, int64_t id) const {
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select, db.Prepare(load_sql_));
  JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.BindInt(1, id).Step());
  if (!row) return absl::DataLossError(absl::StrCat("an index of ", name(), " is damaged"));
  return StoredResource{std::string(select.ColumnText(0)), select.ColumnInt(1),
                        std::string(select.ColumnBlob(2))};
}

template <typename R>
absl::StatusOr<typename Table<R>::Page> Table<R>::List(sqlite::Database& db,
                                                       const ListQuery& query) const {
  Page page;
  const auto take = [&](const sqlite::Statement& row) -> absl::StatusOr<int64_t> {
    const absl::string_view data = row.ColumnBlob(0);
    if (!page.resources.emplace_back().ParseFromArray(data.data(), static_cast<int>(data.size()))) {
      return absl::DataLossError(absl::StrCat("the view holds an unreadable row of ", name()));
    }
    return static_cast<int64_t>(data.size());
  };
  JUMELAGE_ASSIGN_OR_RETURN(page.next, Select(db, query, "data", take));
  return page;
}

template <typename R>
absl::StatusOr<std::vector<sqlite::Value>> Table<R>::Walk(
    sqlite::Database& db, const ListQuery& query,
    absl::FunctionRef<absl::StatusOr<int64_t>(int64_t, absl::string_view)> take) const {
  // The name is the last of the order's columns, which follow the id.
  const int name = static_cast<int>(KeysOf(query).size());
  return Select(db, query, "id", [&](const sqlite::Statement& row) {
    return take(row.ColumnInt(0), row.ColumnText(name));
  });
}

template <typename R>
absl::StatusOr<std::vector<sqlite::Value>> Table<R>::Select(
    sqlite::Database& db, const ListQuery& query, absl::string_view first,
    absl::FunctionRef<absl::StatusOr<int64_t>(const sqlite::Statement&)> take) const {
  const BoundSql sql = BuildListSql(name(), first, query);
  const int keys = static_cast<int>(KeysOf(query).size());
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select, db.Prepare(sql.sql));
  select.BindAll(sql.values);
  std::vector<sqlite::Value> last;
  int count = 0;
  int64_t bytes = 0;
  for (;;) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
    if (!row) return std::vector<sqlite::Value>();
    // There are more rows than fit on the page.
    if (!last.empty()) return last;
    JUMELAGE_ASSIGN_OR_RETURN(const int64_t size, take(select));
    bytes += size;
    if (++count < query.limit && bytes < query.max_bytes) continue;
    for (int i = 1; i <= keys; ++i) last.push_back(select.Column(i));
  }
}

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VIEW_TABLE_H_

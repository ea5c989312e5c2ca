#ifndef JUMELAGE_COMMON_SQLITE_DATABASE_H_
#define JUMELAGE_COMMON_SQLITE_DATABASE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "absl/container/node_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

struct sqlite3;
struct sqlite3_file;
struct sqlite3_stmt;

namespace jumelage::sqlite {

// Bytes that SQLite stores as a BLOB. A plain std::string is stored as TEXT.
struct Blob {
  std::string bytes;
  friend bool operator==(const Blob& a, const Blob& b) { return a.bytes == b.bytes; }
  friend bool operator<(const Blob& a, const Blob& b) { return a.bytes < b.bytes; }
};

// A value of a column or parameter: NULL, INTEGER, REAL, TEXT or BLOB.
using Value = std::variant<std::monostate, int64_t, double, std::string, Blob>;

// How often SQLite syncs. kFull: in each commit, before it returns. kNormal: only in checkpoints.
// kOff: never; the operating system decides when it writes pages to disk.
enum class Synchronous { kOff, kNormal, kFull };

struct OpenOptions {
  bool read_only = false;
  // Creates the file if it is missing.
  bool create = true;
  Synchronous synchronous = Synchronous::kFull;
  // The name of a registered sqlite3_vfs. Empty means the default. Tests use one that injects
  // faults.
  std::string vfs;
  // SQLite makes a checkpoint by itself when the WAL has this many pages. 0 leaves checkpoints to
  // the caller (Database::Checkpoint).
  int wal_autocheckpoint_pages = 1000;
  // Whether closing the last connection checkpoints the WAL and deletes it. A read-only connection
  // never does. Set it to false if the WAL is still needed after closing.
  bool checkpoint_on_close = true;
  int64_t cache_kib = int64_t{16} * 1024;
  int page_size = 4096;
};

// A prepared statement. It is usually borrowed from its Database's cache, and reset when it goes
// out of scope. Indices are those of SQLite: parameters are numbered from 1, columns from 0. The
// string_views that ColumnText and ColumnBlob return are valid until the next Step or Reset.
class Statement {
 public:
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  Statement& BindNull(int index);
  Statement& BindInt(int index, int64_t value);
  Statement& BindDouble(int index, double value);
  // In this and the following methods, text and blobs are not copied. They must stay valid until
  // the statement is reset.
  Statement& BindText(int index, absl::string_view value);
  Statement& BindBlob(int index, absl::string_view value);
  Statement& Bind(int index, const Value& value);
  // Binds `values` to parameters 1, 2, 3 ...
  Statement& BindAll(absl::Span<const Value> values);

  // Moves to the next row. Returns false if there are no more rows. If a Bind has failed, returns
  // the error of the first one that did.
  absl::StatusOr<bool> Step();
  // Steps to the end. For statements that return no rows.
  absl::Status Run();
  // Resets the statement and clears its parameters, so that it can be run again with others.
  void Reset();

  bool ColumnIsNull(int column) const;
  int64_t ColumnInt(int column) const;
  double ColumnDouble(int column) const;
  absl::string_view ColumnText(int column) const;
  absl::string_view ColumnBlob(int column) const;
  Value Column(int column) const;

 private:
  friend class Database;
  Statement& Bound(int code);
  Statement(sqlite3_stmt* stmt, bool* in_use);

  sqlite3_stmt* stmt_;
  // The cache's mark that the statement is in use. Null if the statement is not from the cache; the
  // destructor then finalizes it.
  bool* in_use_;
  int bind_error_ = 0;
};

// One SQLite connection in WAL mode. Owned by one thread at a time. Not thread-safe, except for
// Interrupt.
//
// Error codes follow SQLite's extended result code (see StatusFromSqlite). Messages contain neither
// paths nor bound values.
class Database {
 public:
  static absl::StatusOr<std::unique_ptr<Database>> Open(const std::string& path,
                                                        const OpenOptions& options);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Returns a statement for `sql`, from the cache if it has a free one. `sql` must be trusted text;
  // all other values must be bound.
  absl::StatusOr<Statement> Prepare(absl::string_view sql);
  // Runs statements without parameters or results, separated by semicolons.
  absl::Status Exec(const std::string& sql);
  // Prepares, binds and runs one statement that returns no rows.
  absl::Status Run(absl::string_view sql, absl::Span<const Value> values);

  // Whether a transaction is open. On some errors (SQLITE_FULL, SQLITE_IOERR) SQLite rolls the
  // transaction back by itself, including the changes of released savepoints, so check this after
  // each failure.
  bool InTransaction() const;
  // The rowid of the last row inserted.
  int64_t LastInsertId() const;
  // The number of rows changed by the last INSERT, UPDATE or DELETE.
  int64_t Changes() const;
  // The last extended result code.
  int LastError() const;

  // Copies the WAL into the database. With `truncate`, waits for readers and writers and empties
  // the WAL; returns UNAVAILABLE if the WAL stays in use. Otherwise copies as much as possible
  // without waiting (SQLite's PASSIVE mode). Returns the number of frames in the WAL that are not
  // copied yet, or 0 if another connection's checkpoint is running.
  absl::StatusOr<int64_t> Checkpoint(bool truncate);
  // Copies the whole WAL into the database, and makes the next write begin at the start of the WAL.
  // Waits for readers and writers like a truncating checkpoint, but keeps the file's size, since a
  // sync is cheaper if the file does not grow. Returns UNAVAILABLE if the WAL stays in use.
  absl::Status RestartWal();
  // Rewrites the whole database, so that it contains only its current rows, nothing that was
  // deleted or overwritten, and is no larger than necessary. While it runs, it needs as much space
  // again in the WAL, and the same amount in a temporary file. Call it outside a transaction.
  absl::Status Vacuum();
  // Reserves the WAL space that the open transaction needs to commit, so that the commit succeeds
  // even if the disk is full by then. Covers all further writes to pages that this connection has
  // in memory. Returns RESOURCE_EXHAUSTED if there is not enough space; the transaction stays open.
  // Returns FAILED_PRECONDITION if the WAL is not open or the VFS can't lengthen files ahead of
  // time. Reserves too much if SQLite makes checkpoints by itself.
  absl::Status ReserveWal();
  // The number of frames (pages) in the WAL, copied or not, after the last commit or checkpoint on
  // this connection. If SQLite makes checkpoints by itself, commits do not update this number.
  int64_t wal_frames() const { return wal_frames_; }

  // Makes calls in flight on another thread return CANCELLED (sqlite3_interrupt). Thread-safe.
  void Interrupt();

 private:
  struct Cached {
    sqlite3_stmt* stmt = nullptr;
    bool in_use = false;
    // The value of `prepares_` when the statement was last requested.
    int64_t wanted = 0;
  };
  explicit Database(sqlite3* db) : db_(db) {}
  absl::Status Configure(const OpenOptions& options);
  absl::StatusOr<sqlite3_stmt*> Compile(absl::string_view sql, bool keep);
  // Makes room in the cache for one more statement. Returns false if all cached ones are in use.
  bool MakeRoom();
  absl::StatusOr<int64_t> RunCheckpoint(int mode);
  // Lengthens the WAL and its index to hold `frames` frames in total.
  absl::Status LengthenWal(sqlite3_file* wal, int64_t frames);

  sqlite3* db_;
  int page_size_ = 0;
  int64_t wal_frames_ = 0;
  // The cached statements by their SQL text. Needs pointer stability, since a Statement points to
  // its entry.
  absl::node_hash_map<std::string, Cached> cache_;
  int64_t prepares_ = 0;
};

// Maps an extended result code to a status:
//  - OK, ROW, DONE: OK
//  - BUSY, LOCKED, IOERR: UNAVAILABLE
//  - FULL: RESOURCE_EXHAUSTED
//  - CORRUPT, NOTADB: DATA_LOSS
//  - CONSTRAINT_UNIQUE, CONSTRAINT_PRIMARYKEY, CONSTRAINT_ROWID: ALREADY_EXISTS
//  - INTERRUPT: CANCELLED
//  - READONLY, CANTOPEN, PERM: FAILED_PRECONDITION
//  - all others: INTERNAL
//
// An error's message contains the code and `doing`, which describes the operation.
absl::Status StatusFromSqlite(int extended_code, absl::string_view doing);

}  // namespace jumelage::sqlite

#endif  // JUMELAGE_COMMON_SQLITE_DATABASE_H_

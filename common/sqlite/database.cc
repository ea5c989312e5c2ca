#include "common/sqlite/database.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"
#include "common/sqlite/process_settings.h"
#include "sqlite3.h"

namespace jumelage::sqlite {
namespace {

constexpr int kBusyTimeoutMs = 5000;
// The number of statements that a connection keeps prepared. Filters produce many different
// queries; beyond this number, the least recently used statement is evicted.
constexpr size_t kMaxCachedStatements = 256;

// Header sizes in SQLite's WAL file format.
constexpr int64_t kWalHeaderBytes = 32;
constexpr int64_t kFrameHeaderBytes = 24;
// ReserveWal lengthens the WAL to a multiple of kWalChunkBytes. kSpareFrames is the number of pages
// that a commit may write in addition to those in the page cache.
constexpr int kWalChunkBytes = 1 << 20;
constexpr int64_t kSpareFrames = 16;

absl::string_view SynchronousName(Synchronous synchronous) {
  switch (synchronous) {
    case Synchronous::kOff:
      return "OFF";
    case Synchronous::kNormal:
      return "NORMAL";
    case Synchronous::kFull:
      return "FULL";
  }
  return "FULL";
}

// Returns the number of pages that the connection has written since the last reset. Resets it if
// `reset` is true.
int PagesWritten(sqlite3* db, bool reset) {
  int pages = 0;
  int highest = 0;
  sqlite3_db_status(db, SQLITE_DBSTATUS_CACHE_WRITE, &pages, &highest, reset ? 1 : 0);
  return pages;
}

int SetConfig(sqlite3* db, int option, int value) {
  return sqlite3_db_config(db, option, value, nullptr);
}

}  // namespace

absl::Status StatusFromSqlite(int extended_code, absl::string_view doing) {
  if (extended_code == SQLITE_OK || extended_code == SQLITE_ROW || extended_code == SQLITE_DONE) {
    return absl::OkStatus();
  }
  const std::string message = absl::StrCat(doing, ": ", sqlite3_errstr(extended_code),
                                           " (SQLite code ", extended_code, ")");
  if (extended_code == SQLITE_CONSTRAINT_UNIQUE || extended_code == SQLITE_CONSTRAINT_PRIMARYKEY ||
      extended_code == SQLITE_CONSTRAINT_ROWID) {
    return absl::AlreadyExistsError(message);
  }
  switch (extended_code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_IOERR:
      return absl::UnavailableError(message);
    case SQLITE_FULL:
      return absl::ResourceExhaustedError(message);
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return absl::DataLossError(message);
    case SQLITE_INTERRUPT:
      return absl::CancelledError(message);
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return absl::FailedPreconditionError(message);
    default:
      return absl::InternalError(message);
  }
}

// --- Statement ---

Statement::Statement(sqlite3_stmt* stmt, bool* in_use) : stmt_(stmt), in_use_(in_use) {
  if (in_use_ != nullptr) *in_use_ = true;
}

Statement::Statement(Statement&& other) noexcept
    : stmt_(std::exchange(other.stmt_, nullptr)),
      in_use_(std::exchange(other.in_use_, nullptr)),
      bind_error_(other.bind_error_) {}

Statement::~Statement() {
  if (stmt_ == nullptr) return;
  if (in_use_ == nullptr) {
    sqlite3_finalize(stmt_);
    return;
  }
  Reset();
  *in_use_ = false;
}

void Statement::Reset() {
  // sqlite3_reset returns the error of the last Step again, which was already reported.
  sqlite3_reset(stmt_);
  sqlite3_clear_bindings(stmt_);
  bind_error_ = SQLITE_OK;
}

Statement& Statement::Bound(int code) {
  if (bind_error_ == SQLITE_OK) bind_error_ = code;
  return *this;
}

Statement& Statement::BindNull(int index) { return Bound(sqlite3_bind_null(stmt_, index)); }

Statement& Statement::BindInt(int index, int64_t value) {
  return Bound(sqlite3_bind_int64(stmt_, index, value));
}

Statement& Statement::BindDouble(int index, double value) {
  return Bound(sqlite3_bind_double(stmt_, index, value));
}

// An empty string_view may have a null pointer, which SQLite would bind as NULL.
Statement& Statement::BindText(int index, absl::string_view value) {
  return Bound(sqlite3_bind_text64(stmt_, index, value.data() == nullptr ? "" : value.data(),
                                   value.size(), SQLITE_STATIC, SQLITE_UTF8));
}

Statement& Statement::BindBlob(int index, absl::string_view value) {
  return Bound(sqlite3_bind_blob64(stmt_, index, value.data() == nullptr ? "" : value.data(),
                                   value.size(), SQLITE_STATIC));
}

Statement& Statement::Bind(int index, const Value& value) {
  struct Visitor {
    Statement& statement;
    int index;
    void operator()(std::monostate) const { statement.BindNull(index); }
    void operator()(int64_t v) const { statement.BindInt(index, v); }
    void operator()(double v) const { statement.BindDouble(index, v); }
    void operator()(const std::string& v) const { statement.BindText(index, v); }
    void operator()(const Blob& v) const { statement.BindBlob(index, v.bytes); }
  };
  std::visit(Visitor{*this, index}, value);
  return *this;
}

Statement& Statement::BindAll(absl::Span<const Value> values) {
  for (size_t i = 0; i < values.size(); ++i) Bind(static_cast<int>(i) + 1, values[i]);
  return *this;
}

absl::StatusOr<bool> Statement::Step() {
  if (bind_error_ != SQLITE_OK) return StatusFromSqlite(bind_error_, "binding a parameter");
  const int code = sqlite3_step(stmt_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return StatusFromSqlite(code, "running a statement");
}

absl::Status Statement::Run() {
  while (true) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool row, Step());
    if (!row) return absl::OkStatus();
  }
}

bool Statement::ColumnIsNull(int column) const {
  return sqlite3_column_type(stmt_, column) == SQLITE_NULL;
}

int64_t Statement::ColumnInt(int column) const { return sqlite3_column_int64(stmt_, column); }

double Statement::ColumnDouble(int column) const { return sqlite3_column_double(stmt_, column); }

// Reads the text before its length, as SQLite requires: reading the text may convert the value and
// change its length.
absl::string_view Statement::ColumnText(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(stmt_, column));
  if (text == nullptr) return "";
  return absl::string_view(text, static_cast<size_t>(sqlite3_column_bytes(stmt_, column)));
}

absl::string_view Statement::ColumnBlob(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(stmt_, column));
  if (bytes == nullptr) return "";
  return absl::string_view(bytes, static_cast<size_t>(sqlite3_column_bytes(stmt_, column)));
}

Value Statement::Column(int column) const {
  switch (sqlite3_column_type(stmt_, column)) {
    case SQLITE_INTEGER:
      return ColumnInt(column);
    case SQLITE_FLOAT:
      return ColumnDouble(column);
    case SQLITE_TEXT:
      return std::string(ColumnText(column));
    case SQLITE_BLOB:
      return Blob{std::string(ColumnBlob(column))};
    default:
      return std::monostate();
  }
}

// --- Database ---

absl::StatusOr<std::unique_ptr<Database>> Database::Open(const std::string& path,
                                                         const OpenOptions& options) {
  MakeProcessSettings();
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  if (options.read_only) {
    flags |= SQLITE_OPEN_READONLY;
  } else {
    flags |= SQLITE_OPEN_READWRITE | (options.create ? SQLITE_OPEN_CREATE : 0);
  }
  sqlite3* db = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &db, flags,
                                   options.vfs.empty() ? nullptr : options.vfs.c_str());
  // SQLite returns a handle even on failure, except when out of memory.
  std::unique_ptr<Database> database(new Database(db));
  JUMELAGE_RETURN_IF_ERROR(StatusFromSqlite(code, "opening a database"));
  JUMELAGE_RETURN_IF_ERROR(database->Configure(options));
  return database;
}

absl::Status Database::Configure(const OpenOptions& options) {
  page_size_ = options.page_size;
  sqlite3_busy_timeout(db_, kBusyTimeoutMs);
  int code = SQLITE_OK;
  for (const auto& [option, value] : {std::pair<int, int>{SQLITE_DBCONFIG_DEFENSIVE, 1},
                                      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
                                      {SQLITE_DBCONFIG_DQS_DDL, 0},
                                      {SQLITE_DBCONFIG_DQS_DML, 0}}) {
    if (code == SQLITE_OK) code = SetConfig(db_, option, value);
  }
  if (code == SQLITE_OK && (options.read_only || !options.checkpoint_on_close)) {
    code = SetConfig(db_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1);
  }
  JUMELAGE_RETURN_IF_ERROR(StatusFromSqlite(code, "configuring a connection"));
  // The first write to a new database fixes the page size. That write is the one below that sets
  // the journal mode.
  std::string pragmas = absl::StrCat("PRAGMA synchronous = ", SynchronousName(options.synchronous),
                                     "; PRAGMA cache_size = -", options.cache_kib,
                                     "; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;");
  if (!options.read_only) {
    absl::StrAppend(&pragmas, "PRAGMA page_size = ", options.page_size,
                    "; PRAGMA wal_autocheckpoint = ", options.wal_autocheckpoint_pages, ";");
  }
  JUMELAGE_RETURN_IF_ERROR(Exec(pragmas));
  if (options.read_only) return absl::OkStatus();
  // SQLite's automatic checkpoints use the same hook, so it can only be set if they are off.
  if (options.wal_autocheckpoint_pages == 0) {
    const auto keep_frames = [](void* frames, sqlite3* db, const char* /*schema*/, int count) {
      *static_cast<int64_t*>(frames) = count;
      PagesWritten(db, /*reset=*/true);
      return SQLITE_OK;
    };
    sqlite3_wal_hook(db_, keep_frames, &wal_frames_);
  }
  JUMELAGE_ASSIGN_OR_RETURN(Statement journal, Prepare("PRAGMA journal_mode = WAL"));
  JUMELAGE_ASSIGN_OR_RETURN(const bool row, journal.Step());
  if (!row || journal.ColumnText(0) != "wal") {
    return absl::FailedPreconditionError("the file system does not support SQLite's WAL mode");
  }
  return absl::OkStatus();
}

Database::~Database() {
  for (auto& [sql, cached] : cache_) sqlite3_finalize(cached.stmt);
  // sqlite3_close_v2: if a Statement outlives its Database by mistake, the connection is closed
  // with the last Statement instead of leaking locks.
  sqlite3_close_v2(db_);
}

absl::StatusOr<sqlite3_stmt*> Database::Compile(absl::string_view sql, bool keep) {
  sqlite3_stmt* stmt = nullptr;
  const int code = sqlite3_prepare_v3(db_, sql.data(), static_cast<int>(sql.size()),
                                      keep ? SQLITE_PREPARE_PERSISTENT : 0, &stmt, nullptr);
  if (code == SQLITE_ERROR) {
    // This is a mistake in the program's SQL. SQLite's message describes it, and contains no user
    // data since values are bound.
    return absl::InternalError(absl::StrCat("preparing a statement: ", sqlite3_errmsg(db_)));
  }
  JUMELAGE_RETURN_IF_ERROR(StatusFromSqlite(code, "preparing a statement"));
  if (stmt == nullptr) return absl::InternalError("preparing a statement: it is empty");
  return stmt;
}

absl::StatusOr<Statement> Database::Prepare(absl::string_view sql) {
  const auto found = cache_.find(sql);
  ++prepares_;
  if (found != cache_.end()) found->second.wanted = prepares_;
  if (found != cache_.end() && !found->second.in_use) {
    return Statement(found->second.stmt, &found->second.in_use);
  }
  const bool keep = found == cache_.end() && MakeRoom();
  JUMELAGE_ASSIGN_OR_RETURN(sqlite3_stmt* const stmt, Compile(sql, keep));
  if (!keep) return Statement(stmt, nullptr);
  Cached& cached = cache_[std::string(sql)];
  cached.stmt = stmt;
  cached.wanted = prepares_;
  return Statement(stmt, &cached.in_use);
}

bool Database::MakeRoom() {
  if (cache_.size() < kMaxCachedStatements) return true;
  auto oldest = cache_.end();
  for (auto it = cache_.begin(); it != cache_.end(); ++it) {
    if (it->second.in_use) continue;
    if (oldest == cache_.end() || it->second.wanted < oldest->second.wanted) oldest = it;
  }
  if (oldest == cache_.end()) return false;
  sqlite3_finalize(oldest->second.stmt);
  cache_.erase(oldest);
  return true;
}

absl::Status Database::Exec(const std::string& sql) {
  return StatusFromSqlite(sqlite3_exec(db_, sql.c_str(), nullptr, nullptr, nullptr),
                          "running statements");
}

absl::Status Database::Run(absl::string_view sql, absl::Span<const Value> values) {
  JUMELAGE_ASSIGN_OR_RETURN(Statement statement, Prepare(sql));
  return statement.BindAll(values).Run();
}

bool Database::InTransaction() const { return sqlite3_get_autocommit(db_) == 0; }

int64_t Database::LastInsertId() const { return sqlite3_last_insert_rowid(db_); }

int64_t Database::Changes() const { return sqlite3_changes64(db_); }

int Database::LastError() const { return sqlite3_extended_errcode(db_); }

absl::StatusOr<int64_t> Database::RunCheckpoint(int mode) {
  int in_wal = 0;
  int copied = 0;
  const int code = sqlite3_wal_checkpoint_v2(db_, "main", mode, &in_wal, &copied);
  wal_frames_ = in_wal < 0 ? 0 : in_wal;
  // Another connection's checkpoint is running and does the work.
  if (code == SQLITE_BUSY && mode == SQLITE_CHECKPOINT_PASSIVE) return wal_frames_;
  JUMELAGE_RETURN_IF_ERROR(StatusFromSqlite(code, "moving the WAL into the database"));
  return wal_frames_ - (copied < 0 ? 0 : copied);
}

absl::StatusOr<int64_t> Database::Checkpoint(bool truncate) {
  return RunCheckpoint(truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE);
}

absl::Status Database::RestartWal() { return RunCheckpoint(SQLITE_CHECKPOINT_RESTART).status(); }

absl::Status Database::ReserveWal() {
  sqlite3_file* wal = nullptr;
  sqlite3_file_control(db_, "main", SQLITE_FCNTL_JOURNAL_POINTER, static_cast<void*>(&wal));
  if (wal == nullptr || wal->pMethods == nullptr) {
    return absl::FailedPreconditionError("the WAL is not open");
  }
  int cached = 0;
  int highest = 0;
  JUMELAGE_RETURN_IF_ERROR(StatusFromSqlite(
      sqlite3_db_status(db_, SQLITE_DBSTATUS_CACHE_USED, &cached, &highest, /*resetFlg=*/0),
      "reading the size of the page cache"));
  // Pages that did not fit in the cache are already in the WAL, after the frames of the last
  // commit.
  const int64_t frames =
      wal_frames_ + PagesWritten(db_, /*reset=*/false) + cached / page_size_ + kSpareFrames;
  sqlite3_int64 size = 0;
  JUMELAGE_RETURN_IF_ERROR(
      StatusFromSqlite(wal->pMethods->xFileSize(wal, &size), "sizing the WAL"));
  if (size >= kWalHeaderBytes + frames * (kFrameHeaderBytes + page_size_)) return absl::OkStatus();
  return LengthenWal(wal, frames);
}

absl::Status Database::LengthenWal(sqlite3_file* wal, int64_t frames) {
  // SQLite maps the WAL's index in regions of this size. Each region covers at most 4,096 frames.
  constexpr int kRegionBytes = 32768;
  constexpr int64_t kRegionFrames = 4096;
  sqlite3_file* file = nullptr;
  sqlite3_file_control(db_, "main", SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file));
  void volatile* region = nullptr;
  JUMELAGE_RETURN_IF_ERROR(StatusFromSqlite(
      file->pMethods->xShmMap(file, static_cast<int>(frames / kRegionFrames + 1), kRegionBytes,
                              /*bExtend=*/1, &region),
      "lengthening the index of the WAL"));
  // A VFS that does not support chunk sizes lengthens the file to exactly the given size.
  int chunk = kWalChunkBytes;
  wal->pMethods->xFileControl(wal, SQLITE_FCNTL_CHUNK_SIZE, &chunk);
  sqlite3_int64 size = kWalHeaderBytes + frames * (kFrameHeaderBytes + page_size_);
  const int code = wal->pMethods->xFileControl(wal, SQLITE_FCNTL_SIZE_HINT, &size);
  if (code == SQLITE_OK) return absl::OkStatus();
  if (code == SQLITE_NOTFOUND) return absl::FailedPreconditionError("files can't be lengthened");
  return absl::ResourceExhaustedError("not enough disk space for a longer WAL");
}

absl::Status Database::Vacuum() {
  // VACUUM makes a temporary copy of the database. The copy must be in a file, not in memory, and
  // must not contain the old content of recycled pages.
  JUMELAGE_RETURN_IF_ERROR(Exec("PRAGMA temp_store = FILE; PRAGMA secure_delete = ON"));
  absl::Status status = Exec("VACUUM");
  JUMELAGE_RETURN_IF_ERROR(Exec("PRAGMA temp_store = MEMORY; PRAGMA secure_delete = OFF"));
  return status;
}

void Database::Interrupt() { sqlite3_interrupt(db_); }

}  // namespace jumelage::sqlite

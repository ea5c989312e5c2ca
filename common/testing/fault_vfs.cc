#include "common/testing/fault_vfs.h"

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/sqlite/process_settings.h"
#include "sqlite3.h"

namespace jumelage {

// An open file, in memory that SQLite provides.
struct FaultVfs::Handle {
  sqlite3_file base;  // must be first: the part that SQLite uses
  FaultVfs* vfs;
  std::string name;  // empty: a temporary file
  FaultDisk::FileRef file;
  std::shared_ptr<FileLocks> locks;
  std::shared_ptr<SharedMemory> shared_memory;
  int64_t life = 0;
  bool delete_on_close = false;
  // As in SQLite's Unix VFS, the first sync of a new journal or WAL also syncs the directory.
  bool sync_directory = false;
  bool sync_error_pending = false;
};

// The functions that SQLite calls.
struct FaultVfsCalls {
  using Handle = FaultVfs::Handle;
  static Handle* Of(sqlite3_file* file) { return reinterpret_cast<Handle*>(file); }
  static FaultVfs* Of(sqlite3_vfs* vfs) { return static_cast<FaultVfs*>(vfs->pAppData); }

  static int Close(sqlite3_file* file) {
    Of(file)->vfs->Close(Of(file));
    Of(file)->~Handle();
    return SQLITE_OK;
  }
  static int Read(sqlite3_file* file, void* out, int amount, sqlite3_int64 offset) {
    return Of(file)->vfs->Read(Of(file), static_cast<char*>(out), static_cast<size_t>(amount),
                               static_cast<size_t>(offset));
  }
  static int Write(sqlite3_file* file, const void* bytes, int amount, sqlite3_int64 offset) {
    return Of(file)->vfs->Write(
        Of(file), absl::string_view(static_cast<const char*>(bytes), static_cast<size_t>(amount)),
        static_cast<size_t>(offset));
  }
  static int Truncate(sqlite3_file* file, sqlite3_int64 size) {
    return Of(file)->vfs->Truncate(Of(file), static_cast<size_t>(size));
  }
  static int Sync(sqlite3_file* file, int) { return Of(file)->vfs->Sync(Of(file)); }
  static int FileSize(sqlite3_file* file, sqlite3_int64* size) {
    MutexLock lock(&Of(file)->vfs->mu_);
    if (!Of(file)->vfs->Alive(Of(file))) return SQLITE_IOERR_FSTAT;
    *size = static_cast<sqlite3_int64>(Of(file)->file->current.size());
    return SQLITE_OK;
  }
  static int Lock(sqlite3_file* file, int level) {
    MutexLock lock(&Of(file)->vfs->mu_);
    if (!Of(file)->vfs->Alive(Of(file))) return SQLITE_IOERR_LOCK;
    return Of(file)->locks->Lock(file, level);
  }
  static int Unlock(sqlite3_file* file, int level) {
    MutexLock lock(&Of(file)->vfs->mu_);
    Of(file)->locks->Unlock(file, level);
    return SQLITE_OK;
  }
  static int CheckReservedLock(sqlite3_file* file, int* reserved) {
    MutexLock lock(&Of(file)->vfs->mu_);
    *reserved = Of(file)->locks->IsReserved() ? 1 : 0;
    return SQLITE_OK;
  }
  static int FileControl(sqlite3_file* file, int operation, void* argument) {
    if (operation != SQLITE_FCNTL_SIZE_HINT) return SQLITE_NOTFOUND;
    const auto size = static_cast<size_t>(*static_cast<sqlite3_int64*>(argument));
    return Of(file)->vfs->Lengthen(Of(file), size);
  }
  static int SectorSize(sqlite3_file*) { return 512; }
  // SQLite's own Unix VFS also reports this.
  static int DeviceCharacteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

  static int ShmMap(sqlite3_file* file, int region, int bytes, int extend, void volatile** out) {
    Handle* const handle = Of(file);
    FaultVfs* const vfs = handle->vfs;
    MutexLock lock(&vfs->mu_);
    *out = nullptr;
    if (!vfs->Alive(handle)) return SQLITE_IOERR_SHMMAP;
    if (handle->shared_memory == nullptr) {
      std::weak_ptr<SharedMemory>& shared = vfs->shared_memory_[handle->name];
      handle->shared_memory = shared.lock();
      if (handle->shared_memory == nullptr) {
        handle->shared_memory = std::make_shared<SharedMemory>();
        shared = handle->shared_memory;
      }
    }
    *out = handle->shared_memory->Region(static_cast<size_t>(region), static_cast<size_t>(bytes),
                                         extend != 0);
    return SQLITE_OK;
  }
  static int ShmLock(sqlite3_file* file, int offset, int count, int flags) {
    Handle* const handle = Of(file);
    MutexLock lock(&handle->vfs->mu_);
    const bool unlocking = (flags & SQLITE_SHM_UNLOCK) != 0;
    if (!unlocking && !handle->vfs->Alive(handle)) return SQLITE_IOERR_SHMLOCK;
    if (handle->shared_memory == nullptr) return SQLITE_OK;
    return handle->shared_memory->Lock(file, offset, count, flags);
  }
  static void ShmBarrier(sqlite3_file* file) { MutexLock lock(&Of(file)->vfs->mu_); }
  static int ShmUnmap(sqlite3_file* file, int) {
    MutexLock lock(&Of(file)->vfs->mu_);
    if (Of(file)->shared_memory != nullptr) Of(file)->shared_memory->Release(file);
    Of(file)->shared_memory.reset();
    return SQLITE_OK;
  }

  static int Open(sqlite3_vfs* vfs, const char* path, sqlite3_file* file, int flags,
                  int* out_flags) {
    Handle* const handle = new (file) Handle();
    handle->vfs = Of(vfs);
    const int code = Of(vfs)->Open(path, handle, flags);
    if (code != SQLITE_OK) {
      handle->~Handle();
      file->pMethods = nullptr;
      return code;
    }
    file->pMethods = Methods();
    if (out_flags != nullptr) *out_flags = flags;
    return SQLITE_OK;
  }
  static int Delete(sqlite3_vfs* vfs, const char* path, int sync_directory) {
    return Of(vfs)->Delete(path, sync_directory != 0);
  }
  static int Access(sqlite3_vfs* vfs, const char* path, int flags, int* out) {
    MutexLock lock(&Of(vfs)->mu_);
    if (Of(vfs)->killed_) return SQLITE_IOERR_ACCESS;
    const FaultDisk::FileRef file = Of(vfs)->disk_.Find(path);
    // Like SQLite's Unix VFS, reports an empty file as missing.
    *out = file != nullptr && (flags != SQLITE_ACCESS_EXISTS || !file->current.empty());
    return SQLITE_OK;
  }
  static int FullPathname(sqlite3_vfs*, const char* path, int size, char* out) {
    const size_t length = std::strlen(path);
    if (length >= static_cast<size_t>(size)) return SQLITE_CANTOPEN;
    std::memcpy(out, path, length + 1);
    return SQLITE_OK;
  }
  static int Randomness(sqlite3_vfs* vfs, int size, char* out) {
    MutexLock lock(&Of(vfs)->mu_);
    for (int i = 0; i < size; ++i) out[i] = static_cast<char>(Of(vfs)->disk_.Random(256));
    return size;
  }

  static const sqlite3_io_methods* Methods() {
    static const sqlite3_io_methods methods = {/*iVersion=*/2,
                                               Close,
                                               Read,
                                               Write,
                                               Truncate,
                                               Sync,
                                               FileSize,
                                               Lock,
                                               Unlock,
                                               CheckReservedLock,
                                               FileControl,
                                               SectorSize,
                                               DeviceCharacteristics,
                                               ShmMap,
                                               ShmLock,
                                               ShmBarrier,
                                               ShmUnmap,
                                               /*xFetch=*/nullptr,
                                               /*xUnfetch=*/nullptr};
    return &methods;
  }

  // The functions for the clock and for sleeping are those of the default VFS.
  static std::unique_ptr<sqlite3_vfs> Make(FaultVfs* owner, const std::string& name) {
    auto vfs = std::make_unique<sqlite3_vfs>(*sqlite3_vfs_find(nullptr));
    vfs->iVersion = 2;
    vfs->szOsFile = sizeof(Handle);
    vfs->pNext = nullptr;
    vfs->zName = name.c_str();
    vfs->pAppData = owner;
    vfs->xOpen = Open;
    vfs->xDelete = Delete;
    vfs->xAccess = Access;
    vfs->xFullPathname = FullPathname;
    vfs->xRandomness = Randomness;
    return vfs;
  }
};

namespace {

std::string UniqueName() {
  static std::atomic<int> next{1};
  return absl::StrCat("fault-", next++);
}

bool ChangesFiles(FileOperation operation) {
  return operation != FileOperation::kOpen && operation != FileOperation::kRead;
}

}  // namespace

FaultVfs::FaultVfs(uint64_t seed)
    : name_(UniqueName()), vfs_(FaultVfsCalls::Make(this, name_)), disk_(seed) {
  sqlite::MakeProcessSettings();
  if (sqlite3_vfs_register(vfs_.get(), /*makeDflt=*/0) != SQLITE_OK) std::abort();
}

FaultVfs::~FaultVfs() {
  sqlite3_vfs_unregister(vfs_.get());
  MutexLock lock(&mu_);
  if (handles_.empty()) return;
  std::fprintf(stderr, "FaultVfs: %s is still open\n", handles_.begin()->second.c_str());
  std::abort();
}

void FaultVfs::Inject(const FaultPlan& plan) {
  MutexLock lock(&mu_);
  plan_ = plan;
  remaining_ = plan.times;
  struck_ = 0;
}

void FaultVfs::ClearFaults() {
  MutexLock lock(&mu_);
  remaining_ = 0;
}

int64_t FaultVfs::struck() const {
  MutexLock lock(&mu_);
  return struck_;
}

int64_t FaultVfs::count(FileOperation operation) const {
  MutexLock lock(&mu_);
  return counts_[static_cast<size_t>(operation)];
}

int64_t FaultVfs::changes() const {
  return count(FileOperation::kWrite) + count(FileOperation::kTruncate) +
         count(FileOperation::kSync) + count(FileOperation::kDelete);
}

void FaultVfs::SetFreeBytes(std::optional<int64_t> bytes) {
  MutexLock lock(&mu_);
  disk_.SetFreeBytes(bytes);
}

void FaultVfs::Kill(PowerLoss loss) {
  MutexLock lock(&mu_);
  KillLocked(loss);
}

void FaultVfs::KillLocked(PowerLoss loss) {
  if (killed_) return;
  killed_ = true;
  ++life_;
  disk_.LosePower(loss);
  locks_.clear();
  shared_memory_.clear();
}

bool FaultVfs::killed() const {
  MutexLock lock(&mu_);
  return killed_;
}

void FaultVfs::Restart() {
  MutexLock lock(&mu_);
  killed_ = false;
  remaining_ = 0;
}

std::optional<std::string> FaultVfs::Contents(const std::string& name) const {
  MutexLock lock(&mu_);
  const FaultDisk::FileRef file = disk_.Find(name);
  if (file == nullptr) return std::nullopt;
  return file->current;
}

void FaultVfs::SetContents(const std::string& name, const std::string& bytes) {
  MutexLock lock(&mu_);
  const FaultDisk::FileRef file = disk_.Create(name);
  disk_.Write(*file, 0, bytes);
  disk_.Sync(name, *file);
}

bool FaultVfs::Alive(const Handle* handle) const { return !killed_ && handle->life == life_; }

FaultVfs::Verdict FaultVfs::Judge(FileOperation operation, const std::string& name) {
  ++counts_[static_cast<size_t>(operation)];
  if (remaining_ <= 0) return {};
  if (plan_.operation.has_value() ? operation != *plan_.operation : !ChangesFiles(operation)) {
    return {};
  }
  if (!absl::EndsWith(name, plan_.suffix)) return {};
  if (plan_.countdown > 1) {
    --plan_.countdown;
    return {};
  }
  --remaining_;
  ++struck_;
  return {true, plan_.fault};
}

int FaultVfs::Open(const char* path, Handle* handle, int flags) {
  MutexLock lock(&mu_);
  const std::string name = path == nullptr ? "" : path;
  if (killed_) return SQLITE_CANTOPEN;
  const Verdict verdict = Judge(FileOperation::kOpen, name);
  if (verdict.struck) {
    if (verdict.fault == Fault::kKill) KillLocked(plan_.loss);
    return verdict.fault == Fault::kFull ? SQLITE_FULL : SQLITE_CANTOPEN;
  }
  handle->file = name.empty() ? std::make_shared<FaultDisk::File>() : disk_.Find(name);
  if (handle->file == nullptr) {
    if ((flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
    handle->file = disk_.Create(name);
  }
  handle->name = name;
  handle->life = life_;
  handle->sync_directory = (flags & SQLITE_OPEN_CREATE) != 0 &&
                           (flags & (SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)) != 0;
  handle->delete_on_close = !name.empty() && (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
  std::shared_ptr<FileLocks>& locks = locks_[name];
  if (locks == nullptr) locks = std::make_shared<FileLocks>();
  handle->locks = locks;
  handles_[handle] = name;
  return SQLITE_OK;
}

void FaultVfs::Close(Handle* handle) {
  MutexLock lock(&mu_);
  handle->locks->Unlock(handle, SQLITE_LOCK_NONE);
  if (handle->shared_memory != nullptr) handle->shared_memory->Release(handle);
  if (handle->delete_on_close && Alive(handle)) disk_.Delete(handle->name, /*durable=*/false);
  handles_.erase(handle);
}

int FaultVfs::Read(Handle* handle, char* out, size_t amount, size_t offset) {
  MutexLock lock(&mu_);
  if (!Alive(handle)) return SQLITE_IOERR_READ;
  const Verdict verdict = Judge(FileOperation::kRead, handle->name);
  if (verdict.struck) {
    if (verdict.fault == Fault::kKill) KillLocked(plan_.loss);
    return SQLITE_IOERR_READ;
  }
  const std::string& bytes = handle->file->current;
  const size_t there = offset >= bytes.size() ? 0 : std::min(amount, bytes.size() - offset);
  std::copy_n(bytes.data() + std::min(offset, bytes.size()), there, out);
  // SQLite requires the rest of the buffer to be zero.
  std::memset(out + there, 0, amount - there);
  return there == amount ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int FaultVfs::Write(Handle* handle, absl::string_view bytes, size_t offset) {
  MutexLock lock(&mu_);
  if (!Alive(handle)) return SQLITE_IOERR_WRITE;
  const Verdict verdict = Judge(FileOperation::kWrite, handle->name);
  if (!verdict.struck) {
    const size_t written = disk_.Write(*handle->file, offset, bytes);
    return written == bytes.size() ? SQLITE_OK : SQLITE_FULL;
  }
  if (verdict.fault == Fault::kDrop) return SQLITE_OK;
  if (verdict.fault == Fault::kTear || verdict.fault == Fault::kFull ||
      verdict.fault == Fault::kKill) {
    disk_.Write(*handle->file, offset, bytes.substr(0, disk_.Random(bytes.size())));
  }
  if (verdict.fault == Fault::kKill) KillLocked(plan_.loss);
  return verdict.fault == Fault::kFull ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

int FaultVfs::Truncate(Handle* handle, size_t size) {
  MutexLock lock(&mu_);
  if (!Alive(handle)) return SQLITE_IOERR_TRUNCATE;
  const Verdict verdict = Judge(FileOperation::kTruncate, handle->name);
  if (!verdict.struck) return disk_.Truncate(*handle->file, size) ? SQLITE_OK : SQLITE_FULL;
  if (verdict.fault == Fault::kDrop) return SQLITE_OK;
  if (verdict.fault == Fault::kKill) {
    disk_.Truncate(*handle->file, size);
    KillLocked(plan_.loss);
  }
  return verdict.fault == Fault::kFull ? SQLITE_FULL : SQLITE_IOERR_TRUNCATE;
}

int FaultVfs::Lengthen(Handle* handle, size_t size) {
  {
    MutexLock lock(&mu_);
    if (Alive(handle) && size <= handle->file->current.size()) return SQLITE_OK;
  }
  return Truncate(handle, size);
}

int FaultVfs::Sync(Handle* handle) {
  MutexLock lock(&mu_);
  if (!Alive(handle)) return SQLITE_IOERR_FSYNC;
  const Verdict verdict = Judge(FileOperation::kSync, handle->name);
  if (verdict.struck) return FailSync(handle, verdict.fault);
  if (std::exchange(handle->sync_error_pending, false)) return SQLITE_IOERR_FSYNC;
  disk_.Sync(handle->name, *handle->file);
  if (std::exchange(handle->sync_directory, false)) disk_.SyncDirectory();
  return SQLITE_OK;
}

int FaultVfs::FailSync(Handle* handle, Fault fault) {
  switch (fault) {
    case Fault::kDrop:
      return SQLITE_OK;
    case Fault::kFailKeep:
      disk_.Sync(handle->name, *handle->file);
      break;
    case Fault::kFailLose:
      FaultDisk::MarkClean(*handle->file);
      break;
    case Fault::kFailRevert:
      disk_.Revert(*handle->file);
      break;
    case Fault::kKill:
      if (disk_.Random(2) == 0) disk_.Sync(handle->name, *handle->file);
      KillLocked(plan_.loss);
      return SQLITE_IOERR_FSYNC;
    case Fault::kFull:
      return SQLITE_FULL;
    case Fault::kFail:
    case Fault::kTear:
      break;
  }
  for (auto& [other, name] : handles_) {
    if (other != handle && other->file == handle->file) other->sync_error_pending = true;
  }
  return SQLITE_IOERR_FSYNC;
}

int FaultVfs::Delete(const std::string& name, bool durable) {
  MutexLock lock(&mu_);
  if (killed_) return SQLITE_IOERR_DELETE;
  const Verdict verdict = Judge(FileOperation::kDelete, name);
  if (!verdict.struck) {
    return disk_.Delete(name, durable) ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
  }
  if (verdict.fault == Fault::kDrop) return SQLITE_OK;
  if (verdict.fault == Fault::kKill) {
    disk_.Delete(name, /*durable=*/false);
    KillLocked(plan_.loss);
  }
  return verdict.fault == Fault::kFull ? SQLITE_FULL : SQLITE_IOERR_DELETE;
}

}  // namespace jumelage

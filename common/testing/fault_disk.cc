#include "common/testing/fault_disk.h"

#include <algorithm>
#include <utility>

namespace jumelage {
namespace {

constexpr size_t kSectorBytes = 512;

void CopySector(const FaultDisk::File& file, size_t sector, std::string* durable) {
  const size_t begin = sector * kSectorBytes;
  const size_t end = std::min(begin + kSectorBytes, file.current.size());
  if (begin >= end) return;
  if (durable->size() < end) durable->resize(end, '\0');
  std::copy(file.current.begin() + static_cast<ptrdiff_t>(begin),
            file.current.begin() + static_cast<ptrdiff_t>(end),
            durable->begin() + static_cast<ptrdiff_t>(begin));
}

}  // namespace

FaultDisk::FileRef FaultDisk::Find(const std::string& name) const {
  const auto found = files_.find(name);
  return found == files_.end() ? nullptr : found->second;
}

FaultDisk::FileRef FaultDisk::Create(const std::string& name) {
  FileRef file = std::make_shared<File>();
  files_[name] = file;
  return file;
}

bool FaultDisk::Delete(const std::string& name, bool durable) {
  const auto found = files_.find(name);
  if (found == files_.end()) return false;
  const FileRef file = std::move(found->second);
  files_.erase(found);
  if (free_bytes_.has_value()) *free_bytes_ += static_cast<int64_t>(file->current.size());
  if (durable) {
    deleted_.erase(name);
  } else if (file->entry_durable) {
    deleted_[name] = file;
  }
  return true;
}

void FaultDisk::Resize(File& file, size_t size) {
  if (free_bytes_.has_value()) {
    *free_bytes_ += static_cast<int64_t>(file.current.size()) - static_cast<int64_t>(size);
  }
  file.current.resize(size, '\0');
  file.size_dirty = true;
  const size_t sectors = (size + kSectorBytes - 1) / kSectorBytes;
  file.dirty.erase(file.dirty.lower_bound(sectors), file.dirty.end());
}

size_t FaultDisk::Write(File& file, size_t offset, absl::string_view bytes) {
  const size_t end = offset + bytes.size();
  if (end > file.current.size() && free_bytes_.has_value()) {
    const int64_t missing = static_cast<int64_t>(end - file.current.size()) - *free_bytes_;
    if (missing > 0) {
      bytes.remove_suffix(std::min(bytes.size(), static_cast<size_t>(missing)));
    }
  }
  if (bytes.empty()) return 0;
  if (offset + bytes.size() > file.current.size()) Resize(file, offset + bytes.size());
  std::copy(bytes.begin(), bytes.end(), file.current.begin() + static_cast<ptrdiff_t>(offset));
  for (size_t sector = offset / kSectorBytes; sector * kSectorBytes < offset + bytes.size();
       ++sector) {
    file.dirty.insert(sector);
  }
  return bytes.size();
}

bool FaultDisk::Truncate(File& file, size_t size) {
  if (size > file.current.size() && free_bytes_.has_value() &&
      static_cast<int64_t>(size - file.current.size()) > *free_bytes_) {
    return false;
  }
  Resize(file, size);
  return true;
}

void FaultDisk::Sync(const std::string& name, File& file) {
  if (file.size_dirty) file.durable.resize(file.current.size(), '\0');
  for (const size_t sector : file.dirty) CopySector(file, sector, &file.durable);
  MarkClean(file);
  file.entry_durable = true;
  deleted_.erase(name);
}

void FaultDisk::SyncDirectory() {
  deleted_.clear();
  for (auto& [name, file] : files_) file->entry_durable = true;
}

void FaultDisk::MarkClean(File& file) {
  file.dirty.clear();
  file.size_dirty = false;
}

void FaultDisk::Revert(File& file) {
  Resize(file, file.durable.size());
  file.current = file.durable;
  MarkClean(file);
}

void FaultDisk::Settle(File& file, PowerLoss loss) {
  if (loss == PowerLoss::kKeepSome) {
    if (file.size_dirty && Random(2) == 0) file.durable.resize(file.current.size(), '\0');
    for (const size_t sector : file.dirty) {
      if (Random(2) == 0) CopySector(file, sector, &file.durable);
    }
  }
  Revert(file);
}

void FaultDisk::LosePower(PowerLoss loss) {
  const auto coin = [&] { return loss == PowerLoss::kKeepSome && Random(2) == 0; };
  for (auto& [name, file] : deleted_) {
    // The file stays deleted if the deletion reached the disk after all, or if a new file of this
    // name did.
    if (coin()) continue;
    const auto found = files_.find(name);
    if (found == files_.end() || !found->second->entry_durable) files_[name] = file;
  }
  deleted_.clear();
  for (auto it = files_.begin(); it != files_.end();) {
    if (!it->second->entry_durable && !coin()) {
      it = files_.erase(it);
      continue;
    }
    Settle(*it->second, loss);
    it->second->entry_durable = true;
    ++it;
  }
}

}  // namespace jumelage

#include "clients/cli/transfer/new_file.h"

#include <cstdio>
#include <filesystem>
#include <system_error>

namespace jumelage::cli {
namespace {

std::string PlaceOf(const std::string& path) {
  std::error_code error;
  const std::filesystem::path place = std::filesystem::canonical(path, error);
  return error ? path : place.string();
}

std::string Beside(const std::string& place) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(place, error);
  const bool replaced =
      !std::filesystem::exists(status) || std::filesystem::is_regular_file(status);
  return replaced ? place + ".new" : place;
}

// Gives the new file the permissions of the old file, so that no additional users can read it.
void TakePermissions(const std::string& from, const std::string& to) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(from, error);
  if (!std::filesystem::exists(status)) return;
  std::filesystem::permissions(to, status.permissions(), error);
}

}  // namespace

NewFile::NewFile(const std::string& path) : place_(PlaceOf(path)), path_(Beside(place_)) {}

NewFile::~NewFile() {
  if (pending_) std::remove(path_.c_str());
}

bool NewFile::Open() {
  stream_.open(path_, std::ios::binary | std::ios::trunc);
  pending_ = stream_.is_open() && path_ != place_;
  if (pending_) TakePermissions(place_, path_);
  return stream_.is_open();
}

bool NewFile::Commit() {
  stream_.close();
  if (!stream_) return false;
  if (!pending_) return true;
  pending_ = std::rename(path_.c_str(), place_.c_str()) != 0;
  return !pending_;
}

}  // namespace jumelage::cli

#include "common/log/chain.h"

#include <zlib.h>

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "common/base/status_macros.h"

namespace jumelage {
namespace {

constexpr size_t kCommitIdBytes = 16;

absl::Status Broken(Revision revision, absl::string_view why) {
  return absl::DataLossError(absl::StrCat("the log is damaged at revision ", revision, ": ", why));
}

// Checks one row against its predecessor and moves `head` to it.
absl::Status VerifyCommit(const sqlite::Statement& row, store::v1::Commit* commit,
                          ChainHead* head) {
  const Revision revision = head->revision + 1;
  if (row.ColumnInt(0) != revision) {
    return Broken(revision, absl::StrCat("it is missing; the next is ", row.ColumnInt(0)));
  }
  const absl::string_view data = row.ColumnBlob(2);
  const int64_t stored = row.ColumnInt(1);
  const uint32_t crc = ChainPart(stored);
  const bool intact = stored == StoredCrc(crc, 0)
                          ? crc == ChainCrc(head->crc, data)
                          : stored == StoredCrc(crc, RewrittenCrc(crc, data));
  if (!intact) return Broken(revision, "its checksum does not match");
  if (!commit->ParseFromArray(data.data(), static_cast<int>(data.size()))) {
    return Broken(revision, "it can't be parsed");
  }
  if (commit->revision() != revision) {
    return Broken(revision, absl::StrCat("its own revision is ", commit->revision()));
  }
  if (commit->previous_commit_id() != head->commit_id) {
    return Broken(revision, "it continues another commit");
  }
  head->revision = revision;
  head->crc = crc;
  head->commit_id = commit->commit_id();
  return absl::OkStatus();
}

}  // namespace

uint32_t ChainCrc(uint32_t previous, absl::string_view data) {
  unsigned char bytes[4];
  for (int i = 0; i < 4; ++i) bytes[i] = static_cast<unsigned char>(previous >> (8 * i));
  const uLong crc = crc32_z(0, bytes, sizeof(bytes));
  return static_cast<uint32_t>(
      crc32_z(crc, reinterpret_cast<const unsigned char*>(data.data()), data.size()));
}

uint32_t RewrittenCrc(uint32_t chain, absl::string_view data) {
  return std::max<uint32_t>(ChainCrc(chain, data), 1);
}

int64_t StoredCrc(uint32_t chain, uint32_t rewritten) {
  return static_cast<int64_t>(uint64_t{rewritten} << 32 | chain);
}

uint32_t ChainPart(int64_t stored) { return static_cast<uint32_t>(stored); }

absl::Status VerifyChain(sqlite::Database& db, ChainHead* head) {
  JUMELAGE_ASSIGN_OR_RETURN(
      sqlite::Statement select,
      db.Prepare("SELECT revision, crc, data FROM commits WHERE revision > ?1 ORDER BY revision"));
  select.BindInt(1, head->revision);
  store::v1::Commit commit;
  while (true) {
    JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.Step());
    if (!row) return absl::OkStatus();
    JUMELAGE_RETURN_IF_ERROR(VerifyCommit(select, &commit, head));
  }
}

absl::Status VerifyWholeChain(sqlite::Database& db, ChainHead* head) {
  {
    JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select,
                              db.Prepare("SELECT 1 FROM commits WHERE revision <= ?1 LIMIT 1"));
    JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.BindInt(1, head->revision).Step());
    if (row) return Broken(head->revision + 1, "there are commits before it");
  }
  return VerifyChain(db, head);
}

absl::Status VerifyHead(sqlite::Database& db, const ChainHead& head) {
  if (head.revision == 0) return absl::OkStatus();
  JUMELAGE_ASSIGN_OR_RETURN(sqlite::Statement select,
                            db.Prepare("SELECT crc FROM commits WHERE revision = ?1"));
  JUMELAGE_ASSIGN_OR_RETURN(const bool row, select.BindInt(1, head.revision).Step());
  if (!row) return Broken(head.revision, "it was durable and is gone");
  if (ChainPart(select.ColumnInt(0)) != head.crc) return Broken(head.revision, "it has changed");
  return absl::OkStatus();
}

absl::Status CheckContinues(absl::Span<const store::v1::Commit> batch, const ChainHead& head) {
  Revision revision = head.revision;
  const std::string* commit_id = &head.commit_id;
  for (const store::v1::Commit& commit : batch) {
    ++revision;
    if (commit.revision() != revision) {
      return absl::InvalidArgumentError(
          absl::StrCat("commit ", commit.revision(), " instead of ", revision));
    }
    if (commit.commit_id().size() != kCommitIdBytes) {
      return absl::InvalidArgumentError(absl::StrCat("commit ", revision, " has no id"));
    }
    if (commit.previous_commit_id() != *commit_id) {
      return absl::InvalidArgumentError(
          absl::StrCat("commit ", revision, " continues another commit"));
    }
    commit_id = &commit.commit_id();
  }
  return absl::OkStatus();
}

absl::Status InsertCommits(sqlite::Database& db, absl::Span<const store::v1::Commit> batch,
                           ChainHead* head) {
  JUMELAGE_ASSIGN_OR_RETURN(
      sqlite::Statement insert,
      db.Prepare("INSERT INTO commits(revision, crc, data) VALUES(?1, ?2, ?3)"));
  std::string data;
  for (const store::v1::Commit& commit : batch) {
    data.clear();
    if (!commit.AppendToString(&data)) return absl::InternalError("a commit can't be serialized");
    head->crc = ChainCrc(head->crc, data);
    head->revision = commit.revision();
    insert.BindInt(1, head->revision).BindInt(2, head->crc).BindBlob(3, data);
    JUMELAGE_RETURN_IF_ERROR(insert.Run());
    insert.Reset();
  }
  if (!batch.empty()) head->commit_id = batch.back().commit_id();
  return absl::OkStatus();
}

}  // namespace jumelage

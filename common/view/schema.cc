#include "common/view/schema.h"

#include "absl/strings/str_cat.h"
#include "common/values/resource_name.h"
#include "common/values/text_folding.h"

namespace jumelage {
namespace {

constexpr char kCommonDdl[] = R"sql(
  CREATE TABLE view_state(
    id INTEGER PRIMARY KEY CHECK(id = 1),
    log_id TEXT NOT NULL, schema_version INTEGER NOT NULL,
    revision INTEGER NOT NULL, commit_id BLOB NOT NULL) STRICT;
  CREATE TABLE requests(
    revision INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,
    fingerprint INTEGER NOT NULL, time_us INTEGER NOT NULL) STRICT;
)sql";

// FNV-1a. A stronger hash is not necessary, since no caller chooses the text.
uint64_t Hash(absl::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char byte : text) {
    hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
  }
  return hash;
}

}  // namespace

const TableBase* ViewSchema::TableOf(absl::string_view resource_name) const {
  const absl::string_view segment = SegmentOf(resource_name);
  for (const TableBase* table : tables) {
    if (!segment.empty() && table->name() == segment) return table;
  }
  return nullptr;
}

std::string ViewSchema::Ddl() const {
  std::string ddl = kCommonDdl;
  for (const TableBase* table : tables) absl::StrAppend(&ddl, table->Ddl("main"));
  absl::StrAppend(&ddl, extra_ddl);
  return ddl;
}

int64_t ViewSchema::Version() const {
  std::string versions = absl::StrCat(FoldingVersion());
  for (const TableBase* table : tables) absl::StrAppend(&versions, " ", table->rows_version());
  return static_cast<int64_t>(Hash(absl::StrCat(Ddl(), versions)));
}

}  // namespace jumelage

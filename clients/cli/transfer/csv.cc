#include "clients/cli/transfer/csv.h"

#include <istream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/base/status_macros.h"

namespace jumelage::cli {
namespace {

constexpr char kByteOrderMark[] = "\xef\xbb\xbf";

std::string Quoted(const std::string& cell) {
  const bool plain = cell.find_first_of(",\"\r\n") == std::string::npos &&
                     (cell.empty() || (cell.front() != ' ' && cell.back() != ' '));
  if (plain) return cell;
  return absl::StrCat("\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"");
}

}  // namespace

CsvReader::CsvReader(std::istream* in) : in_(*in) {
  for (const char* mark = kByteOrderMark; *mark != '\0'; ++mark) {
    if (in_.peek() != static_cast<unsigned char>(*mark)) return;
    in_.get();
    ++bytes_;
  }
}

int CsvReader::Get() {
  const int c = in_.get();
  if (c == std::istream::traits_type::eof()) return kEnd;
  ++bytes_;
  if (c == '\n') ++line_;
  return c;
}

absl::StatusOr<bool> CsvReader::Next(std::vector<std::string>* cells) {
  for (;;) {
    if (in_.peek() == std::istream::traits_type::eof()) return false;
    row_line_ = line_;
    cells->clear();
    absl::Status read = ReadRow(cells);
    if (!read.ok()) {
      for (int c = Get(); c != '\n' && c != kEnd;) c = Get();
      return read;
    }
    const bool empty = cells->size() == 1 && cells->front().empty();
    if (!empty) return true;
  }
}

absl::Status CsvReader::ReadRow(std::vector<std::string>* cells) {
  for (;;) {
    JUMELAGE_ASSIGN_OR_RETURN(const int end, ReadCell(&cells->emplace_back()));
    if (end != ',') return absl::OkStatus();
  }
}

absl::StatusOr<int> CsvReader::ReadCell(std::string* cell) {
  if (in_.peek() == '"') return ReadQuoted(cell);
  for (;;) {
    // Only peek, so that Next skips the bad line from here to its end.
    if (in_.peek() == '"') {
      return absl::InvalidArgumentError("a quotation mark occurs within an unquoted cell");
    }
    const int c = AfterReturn(Get());
    if (c == ',' || c == '\n' || c == kEnd) return c;
    cell->push_back(static_cast<char>(c));
  }
}

absl::StatusOr<int> CsvReader::ReadQuoted(std::string* cell) {
  Get();
  for (;;) {
    const int c = Get();
    if (c == kEnd) return absl::InvalidArgumentError("a quotation mark is not closed");
    if (c == '"') {
      if (in_.peek() != '"') break;
      Get();
    }
    cell->push_back(static_cast<char>(c));
  }
  const int next = in_.peek();
  if (next == ',' || next == '\n' || next == '\r' || next == std::istream::traits_type::eof()) {
    return AfterReturn(Get());
  }
  return absl::InvalidArgumentError("text follows a closing quotation mark");
}

int CsvReader::AfterReturn(int c) { return c == '\r' && in_.peek() == '\n' ? Get() : c; }

std::string CsvRow(absl::Span<const std::string> cells) {
  return absl::StrCat(absl::StrJoin(cells, ",",
                                    [](std::string* out, const std::string& cell) {
                                      absl::StrAppend(out, Quoted(cell));
                                    }),
                      "\r\n");
}

}  // namespace jumelage::cli

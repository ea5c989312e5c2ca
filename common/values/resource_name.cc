#include "common/values/resource_name.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "common/base/ids.h"
#include "common/base/limits.h"

namespace jumelage {
namespace {

bool IsLowerAlnum(char c) { return absl::ascii_islower(c) || absl::ascii_isdigit(c); }

// Returns the first `limit` characters of `id`, without a hyphen at the end.
absl::string_view Shortened(absl::string_view id, size_t limit) {
  id = id.substr(0, limit);
  while (absl::EndsWith(id, "-")) id.remove_suffix(1);
  return id;
}

}  // namespace

bool IsResourceId(absl::string_view id) {
  return !id.empty() && id.size() <= kMaxResourceIdLength && absl::ascii_islower(id.front()) &&
         IsLowerAlnum(id.back()) &&
         std::all_of(id.begin(), id.end(), [](char c) { return IsLowerAlnum(c) || c == '-'; });
}

absl::optional<absl::string_view> ParseResourceName(absl::string_view name,
                                                    absl::string_view collection) {
  // Each '*' in the collection stands for the id of a parent.
  for (size_t star = collection.find('*'); star != absl::string_view::npos;
       star = collection.find('*')) {
    if (!absl::ConsumePrefix(&name, collection.substr(0, star))) return absl::nullopt;
    const absl::string_view id = name.substr(0, name.find('/'));
    if (!IsResourceId(id)) return absl::nullopt;
    name.remove_prefix(id.size());
    collection.remove_prefix(star + 1);
  }
  if (!absl::ConsumePrefix(&name, collection) || !absl::ConsumePrefix(&name, "/") ||
      !IsResourceId(name)) {
    return absl::nullopt;
  }
  return name;
}

std::string ResourceName(absl::string_view collection, absl::string_view id) {
  return absl::StrCat(collection, "/", id);
}

std::string ResourceName(absl::string_view parent, absl::string_view collection,
                         absl::string_view id) {
  return absl::StrCat(parent, parent.empty() ? "" : "/", LastSegment(collection), "/", id);
}

absl::string_view LastSegment(absl::string_view collection) {
  return collection.substr(collection.rfind('/') + 1);
}

absl::string_view SegmentOf(absl::string_view name) {
  const size_t id = name.rfind('/');
  return id == absl::string_view::npos ? absl::string_view() : LastSegment(name.substr(0, id));
}

absl::string_view ParentCollection(absl::string_view collection) {
  const size_t star = collection.rfind("/*/");
  return star == absl::string_view::npos ? absl::string_view() : collection.substr(0, star);
}

absl::string_view ParentName(absl::string_view name) {
  const size_t id = name.rfind('/');
  if (id == absl::string_view::npos || id == 0) return {};
  const size_t segment = name.rfind('/', id - 1);
  return segment == absl::string_view::npos ? absl::string_view() : name.substr(0, segment);
}

std::string NameShape(absl::string_view collection) {
  return absl::StrCat(absl::StrReplaceAll(collection, {{"*", "ID"}}), "/ID");
}

bool CheckResourceName(absl::string_view field, absl::string_view name,
                       absl::string_view collection, Violations* violations) {
  if (!name.empty() && ParseResourceName(name, collection).has_value()) return true;
  const std::string shape = NameShape(collection);
  if (name.empty()) {
    violations->Add(field, absl::StrCat("is required: a name such as ", shape));
  } else {
    violations->Add(field, absl::StrCat("must be ", shape,
                                        " with an ID of lower-case letters, digits and hyphens "
                                        "that begins with a letter, does not end with a hyphen and "
                                        "has at most ",
                                        kMaxResourceIdLength, " characters"));
  }
  return false;
}

bool CheckResourceId(absl::string_view field, absl::string_view id, Violations* violations) {
  if (IsResourceId(id)) return true;
  violations->Add(field, absl::StrCat("must be at most ", kMaxResourceIdLength,
                                      " lower-case letters, digits and hyphens, begin with a "
                                      "letter and not end with a hyphen"));
  return false;
}

bool CheckRequestId(absl::string_view field, absl::string_view request_id, Violations* violations) {
  if (request_id.empty() || IsUuid4(request_id)) return true;
  violations->Add(field,
                  "must be a random (version 4) UUID such as f47ac10b-58cc-4372-a567-0e02b2c3d479");
  return false;
}

std::string Slug(absl::string_view folded) {
  std::string slug;
  for (char c : folded) {
    c = absl::ascii_tolower(static_cast<unsigned char>(c));
    if (IsLowerAlnum(c)) {
      slug.push_back(c);
    } else if (!slug.empty() && slug.back() != '-') {
      slug.push_back('-');
    }
  }
  return std::string(absl::StripSuffix(slug, "-"));
}

std::string MakeResourceId(absl::Span<const absl::string_view> parts, absl::string_view prefix) {
  std::string id;
  for (const absl::string_view part : parts) {
    const std::string slug = Slug(part);
    if (slug.empty()) continue;
    absl::StrAppend(&id, id.empty() ? "" : "-", slug);
  }
  if (id.empty()) return std::string(prefix);
  if (!absl::ascii_islower(id.front())) id = absl::StrCat(prefix, "-", id);
  return std::string(Shortened(id, kMaxResourceIdLength));
}

std::string NumberedResourceId(absl::string_view id, int number) {
  const std::string suffix = absl::StrCat("-", number);
  return absl::StrCat(Shortened(id, kMaxResourceIdLength - suffix.size()), suffix);
}

}  // namespace jumelage

#include "common/values/value_checks.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/base/redaction_marks.h"
#include "common/values/resource_name.h"

namespace jumelage {
namespace {

constexpr int kMaxUriLength = 2000;
constexpr int kMaxSchemeLength = 63;
constexpr int kMaxMediaTypeLength = 100;

std::string At(absl::string_view field, int index) { return absl::StrCat(field, "[", index, "]"); }

// Returns the number of code points in UTF-8; an approximation for malformed text.
int64_t Length(absl::string_view text) {
  return std::count_if(text.begin(), text.end(),
                       [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
}

bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

bool HasControl(absl::string_view text, absl::string_view allowed) {
  return std::any_of(text.begin(), text.end(), [&](char c) {
    return IsControl(c) && !absl::StrContains(allowed, absl::string_view(&c, 1));
  });
}

void CheckLength(absl::string_view field, absl::string_view text, int64_t max_length,
                 Violations* violations) {
  const int64_t length = Length(text);
  if (length <= max_length) return;
  violations->Add(
      field, absl::StrCat("has ", length, " characters; at most ", max_length, " are allowed"));
}

bool IsSubtag(absl::string_view tag, size_t least, size_t most, bool digits) {
  return tag.size() >= least && tag.size() <= most &&
         std::all_of(tag.begin(), tag.end(), [&](char c) {
           return absl::ascii_isalpha(c) || (digits && absl::ascii_isdigit(c));
         });
}

bool IsLanguageTag(absl::string_view code) {
  const std::vector<absl::string_view> tags = absl::StrSplit(code, '-');
  if (!IsSubtag(tags[0], 2, 8, /*digits=*/false)) return false;
  return std::all_of(tags.begin() + 1, tags.end(),
                     [](absl::string_view tag) { return IsSubtag(tag, 1, 8, /*digits=*/true); });
}

bool IsHttpUri(absl::string_view uri) {
  absl::string_view rest = uri;
  const auto starts = [&](absl::string_view prefix) {
    if (!absl::StartsWithIgnoreCase(rest, prefix)) return false;
    rest.remove_prefix(prefix.size());
    return true;
  };
  if (!starts("https://") && !starts("http://")) return false;
  const absl::string_view host = rest.substr(0, rest.find_first_of("/?#"));
  return !host.empty() && std::none_of(uri.begin(), uri.end(), [](char c) {
    return IsControl(c) || c == ' ' || c == '<' || c == '>' || c == '"' || c == '\\';
  });
}

bool IsScheme(absl::string_view scheme) {
  return !scheme.empty() && scheme.size() <= kMaxSchemeLength &&
         std::all_of(scheme.begin(), scheme.end(), [](char c) {
           return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
         });
}

void CheckLines(const std::string& field,
                const google::protobuf::RepeatedPtrField<std::string>& lines,
                Violations* violations) {
  for (int i = 0; i < lines.size(); ++i) {
    CheckRequiredLine(At(field, i), lines[i], kMaxNameLength, violations);
  }
}

void CheckSource(const std::string& field, const type::v1::Source& source, absl::CivilDay today,
                 Violations* violations) {
  CheckRequiredLine(field + ".title", source.title(), kMaxNameLength, violations);
  CheckLine(field + ".publisher", source.publisher(), kMaxNameLength, violations);
  CheckLine(field + ".locator", source.locator(), kMaxNameLength, violations);
  if (!source.uri().empty()) CheckUri(field + ".uri", source.uri(), violations);
  if (source.has_retrieved_date()) {
    const std::optional<absl::CivilDay> day = ToCivilDay(source.retrieved_date());
    if (!day) {
      violations->Add(field + ".retrieved_date", "must be a complete day of the calendar");
    } else if (*day > today) {
      violations->Add(field + ".retrieved_date", "must not be in the future");
    }
  }
  if (source.has_published_date()) {
    CheckUncertainDate(field + ".published_date", source.published_date(), violations);
  }
  CheckLanguageCode(field + ".language_code", source.language_code(), violations);
}

}  // namespace

void CheckTexts(absl::string_view field, const LocalizedTexts& texts, const TextRules& rules,
                Violations* violations) {
  if (rules.required && texts.empty()) violations->Add(field, "needs at least one text");
  std::set<std::pair<std::string, std::string>> seen;
  for (int i = 0; i < texts.size(); ++i) {
    const std::string path = At(field, i);
    const std::string language = absl::AsciiStrToLower(texts[i].language_code());
    if (texts[i].text().empty()) violations->Add(path + ".text", "is required");
    CheckLength(path + ".text", texts[i].text(), rules.max_length, violations);
    // Names and titles are one line; longer texts may have several.
    const bool lines = rules.max_length > kMaxNameLength;
    if (HasControl(texts[i].text(), lines ? "\n\r\t" : "")) {
      violations->Add(path + ".text", "has a control character");
    }
    if (language.empty()) {
      violations->Add(path + ".language_code", "is required");
      continue;
    }
    CheckLanguageCode(path + ".language_code", language, violations);
    if (rules.spellings && MayBeRedacted(texts[i].text())) continue;
    if (!seen.emplace(language, rules.spellings ? texts[i].text() : "").second) {
      violations->Add(path, rules.spellings ? "occurs twice" : "has a language that occurs twice");
    }
  }
}

void CheckLine(absl::string_view field, absl::string_view text, int64_t max_length,
               Violations* violations) {
  CheckLength(field, text, max_length, violations);
  if (HasControl(text, "")) violations->Add(field, "has a control character");
}

void CheckRequiredLine(absl::string_view field, absl::string_view text, int64_t max_length,
                       Violations* violations) {
  if (absl::StripAsciiWhitespace(text).empty()) {
    violations->Add(field, "is required");
  } else {
    CheckLine(field, text, max_length, violations);
  }
}

void CheckLanguageCode(absl::string_view field, absl::string_view code, Violations* violations) {
  if (code.empty() || IsLanguageTag(code)) return;
  violations->Add(field, "is not a BCP-47 language tag such as 'fr' or 'zh-Hans'");
}

void CheckUri(absl::string_view field, absl::string_view uri, Violations* violations) {
  if (!IsHttpUri(uri)) violations->Add(field, "must be an absolute http or https URI");
  CheckLength(field, uri, kMaxUriLength, violations);
}

void CheckLatLng(absl::string_view field, const google::type::LatLng& location,
                 Violations* violations) {
  // The comparison is negated so that NaN is refused as well.
  if (!(std::abs(location.latitude()) <= 90)) {
    violations->Add(FieldPath(field, "latitude"), "must be between -90 and 90 degrees");
  }
  if (!(std::abs(location.longitude()) <= 180)) {
    violations->Add(FieldPath(field, "longitude"), "must be between -180 and 180 degrees");
  }
}

void CheckQualifiedCount(absl::string_view field, const type::v1::QualifiedCount& count,
                         Violations* violations) {
  if (count.value() < 0) violations->Add(FieldPath(field, "value"), "must not be negative");
  if (!type::v1::QualifiedCount::Qualifier_IsValid(count.qualifier())) {
    violations->Add(FieldPath(field, "qualifier"), "is unknown");
  }
  if (count.has_as_of()) CheckUncertainDate(FieldPath(field, "as_of"), count.as_of(), violations);
  CheckLine(FieldPath(field, "original_text"), count.original_text(), kMaxNameLength, violations);
}

void CheckExternalId(absl::string_view field, const type::v1::ExternalId& id,
                     Violations* violations) {
  if (!IsScheme(id.scheme())) {
    violations->Add(FieldPath(field, "scheme"),
                    "must be 1 to 63 lower-case letters, digits and hyphens");
  }
  CheckRequiredLine(FieldPath(field, "value"), id.value(), kMaxNameLength, violations);
}

void CheckExternalIds(absl::string_view field,
                      const google::protobuf::RepeatedPtrField<type::v1::ExternalId>& ids,
                      Violations* violations) {
  std::set<std::pair<std::string, std::string>> seen;
  for (int i = 0; i < ids.size(); ++i) {
    const std::string path = At(field, i);
    CheckExternalId(path, ids[i], violations);
    if (!seen.emplace(ids[i].scheme(), ids[i].value()).second) {
      violations->Add(path, "occurs twice");
    }
  }
}

void CheckSources(absl::string_view field,
                  const google::protobuf::RepeatedPtrField<type::v1::Source>& sources,
                  absl::CivilDay today, Violations* violations) {
  for (int i = 0; i < sources.size(); ++i) {
    CheckSource(At(field, i), sources[i], today, violations);
  }
}

void CheckFacts(absl::string_view field,
                const google::protobuf::RepeatedPtrField<type::v1::Fact>& facts,
                absl::CivilDay today, Violations* violations) {
  for (int i = 0; i < facts.size(); ++i) {
    const std::string path = At(field, i);
    if (facts[i].topic() == type::v1::TOPIC_UNSPECIFIED) {
      violations->Add(path + ".topic", "is required");
    } else if (!type::v1::Topic_IsValid(facts[i].topic())) {
      violations->Add(path + ".topic", "is unknown");
    }
    TextRules rules;
    rules.required = true;
    CheckTexts(path + ".texts", facts[i].texts(), rules, violations);
    CheckLines(path + ".people", facts[i].people(), violations);
    CheckLines(path + ".places", facts[i].places(), violations);
    CheckPeriod(path, facts[i], violations);
    CheckSources(path + ".sources", facts[i].sources(), today, violations);
  }
}

void CheckLinks(absl::string_view field,
                const google::protobuf::RepeatedPtrField<type::v1::Link>& links,
                Violations* violations) {
  for (int i = 0; i < links.size(); ++i) {
    const std::string path = At(field, i);
    if (links[i].uri().empty()) {
      violations->Add(path + ".uri", "is required");
    } else {
      CheckUri(path + ".uri", links[i].uri(), violations);
    }
    TextRules titles;
    titles.max_length = kMaxNameLength;
    CheckTexts(path + ".titles", links[i].titles(), titles, violations);
    CheckLanguageCode(path + ".language_code", links[i].language_code(), violations);
    CheckLine(path + ".media_type", links[i].media_type(), kMaxMediaTypeLength, violations);
    if (links[i].has_document_date()) {
      CheckUncertainDate(path + ".document_date", links[i].document_date(), violations);
    }
  }
}

void CheckDecision(absl::string_view field, const type::v1::Decision& decision,
                   absl::CivilDay today, Violations* violations) {
  CheckLine(FieldPath(field, "body"), decision.body(), kMaxNameLength, violations);
  CheckLine(FieldPath(field, "reference"), decision.reference(), kMaxNameLength, violations);
  if (!decision.agreement().empty()) {
    CheckResourceName(FieldPath(field, "agreement"), decision.agreement(), "agreements",
                      violations);
  }
  if (decision.has_decision_date()) {
    CheckUncertainDate(FieldPath(field, "decision_date"), decision.decision_date(), violations);
  }
  CheckTexts(FieldPath(field, "texts"), decision.texts(), TextRules(), violations);
  CheckSources(FieldPath(field, "sources"), decision.sources(), today, violations);
}

}  // namespace jumelage

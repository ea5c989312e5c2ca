#ifndef JUMELAGE_COMMON_VALUES_VALUE_CHECKS_H_
#define JUMELAGE_COMMON_VALUES_VALUE_CHECKS_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "common/base/limits.h"
#include "common/base/violations.h"
#include "common/values/uncertain_date.h"
#include "google/protobuf/repeated_field.h"
#include "google/type/latlng.pb.h"
#include "google/type/localized_text.pb.h"
#include "jumelage/type/v1/decision.pb.h"
#include "jumelage/type/v1/external_id.pb.h"
#include "jumelage/type/v1/fact.pb.h"
#include "jumelage/type/v1/link.pb.h"
#include "jumelage/type/v1/qualified_count.pb.h"
#include "jumelage/type/v1/source.pb.h"

// Checks the values that the resources of all services consist of. Each function adds a violation
// for every rule that a value breaks; `field` is its path in the request ("city.sources"). Pure and
// thread-safe. CheckMessage (common/message) checks UTF-8 and the general limits of a message.
namespace jumelage {

using LocalizedTexts = google::protobuf::RepeatedPtrField<google::type::LocalizedText>;

struct TextRules {
  // The maximum length in characters.
  int64_t max_length = kMaxTextLength;
  // Whether the texts are spellings, of which a language may have several. In other lists, a
  // language may have only one text.
  bool spellings = false;
  bool required = false;
};

void CheckTexts(absl::string_view field, const LocalizedTexts& texts, const TextRules& rules,
                Violations* violations);

// Checks a text, which must be one line of at most `max_length` characters.
void CheckLine(absl::string_view field, absl::string_view text, int64_t max_length,
               Violations* violations);
// The same, but the text must not be blank.
void CheckRequiredLine(absl::string_view field, absl::string_view text, int64_t max_length,
                       Violations* violations);

// Checks a language code, which must have the form of a BCP-47 tag ("fr", "zh-Hans") or be empty.
void CheckLanguageCode(absl::string_view field, absl::string_view code, Violations* violations);
// Checks a URI, which must be an absolute http or https URI of at most 2,000 characters.
void CheckUri(absl::string_view field, absl::string_view uri, Violations* violations);

// Checks the fields `since` and `until` of `message`, if they are set. `until` must not be
// certainly before `since`.
template <typename M>
void CheckPeriod(absl::string_view field, const M& message, Violations* violations) {
  const std::string since = FieldPath(field, "since");
  const std::string until = FieldPath(field, "until");
  const bool since_ok =
      message.has_since() && CheckUncertainDate(since, message.since(), violations);
  const bool until_ok =
      message.has_until() && CheckUncertainDate(until, message.until(), violations);
  if (since_ok && until_ok) {
    CheckNotBefore(until, message.until(), since, message.since(), violations);
  }
}

void CheckLatLng(absl::string_view field, const google::type::LatLng& location,
                 Violations* violations);
void CheckQualifiedCount(absl::string_view field, const type::v1::QualifiedCount& count,
                         Violations* violations);
void CheckExternalId(absl::string_view field, const type::v1::ExternalId& id,
                     Violations* violations);
// Each pair of scheme and value may occur only once.
void CheckExternalIds(absl::string_view field,
                      const google::protobuf::RepeatedPtrField<type::v1::ExternalId>& ids,
                      Violations* violations);
// `today` is the latest day on which sources may have been retrieved.
void CheckSources(absl::string_view field,
                  const google::protobuf::RepeatedPtrField<type::v1::Source>& sources,
                  absl::CivilDay today, Violations* violations);
void CheckFacts(absl::string_view field,
                const google::protobuf::RepeatedPtrField<type::v1::Fact>& facts,
                absl::CivilDay today, Violations* violations);
void CheckLinks(absl::string_view field,
                const google::protobuf::RepeatedPtrField<type::v1::Link>& links,
                Violations* violations);

void CheckDecision(absl::string_view field, const type::v1::Decision& decision,
                   absl::CivilDay today, Violations* violations);

}  // namespace jumelage

#endif  // JUMELAGE_COMMON_VALUES_VALUE_CHECKS_H_

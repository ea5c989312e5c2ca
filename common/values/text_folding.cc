#include "common/values/text_folding.h"

#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uversion.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "common/base/logging.h"

namespace jumelage {
namespace {

// The apostrophes, primes and modifier letters that occur within names.
constexpr char16_t kApostrophes[] = {u'\'',     u'\u2018', u'\u2019', u'\u02bc', u'\u02bb',
                                     u'\u02b9', u'\u2032', u'\u00b4', u'`'};

// Returns null and logs an error if ICU lacks its data, which ICU's packages always include.
std::unique_ptr<icu::Transliterator> MakeTransliterator() {
  UErrorCode error = U_ZERO_ERROR;
  std::unique_ptr<icu::Transliterator> made(icu::Transliterator::createInstance(
      "Any-Latin; NFKD; [:Nonspacing Mark:] Remove; Latin-ASCII; Lower", UTRANS_FORWARD, error));
  if (U_SUCCESS(error)) return made;
  LogLine(Severity::kError,
          "ICU has no transliterator; letters beyond ASCII are lost in folded texts",
          {{"error", u_errorName(error)}});
  return nullptr;
}

// A transliterator keeps state while it works, so each thread has its own.
icu::Transliterator* ThreadTransliterator() {
  thread_local const std::unique_ptr<icu::Transliterator> transliterator = MakeTransliterator();
  // The analyzer assumes that the transliterator is destroyed when the function returns, as if it
  // were not thread_local.
  return transliterator.get();  // NOLINT(clang-analyzer-cplusplus.NewDelete)
}

bool IsPlainAscii(absl::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Returns the words in `ascii`: its letters and digits in lower case, with a single space between
// words.
std::string Words(absl::string_view ascii) {
  std::string words;
  bool parted = false;
  for (const char c : ascii) {
    if (!absl::ascii_isalnum(c)) {
      parted = true;
      continue;
    }
    if (parted && !words.empty()) words.push_back(' ');
    parted = false;
    words.push_back(absl::ascii_tolower(c));
  }
  return words;
}

std::string FoldUnicode(icu::UnicodeString text) {
  icu::Transliterator* const transliterator = ThreadTransliterator();
  if (transliterator != nullptr) transliterator->transliterate(text);
  std::string ascii;
  text.toUTF8String(ascii);
  return Words(ascii);
}

// Returns the folded form of the name without its apostrophes, so that the parts around an
// apostrophe are joined.
std::string FoldJoined(absl::string_view name) {
  if (IsPlainAscii(name)) return Words(absl::StrReplaceAll(name, {{"'", ""}, {"`", ""}}));
  icu::UnicodeString text = icu::UnicodeString::fromUTF8(
      icu::StringPiece(name.data(), static_cast<int32_t>(name.size())));
  for (const char16_t apostrophe : kApostrophes) {
    text.findAndReplace(icu::UnicodeString(apostrophe), icu::UnicodeString());
  }
  return FoldUnicode(std::move(text));
}

// Whether a name may have characters that FoldJoined removes. Those beyond ASCII are recognized by
// their first byte in UTF-8.
bool MayHaveApostrophe(absl::string_view name) {
  return std::any_of(name.begin(), name.end(), [](char c) {
    return c == '\'' || c == '`' || c == '\xe2' || c == '\xca' || c == '\xc2';
  });
}

}  // namespace

int FoldingVersion() {
  // Increment it if NameKey, NameKeys or FoldedForms gives other results than before.
  constexpr int kRulesVersion = 2;
  UVersionInfo icu;
  u_getVersion(icu);
  UVersionInfo unicode;
  u_getUnicodeVersion(unicode);
  return kRulesVersion * 1'000'000 + icu[0] * 1000 + icu[1] * 100 + unicode[0];
}

std::string FoldText(absl::string_view text) {
  // Most names are ASCII.
  if (IsPlainAscii(text)) return Words(text);
  return FoldUnicode(icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size()))));
}

std::string NameKey(absl::string_view name) {
  std::string folded = FoldText(name);
  return folded.empty() ? std::string(name) : folded;
}

std::vector<std::string> FoldedForms(absl::string_view name) {
  std::vector<std::string> forms = {FoldText(name)};
  if (MayHaveApostrophe(name)) forms.push_back(FoldJoined(name));
  if (forms.size() == 2 && forms[0] == forms[1]) forms.pop_back();
  forms.erase(std::remove(forms.begin(), forms.end(), std::string()), forms.end());
  return forms;
}

std::vector<std::string> NameKeys(absl::string_view name) {
  std::vector<std::string> keys = FoldedForms(name);
  if (keys.empty() && !name.empty()) keys.push_back(NameKey(name));
  return keys;
}

std::vector<std::string> FoldedWords(absl::string_view folded) {
  return absl::StrSplit(folded, ' ', absl::SkipEmpty());
}

}  // namespace jumelage

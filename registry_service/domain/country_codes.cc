#include "registry_service/domain/country_codes.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace jumelage {
namespace {

// The alpha-2 codes that ISO 3166-1 assigns officially, two letters each, in alphabetical order.
// Source: the iso-codes package of Debian 12 (4.15.0).
constexpr absl::string_view kCountries =
    "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCA"
    "CCCDCFCGCHCICKCLCMCNCOCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGA"
    "GBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJP"
    "KEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMS"
    "MTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORS"
    "RURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTW"
    "TZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZW";
constexpr size_t kCodeLength = 2;
static_assert(kCountries.size() == 249 * kCodeLength);

constexpr size_t kMaxSubdivisionLength = 3;

}  // namespace

bool IsCountryCode(absl::string_view code) {
  if (code.size() != kCodeLength) return false;
  for (size_t i = 0; i < kCountries.size(); i += kCodeLength) {
    if (kCountries.substr(i, kCodeLength) == code) return true;
  }
  return false;
}

bool IsRegionCode(absl::string_view code) {
  if (code.size() <= kCodeLength + 1 || code.size() > kCodeLength + 1 + kMaxSubdivisionLength) {
    return false;
  }
  const absl::string_view subdivision = code.substr(kCodeLength + 1);
  return code[kCodeLength] == '-' && IsCountryCode(code.substr(0, kCodeLength)) &&
         std::all_of(subdivision.begin(), subdivision.end(),
                     [](char c) { return absl::ascii_isupper(c) || absl::ascii_isdigit(c); });
}

}  // namespace jumelage

#include "common/search/spelling.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <utility>

#include "absl/numeric/bits.h"
#include "absl/strings/str_cat.h"
#include "common/values/edit_distance.h"

namespace jumelage {
namespace {

constexpr char SoundOf(char letter) {
  switch (letter) {
    case 'c':
    case 'q':
      return 'k';
    case 'z':
      return 's';
    case 'w':
      return 'v';
    case 'j':
    case 'y':
      return 'i';
    default:
      return letter;
  }
}

// One bit for each letter and digit of folded text. Letters that may sound the same share a bit,
// and h has none.
constexpr std::array<uint64_t, 128> MakeBits() {
  std::array<uint64_t, 128> bits = {};
  for (int digit = 0; digit < 10; ++digit) bits['0' + digit] = uint64_t{1} << digit;
  for (char letter = 'a'; letter <= 'z'; ++letter) {
    const char sound = letter == 'p' ? 'f' : SoundOf(letter);
    bits[static_cast<unsigned char>(letter)] = uint64_t{1} << (10 + sound - 'a');
  }
  bits['h'] = 0;
  return bits;
}
constexpr std::array<uint64_t, 128> kBits = MakeBits();

uint64_t BitsOf(absl::string_view folded) {
  uint64_t bits = 0;
  for (const char c : folded) bits |= kBits[static_cast<unsigned char>(c) & 0x7f];
  return bits;
}

void SetSounds(absl::string_view letters, std::string* sounds) {
  sounds->clear();
  for (size_t i = 0; i < letters.size(); ++i) {
    char sound = SoundOf(letters[i]);
    if (letters[i] == 'p' && i + 1 < letters.size() && letters[i + 1] == 'h') sound = 'f';
    if (sound == 'h' && i > 0) continue;
    if (sounds->empty() || sounds->back() != sound) sounds->push_back(sound);
  }
}

struct Part {
  int begin = 0, size = 0;
};

// Returns the parts into which a sound of `length` letters is cut. They are about equally long.
std::vector<Part> Cut(int length) {
  const int count = ErrorsForgiven(length) + 1;
  std::vector<Part> parts;
  for (int i = 0; i < count; ++i) {
    const int begin = length * i / count;
    parts.push_back({begin, length * (i + 1) / count - begin});
  }
  return parts;
}

std::string Entry(int length, size_t part, absl::string_view letters) {
  return absl::StrCat(length, ".", part, letters);
}

// Adds the entries that a sound of `length` letters may have in the index if it is at most `errors`
// edits away from `sound`.
void AddProbes(absl::string_view sound, int length, int errors, std::vector<std::string>* probes) {
  const int longer = static_cast<int>(sound.size()) - length;
  const std::vector<Part> parts = Cut(length);
  for (size_t i = 0; i < parts.size(); ++i) {
    const auto [begin, size] = parts[i];
    for (int shift = -errors; shift <= errors; ++shift) {
      // If a part is shifted, this many letters were added or removed before it, and the rest of
      // the difference in length is after it.
      if (std::abs(shift) + std::abs(longer - shift) > errors) continue;
      const int from = begin + shift;
      if (from < 0 || from + size > static_cast<int>(sound.size())) continue;
      std::string part(sound.substr(from, size));
      probes->push_back(Entry(length, i, part));
      // The last letter of the part may be swapped with the first letter of the next part. This one
      // error changes both parts.
      if (from + size == static_cast<int>(sound.size()) || part.empty()) continue;
      part.back() = sound[from + size];
      probes->push_back(Entry(length, i, part));
    }
  }
}

}  // namespace

void Spelling::Assign(absl::string_view folded) {
  letters.assign(folded.data(), folded.size());
  letters.erase(std::remove(letters.begin(), letters.end(), ' '), letters.end());
  SetSounds(letters, &sound);
  sounds = BitsOf(letters);
}

int ErrorsForgiven(size_t length) {
  if (length < 3) return 0;
  if (length < 6) return 1;
  return length < 12 ? 2 : 3;
}

std::optional<Misspelling> Misspelt(const Spelling& a, const Spelling& b) {
  const int forgiven = ErrorsForgiven(std::min(a.sound.size(), b.sound.size()));
  if (forgiven == 0) return std::nullopt;
  const int sounds = EditDistance(a.sound, b.sound, forgiven);
  if (sounds > forgiven) return std::nullopt;
  const int most = 2 * forgiven + 1;
  const int errors = EditDistance(a.letters, b.letters, most);
  if (errors > most) return std::nullopt;
  return Misspelling{errors, errors + sounds};
}

bool MayBeMisspelt(const Spelling& wanted, absl::string_view folded) {
  // An edit changes at most two bits: it adds at most one letter and removes at most one. The
  // shorter sound determines how many errors are forgiven, so this is an upper bound.
  return absl::popcount(wanted.sounds ^ BitsOf(folded)) <= 2 * ErrorsForgiven(wanted.sound.size());
}

std::vector<std::string> PartsOf(const Spelling& spelling) {
  std::vector<std::string> parts;
  const int length = static_cast<int>(spelling.sound.size());
  if (ErrorsForgiven(length) == 0) return parts;
  size_t number = 0;
  for (const Part& part : Cut(length)) {
    parts.push_back(
        Entry(length, number++, absl::string_view(spelling.sound).substr(part.begin, part.size)));
  }
  return parts;
}

std::vector<std::string> ProbesFor(const Spelling& spelling) {
  std::vector<std::string> probes;
  const int length = static_cast<int>(spelling.sound.size());
  const int most = ErrorsForgiven(length);
  for (int other = std::max(length - most, 0); other <= length + most; ++other) {
    const int errors = ErrorsForgiven(std::min(length, other));
    if (errors == 0) continue;
    AddProbes(spelling.sound, other, errors, &probes);
  }
  std::sort(probes.begin(), probes.end());
  probes.erase(std::unique(probes.begin(), probes.end()), probes.end());
  return probes;
}

}  // namespace jumelage

package main

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold gives what two spellings of a name have in common: letters and digits without case and accents,
// in words that single spaces part.
func fold(name string) string {
	var folded strings.Builder
	folded.Grow(len(name))
	parted := false
	for _, r := range norm.NFKD.String(name) {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			parted = true
			continue
		}
		if parted && folded.Len() > 0 {
			folded.WriteByte(' ')
		}
		parted = false
		folded.WriteRune(unicode.ToLower(r))
	}
	return folded.String()
}

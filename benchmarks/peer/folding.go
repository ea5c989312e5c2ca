package main

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold returns the common form of spellings of a name: letters and digits without case and accents, in words
// separated by single spaces.
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

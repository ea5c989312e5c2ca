#!/usr/bin/env python3
"""Generates misspellings.tsv from the labels of the real network. Its columns, separated by tabs, are
the misspelling, the identifier and the label of the place that is meant, and the kind of error.

  tests/acceptance/make_misspellings.py data/wikidata-2016/names.tsv \\
      tests/acceptance/misspellings_by_hand.tsv > tests/acceptance/misspellings.tsv

The random choices are seeded, so the same labels give the same list. No entry is added or dropped
afterwards. Any label with five letters or more that is ASCII once its accents are removed may be
drawn. The kinds of error:
- One letter is dropped, doubled, swapped with the next one, or replaced by a neighbouring key, or a
  neighbouring key is added.
- Accents are left out, and one letter is dropped, doubled or swapped.
- A sound is spelt differently (PHONETIC).
- A space or hyphen is left out, or a space is added.
- A label of nine letters or more has two errors.
The misspellings written by hand follow. All of them were written before the first run of the test.
"""

import random
import sys
import unicodedata

SEED = 20160901
EACH = 30
NEIGHBOURS = {
    'q': 'wa', 'w': 'qes', 'e': 'wrd', 'r': 'etf', 't': 'ryg', 'y': 'tuh', 'u': 'yij', 'i': 'uok',
    'o': 'ipl', 'p': 'ol', 'a': 'qsz', 's': 'adwx', 'd': 'sfec', 'f': 'dgrv', 'g': 'fhtb',
    'h': 'gjyn', 'j': 'hkum', 'k': 'jlio', 'l': 'kop', 'z': 'asx', 'x': 'zsc', 'c': 'xdv',
    'v': 'cfb', 'b': 'vgn', 'n': 'bhm', 'm': 'njk'}
PHONETIC = [
    ('ph', 'f'), ('f', 'ph'), ('ck', 'k'), ('k', 'c'), ('c', 'k'), ('y', 'i'), ('i', 'y'), ('w', 'v'),
    ('v', 'w'), ('th', 't'), ('sch', 'sh'), ('sh', 'ch'), ('zh', 'z'), ('ou', 'u'), ('ei', 'ai'),
    ('ai', 'ei'), ('ll', 'l'), ('ss', 's'), ('tt', 't'), ('nn', 'n'), ('rr', 'r'), ('s', 'z'),
    ('z', 's'), ('d', 't'), ('t', 'd'), ('b', 'p'), ('g', 'k'), ('e', 'a'), ('o', 'u'), ('qu', 'k'),
    ('ue', 'u'), ('oe', 'o'), ('ae', 'a'), ('h', ''), ('x', 'ks'), ('ts', 'z'), ('j', 'y')]


def plain(label):
    decomposed = unicodedata.normalize('NFKD', label)
    return ''.join(c for c in decomposed if not unicodedata.combining(c))


def letters(text):
    return [i for i, c in enumerate(text) if c.isalpha()]


def drop(rng, text):
    at = rng.choice(letters(text))
    return text[:at] + text[at + 1:]


def double(rng, text):
    at = rng.choice(letters(text))
    return text[:at + 1] + text[at].lower() + text[at + 1:]


def swap(rng, text):
    pairs = [i for i in letters(text)[:-1] if text[i + 1].isalpha() and text[i] != text[i + 1]]
    if not pairs:
        return text
    at = rng.choice(pairs)
    return text[:at] + text[at + 1] + text[at] + text[at + 2:]


def keyboard(rng, text, keep):
    places = [i for i in letters(text) if plain(text[i]).lower() in NEIGHBOURS]
    at = rng.choice(places)
    key = rng.choice(NEIGHBOURS[plain(text[at]).lower()])
    return text[:at + keep] + key + text[at + 1:]


def wrong_key(rng, text):
    return keyboard(rng, text, 0)


def extra_key(rng, text):
    return keyboard(rng, text, 1)


def no_accents(rng, text):
    return rng.choice([drop, double, swap])(rng, plain(text))


def phonetic(rng, text):
    lower = text.lower()
    found = [(at, old, new) for old, new in PHONETIC
             for at in range(len(lower)) if lower.startswith(old, at)]
    if not found:
        return text
    at, old, new = rng.choice(found)
    return text[:at] + new + text[at + len(old):]


def spacing(rng, text):
    gaps = [i for i, c in enumerate(text) if c in ' -']
    if gaps:
        at = rng.choice(gaps)
        return text[:at] + text[at + 1:]
    at = rng.randrange(2, len(text) - 1)
    return text[:at] + ' ' + text[at:]


def two_errors(rng, text):
    kinds = [drop, double, swap, wrong_key, extra_key, phonetic]
    return rng.choice(kinds)(rng, rng.choice(kinds)(rng, text))


KINDS = [
    ('dropped', drop, 5, None), ('doubled', double, 5, None), ('swapped', swap, 5, None),
    ('wrong-key', wrong_key, 5, None), ('extra-key', extra_key, 5, None),
    ('no-accents', no_accents, 5, lambda label: plain(label) != label),
    ('phonetic', phonetic, 5, None), ('spacing', spacing, 5, None), ('two-errors', two_errors, 9, None)]


def main():
    with open(sys.argv[1], encoding='utf-8') as names:
        ids = {}
        for line in names:
            identifier, label = line.rstrip('\n').split('\t')
            ids.setdefault(label, identifier)
    labels = sorted(ids)
    rng = random.Random(SEED)
    for kind, edit, shortest, fits in KINDS:
        pool = [label for label in labels
                if len(letters(label)) >= shortest and plain(label).isascii()
                and (fits is None or fits(label))]
        made = 0
        while made < EACH:
            label = rng.choice(pool)
            misspelt = edit(rng, label)
            if plain(misspelt).lower() == plain(label).lower():
                continue
            print(misspelt, ids[label], label, kind, sep='\t')
            made += 1
    with open(sys.argv[2], encoding='utf-8') as by_hand:
        for line in by_hand:
            misspelt, label = line.rstrip('\n').split('\t')
            print(misspelt, ids[label], label, 'by-hand', sep='\t')


main()

"""Names as filters and orders compare them: in Latin letters, without accents and case.

The services use ICU. This is enough for the names in `values`: accents are removed, letters that
do not decompose and those of other scripts come from a table of usual transliterations.
"""

import unicodedata

LETTERS = {"ł": "l", "æ": "ae", "ø": "o", "ß": "ss", "ı": "i", "广": "guang ", "安": "an", "水": "shui ",
           "ω": "o"}
LETTERS.update(zip("Запоріжжямир".lower(), "zaporizzamir"))


def fold(name):
    """Returns the form in which a name is compared. A name of symbols only is compared as it is."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    result = "".join(LETTERS.get(letter, letter) for letter in plain)
    return " ".join("".join(letter if letter.isalnum() else " " for letter in result).split()) or name


def has_parts(name):
    """Returns whether a name has letters or digits, without which a filter can't ask for a part of it."""
    return any(letter.isalnum() for letter in name)

"""What is asked of a person, in the parts that are compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from haven.parties.matching import born as dates
from haven.parties.matching.places import Place, place_of, place_of_lines, split_postcode
from haven.parties.matching.words import all_words, folded_words, forms_of, is_initial

GIVEN, MIDDLE, FAMILY, ANY = "given", "middle", "family", "any"
MOST_SLOTS = 6


@dataclass(frozen=True)
class Slot:
    """One word that was asked: the ways it may be written, and what part of a name it is."""

    forms: tuple[str, ...]
    part: str

    @property
    def word(self) -> str:
        return self.forms[0]

    @property
    def initial(self) -> bool:
        return is_initial(self.forms[0])


@dataclass(frozen=True)
class Question:
    """`slots` the words of the name, `born` a whole number or 0, `age` an apparent age, `place` what is known of an
    address. `today` is the day of the question, from which an age counts."""

    slots: tuple[Slot, ...] = ()
    born: int = 0
    age: int | None = None
    sex: str = ""
    place: Place | None = None
    today: date = date.min

    @property
    def parts(self) -> tuple[str, ...]:
        """What there is to look for."""
        found = {"name": self.slots, "born": self.born, "address": self.place}
        return tuple(part for part, held in found.items() if held)


def slots_of_name(name: str) -> tuple[Slot, ...]:
    """A name in one field: the last word is taken for the family name, the first for a given one."""
    words = all_words(name) or all_words(name, titled=False)
    if len(words) > MOST_SLOTS:  # the last one is the family name, and counts for more than the sixth
        words = (*words[: MOST_SLOTS - 1], words[-1])
    if len(words) == 1:
        return (Slot(forms_of(words[0]), ANY),)
    parts = [GIVEN, *[MIDDLE] * (len(words) - 2), FAMILY]
    return _slots(list(zip(words, parts, strict=True)) if words else [])


def slots_of_parts(given: str, middle: str, family: str) -> tuple[Slot, ...]:
    """A name in its parts. Further given names count as middle ones, further family names as family names."""
    first = folded_words(given)
    words = [(w, GIVEN if n == 0 else MIDDLE) for n, w in enumerate(first)]
    words += [(w, MIDDLE) for w in folded_words(middle)]
    words += [(w, FAMILY) for w in folded_words(family)]
    if not words and (given or family):  # a name that is nothing but a title is a name
        words = [(w, GIVEN) for w in all_words(given, titled=False)]
        words += [(w, FAMILY) for w in all_words(family, titled=False)]
    spare = len(words) - MOST_SLOTS
    for n in reversed([n for n, (_word, part) in enumerate(words) if part == MIDDLE][-spare:] if spare > 0 else []):
        words.pop(n)
    return _slots(words[:MOST_SLOTS])


def _slots(words: list[tuple[str, str]]) -> tuple[Slot, ...]:
    slots: list[Slot] = []
    for n, (word, part) in enumerate(words):
        forms = forms_of(word)
        if part == FAMILY and "-" in word and len(forms) > 2:  # smith-jones: each is a name
            slots += [Slot((form, forms[0]) if i == 0 else (form,), FAMILY) for i, form in enumerate(forms[1:])]
            continue
        follows = words[n + 1] if n + 1 < len(words) else ("", "")
        if follows[1] == MIDDLE and len(word) + len(follows[0]) <= 12:  # "mei ling" is also meiling
            forms = (*forms, (word + follows[0]).replace("-", ""))
        slots.append(Slot(forms, part))
    return tuple(slots[:MOST_SLOTS])


def question(
    *,
    name: str = "",
    given: str = "",
    middle: str = "",
    family: str = "",
    born: date | None = None,
    age: int | None = None,
    sex: str = "",
    lines: str = "",
    house: str = "",
    street: str = "",
    postcode: str = "",
    today: date,
) -> Question:
    """A question from what was typed. Anything may be missing."""
    slots = slots_of_name(name) if name else slots_of_parts(given, middle, family)
    place = place_of_lines(lines, postcode) if lines else place_of(house, street, postcode)
    if not lines and not (house or street):
        place = Place(*split_postcode(postcode))
    return Question(slots, dates.number_of(born), age, sex, place if place != Place() else None, today)

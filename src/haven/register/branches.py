"""The keys of each way in which ring 2 is asked: by date, by parts of a date, by name, by address."""

from __future__ import annotations

from collections.abc import Iterable

from haven.parties.matching import keys as k
from haven.parties.matching.dictionary import same_names
from haven.parties.matching.phonetic import coarse_id, sound_id
from haven.parties.matching.question import MIDDLE, Question, Slot
from haven.parties.matching.words import is_initial
from haven.register.vocabulary import Vocabulary

RARE = 120
# A word that so many bear is not a slip of the pen: beside it people of the day are found by their date or by its sound.
KNOWN = 20


def branches(asked: Question, words: Vocabulary, *, dictionary: bool = True) -> dict[str, set[int]]:
    """The keys of each branch. A question without a date looks further among the names: there a slip has no other help."""
    found: dict[str, set[int]] = {}
    if asked.slots:
        found["name"] = _name_keys(asked, words, dictionary)
    if asked.born:
        # With two words one is enough: another writing of the one beside a slip in the other and in the date is too rare.
        heard = [slot for slot in asked.slots if slot.part != MIDDLE and not slot.initial]
        coarse = {c for slot in heard for c in _coarse(slot, dictionary and len(heard) == 1)}
        found["born"] = k.whole_dates(asked.born)
        found["parts"] = k.parts_of_date(asked.born, coarse)
        if not any(words.bearers.get(form, 0) >= KNOWN for slot in heard for form in slot.forms):
            found["near"] = k.near_dates(asked.born)
    if asked.place is not None:
        found["address"] = k.place_keys(asked.place)
        if street := found["address"] & k.street_keys(asked.place):
            found["street"] = street
            found["address"] -= street
    return {name: keys for name, keys in found.items() if keys}


def _coarse(slot: Slot, dictionary: bool) -> set[int]:
    found = {coarse_id(f) for f in slot.forms}
    if dictionary:
        found |= {coarse_id(other) for form in slot.forms for other in same_names(form)}
    return found


def _sounds(slot: Slot, near: Iterable[str], dictionary: bool) -> set[int]:
    found = {sound_id(f) for f in slot.forms if not is_initial(f)} | {sound_id(n) for n in near}
    if dictionary:
        found |= {sound_id(other) for form in slot.forms for other in same_names(form) if len(other) > 1}
    return found


def _name_keys(asked: Question, words: Vocabulary, dictionary: bool) -> set[int]:
    far = not asked.born
    heard = words.near(f for s in asked.slots for f in s.forms) if far else {}
    near = {s: tuple(n for f in s.forms for n in heard.get(f, ())) for s in asked.slots}
    sounds = [_sounds(s, near[s], dictionary) for s in asked.slots]
    spelt = [s for s in sounds if s]
    if len(spelt) == 1:
        if asked.born:  # the date and this word are looked for together
            return set()
        return {k.key(k.WORD, s) for s in spelt[0]}
    found: set[int] = set()
    for i, first in enumerate(spelt):
        for second in spelt[i + 1 :]:
            found |= {k.pair_key(a, b) for a in first for b in second}
    if far:
        found |= _rare_words(near, words)
    return found


def _rare_words(near: dict[Slot, tuple[str, ...]], words: Vocabulary) -> set[int]:
    """A word that few people bear finds them by itself, whatever the other word is."""
    wanted = {f for slot, others in near.items() for f in (*slot.forms, *others) if len(f) > 2 or not f.isascii()}
    return {k.key(k.WORD, sound_id(w)) for w, bearers in words.bearers_by_sound(wanted).items() if bearers <= RARE}

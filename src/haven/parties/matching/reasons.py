"""Why a person may be meant, in words an officer can weigh: "surname sounds the same, born the same day"."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from haven.parties.matching import born as dates
from haven.parties.matching.dictionary import SHORT, SPELLING, same_names
from haven.parties.matching.phonetic import sound
from haven.parties.matching.places import Place, street_sound, unpacked_place
from haven.parties.matching.points import place_points
from haven.parties.matching.question import ANY, FAMILY, GIVEN, Question, Slot
from haven.parties.matching.roster import Held
from haven.parties.matching.words import Word, is_initial, unpacked, written_together

SAME, SPELT, SHORT_FOR, SOUNDS, NEARLY, BEGINS, INITIAL, OTHER = range(8)
_SAID = {
    SAME: "is the same",
    SPELT: "is another spelling",
    SHORT_FOR: "is a short form of the same name",
    SOUNDS: "sounds the same",
    NEARLY: "is nearly the same",
    BEGINS: "begins the same",
    INITIAL: "has the same first letter",
    OTHER: "is different",
}
_PARTS = {FAMILY: "surname", GIVEN: "first name", ANY: "name", "middle": "middle name"}


def reasons(asked: Question, held: Held) -> list[str]:
    """The words, the strongest parts first."""
    said: list[str] = []
    if asked.slots:
        said += _name_reasons(asked.slots, held)
    if asked.born:
        said.append(dates.WORDS[int(dates.levels(asked.born, _one(held.born))[0])])
    elif asked.age is not None:
        said.append(_age_words(asked, held))
    if asked.place is not None:
        said.append(_place_words(asked.place, held))
    return [s for s in said if s]


def how_name_agrees(asked: Question, held: Held) -> str:
    """same: the whole name, or the same words in another order; words: all that was asked, and there is more; part: each
    word is, or begins, one of theirs; alike: each word is nearly one of theirs. Empty when a word has no like."""
    best = ""
    for name in held.names.split("|"):
        words = unpacked(name)
        kinds = [kind for _slot, kind in _compared(asked.slots, words)]
        if all(kind == SAME for kind in kinds):
            if len(words) == len(asked.slots):
                return "same"
            best = "words"
        elif best != "words" and OTHER not in kinds:
            found = "part" if all(kind in (SAME, BEGINS, INITIAL) for kind in kinds) else "alike"
            best = found if best != "part" else best
    return best


def _one(born: int) -> NDArray[np.int32]:
    return np.array([born], np.int32)


def _name_reasons(slots: tuple[Slot, ...], held: Held) -> list[str]:
    best = min((_compared(slots, unpacked(n)) for n in held.names.split("|")), key=lambda c: sum(k for _s, k in c))
    kinds = [kind for _slot, kind in best]
    if all(kind == SAME for kind in kinds):
        first = held.names.split("|")[0]
        ways = (first, written_together(first))
        legal = any(best == _compared(slots, unpacked(way)) for way in ways if way)
        return ["name is the same" if legal else "another name of theirs is the same"]
    said = []
    for slot, kind in best:
        if slot.part != "middle" or kind != OTHER:
            said.append(f"{_PARTS[slot.part]} {_SAID[kind]}")
    return list(dict.fromkeys(said))


def _compared(slots: tuple[Slot, ...], words: tuple[Word, ...]) -> list[tuple[Slot, int]]:
    """Each asked word with how its nearest word of the name agrees; a word is taken once."""
    left = list(words)
    found: list[tuple[Slot, int]] = []
    for slot in sorted(slots, key=lambda s: -len(s.word)):
        kinds = [(min(_kind(a, b) for a in slot.forms for b in word.forms), n) for n, word in enumerate(left)]
        kind, at = min(kinds, default=(OTHER, -1))
        if kind < OTHER:
            left.pop(at)
        found.append((slot, kind))
    order = {slot: n for n, slot in enumerate(slots)}
    return sorted(found, key=lambda f: order[f[0]])


def _kind(asked: str, held: str) -> int:
    if asked == held:
        return SAME
    other = same_names(asked).get(held)
    if other is not None:
        return SPELT if other == SPELLING else SHORT_FOR if other == SHORT else OTHER
    if is_initial(asked) or is_initial(held):
        return INITIAL if asked[0] == held[0] else OTHER
    if sound(asked) == sound(held) and OSA.distance(asked, held) <= 4:
        return SOUNDS
    if OSA.distance(asked, held) <= (2 if min(len(asked), len(held)) >= 5 else 1) and min(len(asked), len(held)) >= 3:
        return NEARLY
    if min(len(asked), len(held)) >= 3 and (held.startswith(asked) or asked.startswith(held)):
        return BEGINS
    return OTHER


def _age_words(asked: Question, held: Held) -> str:
    if not held.born:
        return "age is not recorded"
    off = abs((dates.number_of(asked.today) - held.born) // 10_000 - (asked.age or 0))
    return "about that age" if off <= 5 else "age is different" if off > 8 else "near that age"


def _place_words(asked: Place, held: Held) -> str:
    places = [unpacked_place(text) for text in held.places.split("|")] if held.places else []
    if not places:
        return ""
    best = max(places, key=lambda p: place_points(asked, p))
    same_street = bool(asked.street) and street_sound(asked.street) == street_sound(best.street)
    same_number = bool(asked.number) and asked.number == best.number
    same_code = bool(asked.inward) and (asked.outward, asked.inward) == (best.outward, best.inward)
    if same_number and same_street and asked.inward and best.inward and not same_code:
        return "known at this house and street with another postcode"
    if same_number and (same_street or same_code):
        return "known at this address"
    if same_street and (same_code or asked.outward == best.outward or not asked.outward):
        return "known in this street"
    if same_code:
        return "known at this postcode"
    if place_points(asked, best) >= 5:
        return "known at nearly this address" if asked.street else "known at nearly this postcode"
    return (
        "known in this postal district"
        if asked.outward and asked.outward == best.outward
        else "address is not one we hold"
    )

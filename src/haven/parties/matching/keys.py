"""The keys by which a person is found: small whole numbers, so that one inverted index answers every question. A key joins
enough parts that few people share it: two words of a name, a word and two parts of a date, a house and half a postcode."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from zlib import crc32

from haven.parties.matching import born as dates
from haven.parties.matching.phonetic import coarse_id, sound, sound_id
from haven.parties.matching.places import Place, street_id
from haven.parties.matching.words import is_initial

VERSION = 1
WORD, PAIR, DAY, YEAR_MONTH, YEAR_DAY, MONTH_DAY, POSTCODE, STREET, HALF, TAIL, SLIP = range(1, 12)
_MASK = 0xFFFFFFFF


def key(kind: int, a: int, b: int = 0) -> int:
    """A 32-bit number of a kind and two parts, spread evenly, as PostgreSQL keeps it (signed). Two different keys fall on
    one number about once in four thousand million: that brings a candidate too many, never one too few."""
    h = (kind * 0x9E3779B1 + a * 0x85EBCA6B + b * 0xC2B2AE35) & 0xFFFFFFFFFFFFFFFF
    h ^= h >> 29
    h = h * 0x9FB21C651E98DF25 & 0xFFFFFFFFFFFFFFFF
    return ((h >> 31) & _MASK) - 0x80000000


def coarse_and_sounds(forms: Iterable[str]) -> tuple[tuple[int, ...], frozenset[int]]:
    """How the forms of a word sound, and their coarse sounds. A single letter has neither."""
    long = [f for f in forms if not is_initial(f)]
    return tuple(dict.fromkeys(sound_id(f) for f in long)), frozenset(coarse_id(f) for f in long)


def sound_keys(words: Sequence[Sequence[int]], given: int) -> set[int]:
    """The keys of one name, from the sounds of its words, of which the first `given` are given names: the first given name
    and each family name by itself, and each given name with each family name. A name without a family name, or with
    nothing else, has each word and each pair."""
    whole = given in (0, len(words))
    found = {key(WORD, s) for n, own in enumerate(words) if whole or n == 0 or n >= given for s in own}
    for a, b in combinations(range(len(words)), 2):
        if whole or b >= given:
            found.update(pair_key(x, y) for x in words[a] for y in words[b])
    return found


def pair_key(a: int, b: int) -> int:
    return key(PAIR, min(a, b), max(a, b))


def date_keys(born: int, coarse: Iterable[int]) -> set[int]:
    """The whole date, and each two of its parts with each coarse sound of the name: one wrong part leaves a key."""
    y, m, d = born // 10_000, born // 100 % 100, born % 100
    found = {key(DAY, born)}
    for c in coarse:
        found.add(key(YEAR_MONTH, c, y * 100 + m))
        found.add(key(YEAR_DAY, c, y * 100 + d))
        found.add(key(MONTH_DAY, c, m * 100 + d))
    return found


def place_keys(place: Place) -> set[int]:
    """The postcode; the street and number; the number with each half of the postcode: one slip leaves a key."""
    found: set[int] = set()
    number = _text(place.number)
    if place.inward:
        found.add(key(POSTCODE, _text(place.outward), _text(place.inward)))
    found |= street_keys(place)
    if place.number and place.inward:
        found.add(key(HALF, _text(place.outward), number))
        found.add(key(TAIL, _text(place.inward), number))
    return found


def _text(text: str) -> int:
    return int.from_bytes(text.encode()[-7:], "big")


def slips(word: str) -> list[int]:
    """Keys of a word of the vocabulary: how it sounds, itself, and itself with each letter left out, so that two words
    that differ by one slip share a key."""
    found = {key(WORD, sound_id(word)), key(SLIP, *_spelt(word))}
    if len(word) >= 4:
        found.update(key(SLIP, *_spelt(word[:i] + word[i + 1 :])) for i in range(len(word)))
        heard = sound(word)
        if len(heard) >= 4:
            found.update(key(WORD, crc32((heard[:i] + heard[i + 1 :]).encode())) for i in range(len(heard)))
    return sorted(found)


def _spelt(word: str) -> tuple[int, int]:
    data = word.encode()
    return int.from_bytes(data[:7], "big"), int.from_bytes(data[7:14], "big") * 31 + len(data)


def whole_dates(born: int) -> set[int]:
    """The keys of a date, as it is and with day and month changed round."""
    return {key(DAY, d) for d in (born, *dates.turned(born))}


def parts_of_date(born: int, coarse: Iterable[int]) -> set[int]:
    """The keys of two parts of a date with a sound, and of those of whom only the year is known."""
    y = born // 10_000
    sounds = set(coarse)
    return date_keys(born, sounds) - {key(DAY, born)} | {key(YEAR_MONTH, c, y * 100 + 1) for c in sounds}


def near_dates(born: int) -> set[int]:
    """The keys of the dates beside one: a year off, and a day off across the end of a month."""
    return {key(DAY, d) for d in dates.beside(born)}


def street_keys(place: Place) -> set[int]:
    """The key of the street and number, which many share where the postcode is not known."""
    if not (place.number and place.street):
        return set()
    return {key(STREET, street_id(place.street), _text(place.number))}

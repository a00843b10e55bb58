"""People laid out in columns, so that a question is compared with all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from haven.parties.matching.lexicon import Lexicon
from haven.parties.matching.places import Place, street_id, unpacked_place

WIDTH = 10
SEXES = {"": 0, "F": 1, "M": 2}


class Held(NamedTuple):
    """A person as stored for comparing: names and places packed, the date as a number."""

    person_id: int
    names: str
    born: int
    sex: str
    places: str


# What stands in a row, by position as in Held; rows of the database go in as they come.
Row = Held | tuple[Any, ...]


@dataclass
class Roster:
    """`tokens` are the different words of everybody's names; a row of `words` holds the places of those of one name among
    them, 0 where it has fewer. The rows of one person follow each other; `starts` holds the first of each."""

    held: list[Row]
    tokens: list[str]
    place_of: dict[str, int]
    words: NDArray[np.int32]
    family: NDArray[np.bool_]
    starts: NDArray[np.int64]
    born: NDArray[np.int32]
    sex: NDArray[np.int8]
    places: list[str]
    place_owner: NDArray[np.int32]
    place_ids: NDArray[np.int64]
    weights: NDArray[np.float64]
    sounds: NDArray[np.int64]
    lengths: NDArray[np.int16]
    firsts: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.held)


def roster(held: Iterable[Row], lexicon: Lexicon, *, places: bool) -> Roster:
    """Lay people out: rows of a person's id, names, birth, sex and places. Places only where they are asked for."""
    people = list(held)
    flat: list[int] = []
    counts: list[int] = []
    given: list[int] = []
    starts: list[int] = []
    written, numbers = lexicon.written, lexicon.numbers
    for person in people:  # the innermost loop of every check: by position, and without a call for a word that is known
        starts.append(len(counts))
        for name in person[1].split("|"):
            first, _slash, last = name.partition("/")
            before = len(flat)
            for word in first.split():
                flat += written.get(word) or numbers(word)
            given.append(len(flat) - before)
            for word in last.split():
                flat += written.get(word) or numbers(word)
            counts.append(len(flat) - before)
    lexicon.settle()
    own, words = _square(np.array(flat, np.int32), np.array(counts, np.int32))
    tokens = [lexicon.tokens[i] for i in own]
    own_places, place_owner = _places(people) if places else ([], [])
    return Roster(
        held=people,
        tokens=tokens,
        place_of={token: i for i, token in enumerate(tokens)},
        words=words,
        family=np.arange(WIDTH) >= np.array(given, np.int32)[:, None],
        starts=np.array(starts, np.int64),
        born=np.array([p[2] for p in people], np.int32),
        sex=np.array([SEXES.get(p[3], 0) for p in people], np.int8),
        places=own_places,
        place_owner=np.array(place_owner, np.int32),
        place_ids=np.array([ids_of(p) for p in own_places], np.int64).reshape(-1, 4),
        weights=lexicon.weights[own],
        sounds=lexicon.sounds[own],
        lengths=lexicon.lengths[own],
        firsts=lexicon.firsts[own],
    )


def _square(flat: NDArray[np.int32], counts: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The different numbers, no word first; and a row of their places for each name. Words beyond the width of a row are
    left out: no name of the living has so many that count."""
    own, inverse = np.unique(np.concatenate((np.zeros(1, np.int32), flat)), return_inverse=True)
    words = np.zeros((len(counts), WIDTH), np.int32)
    row = np.repeat(np.arange(len(counts)), counts)
    column = np.arange(len(flat)) - np.repeat(np.cumsum(counts) - counts, counts)
    fits = column < WIDTH
    words[row[fits], column[fits]] = inverse[1:][fits]
    return own, words


def _places(people: Sequence[Row]) -> tuple[list[str], list[int]]:
    found: list[str] = []
    owner: list[int] = []
    for at, person in enumerate(people):
        if person[4]:
            for text in person[4].split("|"):
                found.append(text)
                owner.append(at)
    return found, owner


@lru_cache(maxsize=100_000)
def ids_of(text: str) -> tuple[int, int, int, int]:
    """Numbers of the parts of a packed place, to compare many at once."""
    return place_ids(unpacked_place(text))


def place_ids(place: Place) -> tuple[int, int, int, int]:
    return (
        crc32(place.outward.encode()),
        crc32(place.inward.encode()),
        crc32(place.number.encode()),
        street_id(place.street),
    )

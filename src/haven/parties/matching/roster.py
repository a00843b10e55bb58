"""People laid out in columns, so that a question is compared with all of them at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from haven.parties.matching.lexicon import FAMILY_NAME, PERSON, Lexicon
from haven.parties.matching.places import street_id

Numbers = NDArray[np.int32]
Places = NDArray[np.int64]

WIDTH = 10
NOWHERE = ("",) * 5
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
    starts: Places
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
    _ids, names, born, sex, *_more = zip(*people, strict=True) if people else ((),) * 5
    flat, counts, given, starts = _numbered(names, lexicon)
    lexicon.settle()
    own, words = _square(flat, counts)
    tokens = [lexicon.tokens[i] for i in own.tolist()]
    own_places, place_owner = _places(people) if places else ([], [])
    return Roster(
        held=people,
        tokens=tokens,
        place_of=dict(zip(tokens, range(len(tokens)), strict=True)),
        words=words,
        family=np.arange(words.shape[1]) >= given[:, None],
        starts=starts,
        born=np.array(born, np.int32),
        sex=np.array([SEXES.get(s, 0) for s in sex], np.int8),
        places=own_places,
        place_owner=np.array(place_owner, np.int32),
        place_ids=place_ids(own_places),
        weights=lexicon.weights[own],
        sounds=lexicon.sounds[own],
        lengths=lexicon.lengths[own],
        firsts=lexicon.firsts[own],
    )


def _numbered(names: Sequence[str], lexicon: Lexicon) -> tuple[Numbers, Places, Places, Places]:
    """All words as numbers, one after the other; how many each name has, and how many of them are given names; and the
    first name of each person. The innermost step of every check: one split and one look for all people at once."""
    marked = "".join([f"; {packed} " for packed in (*names, "")]).replace("|", " | ").replace("/", " / ").split()
    numbers = np.array(list(map(lexicon.__getitem__, marked)), np.int32)
    if numbers.min() < FAMILY_NAME:
        numbers = _opened(numbers, lexicon)
    marks = np.flatnonzero(numbers < 0)
    before = marks - np.arange(len(marks))  # words before each mark
    kinds = numbers[marks]
    turns = kinds == FAMILY_NAME
    begins = np.flatnonzero(~turns)
    counts = before[begins[1:]] - before[begins[:-1]]
    given = counts.copy()  # all, of a name without any family name
    turn = begins[:-1] + 1
    turned = turns[turn]
    given[turned] = (before[turn] - before[begins[:-1]])[turned]
    return numbers[numbers > 0], counts, given, np.flatnonzero(kinds[begins[:-1]] == PERSON)


def _opened(numbers: Numbers, lexicon: Lexicon) -> Numbers:
    """Each compound as the numbers of its forms."""
    places = np.flatnonzero(numbers < FAMILY_NAME).tolist()
    forms = [lexicon.compounds[n] for n in numbers[places].tolist()]
    lengths = np.ones(len(numbers), np.int64)
    lengths[places] = [len(f) for f in forms]
    opened = np.repeat(numbers, lengths)
    opened[opened < FAMILY_NAME] = [n for own in forms for n in own]
    return opened


def _square(flat: Numbers, counts: Places) -> tuple[Numbers, Numbers]:
    """The different numbers, no word first; and a row of their places for each name. Words beyond the width of a row are
    left out: no name of the living has so many that count."""
    own, inverse = np.unique(np.concatenate((np.zeros(1, np.int32), flat)), return_inverse=True)
    width = min(WIDTH, int(counts.max(initial=1)))
    words = np.zeros((len(counts), width), np.int32)
    filled = np.arange(width) < counts[:, None]
    words[filled] = inverse[1:] if width < WIDTH else inverse[1:][_within(counts)]
    return own, words


def _within(counts: Places) -> NDArray[np.bool_]:
    """Which words stand within the width of a row."""
    column = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    fits: NDArray[np.bool_] = column < WIDTH
    return fits


def _places(people: Sequence[Row]) -> tuple[list[str], list[int]]:
    found: list[str] = []
    owner: list[int] = []
    for at, person in enumerate(people):
        if person[4]:
            own = person[4].split("|")
            found += own
            owner += [at] * len(own)
    return found, owner


def place_ids(packed: Sequence[str]) -> NDArray[np.int64]:
    """Numbers of the parts of packed places, to compare many at once: the halves of the postcode, the number of the house,
    and how the street sounds."""
    if not packed:
        return np.zeros((4, 0), np.int64)
    outward, inward, number, _unit, street = zip(
        *[text.split("\t") if text else NOWHERE for text in packed], strict=True
    )
    parts = [list(map(crc32, map(str.encode, part))) for part in (outward, inward, number)]
    return np.array([*parts, list(map(street_id, street))], np.int64)

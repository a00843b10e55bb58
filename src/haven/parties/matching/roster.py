"""People laid out in columns, so that a question is compared with all of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from haven.parties.matching.phonetic import sound_id
from haven.parties.matching.places import Place, street_id, unpacked_place
from haven.parties.matching.words import forms_of

WIDTH = 10
SEXES = {"": 0, "F": 1, "M": 2}


@dataclass(frozen=True)
class Held:
    """A person as stored for comparing: names and places packed, the date as a number."""

    person_id: int
    names: str
    born: int
    sex: str
    places: str


@dataclass
class Roster:
    """`tokens` are the different words of everybody's names; a row of `words` holds the numbers of those of one name, 0
    where it has fewer. The rows of one person follow each other; `starts` holds the first of each."""

    held: list[Held]
    tokens: list[str]
    number: dict[str, int]
    words: NDArray[np.int32]
    family: NDArray[np.bool_]
    starts: NDArray[np.int64]
    born: NDArray[np.int32]
    sex: NDArray[np.int8]
    places: list[Place]
    place_owner: NDArray[np.int32]
    place_ids: NDArray[np.int64]
    weights: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))
    sounds: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    lengths: NDArray[np.int16] = field(default_factory=lambda: np.zeros(0, np.int16))
    firsts: NDArray[np.int32] = field(default_factory=lambda: np.zeros(0, np.int32))

    def __len__(self) -> int:
        return len(self.held)


def roster(held: Iterable[Held], weigh: Callable[[Sequence[str]], Mapping[str, float]], *, places: bool) -> Roster:
    """Lay people out. `weigh` gives each word its weight in bits: how rare it is. Places only where they are asked for."""
    people = list(held)
    number: dict[str, int] = {"": 0}
    rows: list[list[int]] = []
    families: list[list[bool]] = []
    starts: list[int] = []
    for person in people:
        starts.append(len(rows))
        for name in person.names.split("|"):
            row, of_family = _row(name, number)
            rows.append(row)
            families.append(of_family)
    tokens = list(number)
    weight = weigh(tokens)
    own_places, place_owner = _places(people) if places else ([], [])
    return Roster(
        held=people,
        tokens=tokens,
        number=number,
        words=np.array(rows, np.int32).reshape(-1, WIDTH),
        family=np.array(families, np.bool_).reshape(-1, WIDTH),
        starts=np.array(starts, np.int64),
        born=np.array([p.born for p in people], np.int32),
        sex=np.array([SEXES.get(p.sex, 0) for p in people], np.int8),
        places=own_places,
        place_owner=np.array(place_owner, np.int32),
        place_ids=np.array([ids_of(p) for p in own_places], np.int64).reshape(-1, 4),
        weights=np.array([weight.get(t, 0.0) for t in tokens]),
        sounds=np.array([sound_id(t) for t in tokens], np.int64),
        lengths=np.array([len(t) for t in tokens], np.int16),
        firsts=np.array([ord(t[0]) if t else 0 for t in tokens], np.int32),
    )


def _row(name: str, number: dict[str, int]) -> tuple[list[int], list[bool]]:
    first, _slash, last = name.partition("/")
    row = [number.setdefault(f, len(number)) for w in first.split() for f in forms_of(w)]
    given = len(row)
    row += [number.setdefault(f, len(number)) for w in last.split() for f in forms_of(w)]
    spare = WIDTH - len(row)
    if spare < 0:  # keep the beginning of the given and of the family names
        keep = max(WIDTH - (len(row) - given), WIDTH // 2)
        row = (row[: min(given, keep)] + row[given:])[:WIDTH]
        given, spare = min(given, keep), WIDTH - len(row)
    return row + [0] * spare, [False] * given + [True] * (WIDTH - given)


def _places(people: Sequence[Held]) -> tuple[list[Place], list[int]]:
    found: list[Place] = []
    owner: list[int] = []
    for at, person in enumerate(people):
        for text in person.places.split("|") if person.places else ():
            found.append(unpacked_place(text))
            owner.append(at)
    return found, owner


def ids_of(place: Place) -> tuple[int, int, int, int]:
    return (
        crc32(place.outward.encode()),
        crc32(place.inward.encode()),
        crc32(place.number.encode()),
        street_id(place.street),
    )

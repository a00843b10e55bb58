"""A first look at many people, to choose those who are compared word by word: how alike the letters of the whole name are,
how the date agrees, whether the place does. It is quick and rough, and errs towards keeping."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from haven.parties.matching import born as dates
from haven.parties.matching.dictionary import same_names
from haven.parties.matching.places import Place
from haven.parties.matching.question import Question
from haven.parties.matching.roster import place_ids

Floats = NDArray[np.float64]
Row = tuple[Any, ...]
# Beside the points of dates, in bits; a place counts more than in the comparison, for there are never many at one.
NAME, DISTRICT, HALF, STREET, NUMBER = 24.0, 8.0, 12.0, 10.0, 10.0
# So many other writings of each word are looked for, the commonest.
WRITINGS = 4


def likeliest(asked: Question, people: Sequence[Row], rare: Mapping[str, float], most: int) -> list[Row]:
    """At most `most` of the people, in the order given: everybody where there are no more. `rare`: the weights of words in
    bits, by which the commonest writings of a name are known."""
    if len(people) <= most:
        return list(people)
    _ids, names, born, _sex, places, *_more = zip(*people, strict=True)
    points = NAME * _likeness(_wanted(asked, rare), names)
    if asked.born:
        points += dates.POINTS[dates.levels(asked.born, np.array(born, np.int32))]
    elif asked.age is not None:
        points += dates.age_points(asked.age, asked.today, np.array(born, np.int32))
    if asked.place is not None:
        points += _nearness(asked.place, places)
    kept = np.argpartition(-points, most - 1)[:most]
    return [people[i] for i in sorted(kept.tolist())]


def _wanted(asked: Question, rare: Mapping[str, float]) -> list[str]:
    """The asked name as it is stored, the other way round, and with the one or the other word in another writing."""
    words = [slot.word for slot in asked.slots]
    if not words:
        return []
    ways = [words, words[::-1]]
    for n, word in enumerate(words):
        others = sorted(same_names(word), key=lambda other: rare.get(other, 18.0))[:WRITINGS]
        ways += [[*words[:n], other, *words[n + 1 :]] for other in others]
    return [" ".join(way) for way in ways]


def _likeness(wanted: list[str], names: Sequence[str]) -> Floats:
    """How alike the best name of each person is, from 0 to 1."""
    if not wanted:
        return np.zeros(len(names))
    own = [name.split("|") for name in names]
    flat = [name for each in own for name in each]
    starts = np.cumsum([0, *map(len, own[:-1])])
    best = cdist(wanted, flat, scorer=Indel.normalized_similarity, dtype=np.float32).max(axis=0)
    found: Floats = np.maximum.reduceat(best, starts).astype(np.float64)
    return found


def _nearness(asked: Place, held: Sequence[str]) -> Floats:
    """Of packed places, the best of each person by the parts that are the same."""
    own = [places.split("|") for places in held]
    outward, inward, number, street = place_ids([p for each in own for p in each]) == place_ids([asked.packed()])
    points = DISTRICT * (outward & bool(asked.outward)) + HALF * (inward & bool(asked.inward))
    points += STREET * (street & bool(asked.street))
    points += np.where(points > 0, NUMBER * (number & bool(asked.number)), 0.0)
    found: Floats = np.maximum.reduceat(points, np.cumsum([0, *map(len, own[:-1])]))
    return found

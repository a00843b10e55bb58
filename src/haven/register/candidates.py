"""Ring 2: everybody known, reached by keys under one inverted index. Each branch is capped, and a cap that was met is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from haven.parties.matching import keys as k
from haven.parties.matching.dictionary import same_names
from haven.parties.matching.phonetic import coarse_id, sound_id
from haven.parties.matching.question import MIDDLE, Question, Slot
from haven.register.vocabulary import Vocabulary

BRANCHES = ("born", "near", "name", "address")
RARE = 120
MOST_BESIDE_A_DATE = 300
MOST = {"born": 3000, "near": 6000, "name": 2500, "address": 1500}
# Of people born on a near date only those with names a little like the asked one are compared: both may be written wrong,
# but not so that nothing is left.
LEAST_ALIKE = 0.42
_SQL = "SELECT c.*, %s::text FROM parties_people_by_keys(%s::int4[], %s) c"


@dataclass(frozen=True)
class Candidates:
    """People to compare, as rows of the database, and the branches that held more than were read."""

    held: list[tuple[Any, ...]]
    capped: tuple[str, ...]


def branches(asked: Question, words: Vocabulary, *, dictionary: bool = True) -> dict[str, set[int]]:
    """The keys of each branch. A question without a date looks further among the names: there a slip has no other help."""
    found: dict[str, set[int]] = {}
    if asked.slots:
        found["name"] = _name_keys(asked, words, dictionary)
    if asked.born:
        # With two words one is enough: another writing of the one beside a slip in the other and in the date is too rare.
        heard = [slot for slot in asked.slots if slot.part != MIDDLE and not slot.initial]
        coarse = {c for slot in heard for c in _coarse(slot, dictionary and len(heard) == 1)}
        found["born"] = k.asked_dates(asked.born, coarse)
        found["near"] = k.near_dates(asked.born)
    if asked.place is not None:
        found["address"] = k.place_keys(asked.place)
    return {name: keys for name, keys in found.items() if keys}


def _coarse(slot: Slot, dictionary: bool) -> set[int]:
    found = {coarse_id(f) for f in slot.forms}
    if dictionary:
        found |= {coarse_id(other) for form in slot.forms for other in same_names(form)}
    return found


def _sounds(slot: Slot, near: Iterable[str], dictionary: bool) -> set[int]:
    found = {sound_id(f) for f in slot.forms if len(f) > 1} | {sound_id(n) for n in near}
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
    wanted = {f for slot, others in near.items() for f in (*slot.forms, *others) if len(f) > 2}
    return {k.key(k.WORD, sound_id(w)) for w, bearers in words.bearers_by_sound(wanted).items() if bearers <= RARE}


def read(keys: dict[str, set[int]], like: Question | None = None) -> Candidates:
    """The people of each branch, each once, in one statement; of those born on a near date only such as bear a name that is
    a little like the one of the question `like`."""
    if not keys:
        return Candidates([], ())
    names = [name for name in BRANCHES if name in keys]
    with connection.cursor() as cursor:
        values = [value for name in names for value in (name, _array(keys[name]), _most(name, names) + 1)]
        cursor.execute(" UNION ALL ".join([_SQL] * len(names)), values)
        rows = cursor.fetchall()
    capped: tuple[str, ...] = ()
    if len(rows) > min(_most(name, names) for name in names):  # else no branch can be full
        counts = Counter(row[5] for row in rows)
        capped = tuple(n for n in names if counts[n] > _most(n, names))
    if like is not None and "near" in names:
        rows = _resembling(like, rows)
    return Candidates(list({row[0]: row for row in rows}.values()), capped)


def _resembling(asked: Question, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows without those of a near date whose one name has too few letters in common with the asked words, in either
    order. With one word asked there is too little to tell."""
    spelt = [slot.word for slot in asked.slots if not slot.initial]
    near = [row for row in rows if row[5] == "near" and "|" not in row[1]]
    if len(spelt) < 2 or not near:
        return rows
    wanted = [" ".join(spelt), " ".join(spelt[::-1])]
    alike = cdist(wanted, [row[1] for row in near], scorer=Indel.normalized_similarity, dtype=np.float32).max(axis=0)
    far = {row[0] for row, likeness in zip(near, alike.tolist(), strict=True) if likeness < LEAST_ALIKE}
    return [row for row in rows if row[5] != "near" or row[0] not in far]


def _most(branch: str, names: list[str]) -> int:
    """Beside a date of birth a name alone is looked for among few: it brings those whose date is not recorded, or is wrong."""
    return MOST_BESIDE_A_DATE if branch == "name" and "born" in names else MOST[branch]


def _array(keys: Iterable[int]) -> str:
    return "{" + ",".join(map(str, keys)) + "}"

"""Who may be meant: both rings are always asked, everybody found is scored alike, and what could not be searched is said."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from django.db import DatabaseError, connection, transaction
from numpy.typing import NDArray

from haven.parties.matching import born as dates
from haven.parties.matching.points import Scores, score, words_to_weigh
from haven.parties.matching.question import Question
from haven.parties.matching.roster import Held, Roster, roster
from haven.register import candidates
from haven.register.branches import branches
from haven.register.ring_one import RingOne
from haven.register.vocabulary import Vocabulary

Floats = NDArray[np.float64]

log = logging.getLogger(__name__)
STRONG, POSSIBLE = "strong", "possible"
IN_FORCE, KNOWN = "in_force", "known"
SHOWN = 10
# Six to one that it is this person rather than somebody who is like them by chance, among everybody known: the odds of
# chance grow with the number of people, and are taken off every score, so that the mark is the same at every size.
MARK = 2.6
# Below this a likeness is no sign at all.
LEAST = -14.0
NAME_SPEAKS, PLACE_SPEAKS = 6.0, 8.0
WEAKER = 6.0


@dataclass(frozen=True)
class Hit:
    """A person who may be meant, with the parts of the score. `by_itself`: a strong match were nobody else there."""

    held: Held
    strength: str
    score: float
    name: float
    born: int | None
    age: float | None
    place: float | None
    by_itself: bool


@dataclass(frozen=True)
class Hits:
    """At most ten, best first. `alike`: there are more who fit as well as the last of them. `capped` names the branches of ring 2
    that held more people than are compared, `down` the rings that could not be asked."""

    hits: tuple[Hit, ...]
    alike: int
    capped: tuple[str, ...]
    down: tuple[str, ...]


def _top(margin: Floats, most: int) -> list[int]:
    part = np.arange(len(margin)) if len(margin) <= most else np.argpartition(-margin, most - 1)[:most]
    return [int(i) for i in part[np.lexsort((part, -margin[part]))]]


def _hit(people: Roster, scores: Scores, i: int, margin: float, mark: float) -> Hit:
    born = int(scores.born[i]) if scores.born is not None else None
    age = float(scores.age[i]) if scores.age is not None else None
    place = float(scores.place[i]) if scores.place is not None else None
    name = float(scores.name[i])
    agree = [name >= NAME_SPEAKS, born in dates.AGREE, place is not None and place >= PLACE_SPEAKS]
    against = born in (dates.OTHER, dates.TWO_PARTS) or (age is not None and age < 0) or name < 0
    strong = margin >= mark and sum(agree) >= 2 and not against
    return Hit(
        Held._make(people.held[i][:5]), STRONG if strong else POSSIBLE, round(margin, 2), name, born, age, place, strong
    )


class Engine:
    """Both rings of one set of people: the register's, or the measuring set's."""

    def __init__(self) -> None:
        self.words = Vocabulary()
        self.ring = RingOne(self.words)

    def search(self, asked: Question, *, shown: int = SHOWN, dictionary: bool = True) -> Hits:
        """Those who may be meant, of both rings, the ten best unless more are asked for. When one ring fails the other still
        answers, and the answer says which could not be asked."""
        if not asked.parts:
            return Hits((), 0, (), ())
        try:
            with transaction.atomic():  # nearly always nothing fails, and each savepoint costs two ways to the server
                parts = _Parts(asked, shown, dictionary, self.words.weigh(words_to_weigh(asked)))
                first, members = self._in_force(parts)
                second, capped = self._known(parts, members)
            return _together(first, second, shown, capped, ())
        except DatabaseError:
            log.exception("The rings could not be asked together")
        return self._each_alone(asked, shown, dictionary)

    def _each_alone(self, asked: Question, shown: int, dictionary: bool) -> Hits:
        """Each ring in a savepoint of its own."""
        parts = _Parts(asked, shown, dictionary, self._rare(asked))
        down: list[str] = []
        first: list[Hit] = []
        second: list[Hit] = []
        capped: tuple[str, ...] = ()
        members: frozenset[int] = frozenset()
        try:
            with transaction.atomic():
                first, members = self._in_force(parts)
        except DatabaseError:
            log.exception("Ring 1 could not be asked")
            down.append(IN_FORCE)
        try:
            with transaction.atomic():
                second, capped = self._known(parts, members)
        except DatabaseError:
            log.exception("Ring 2 could not be asked")
            down.append(KNOWN)
        return _together(first, second, shown, capped, tuple(down))

    def _rare(self, asked: Question) -> Mapping[str, float]:
        """How rare the asked words are. Without an answer each counts as rare: that makes nobody harder to find."""
        try:
            with transaction.atomic():
                return self.words.weigh(words_to_weigh(asked))
        except DatabaseError:
            log.exception("The words could not be weighed")
            return {}

    def _in_force(self, parts: _Parts) -> tuple[list[Hit], frozenset[int]]:
        ring = self.ring.current()
        prior = self.words.prior()
        mark = MARK - (prior - self.words.prior_among(ring.size))
        found = parts.best(ring.base, prior, mark, ring.gone) + parts.best(ring.fresh, prior, mark)
        return found, ring.people

    def _known(self, parts: _Parts, members: frozenset[int]) -> tuple[list[Hit], tuple[str, ...]]:
        asked = parts.asked
        found = candidates.likely(asked, branches(asked, self.words, dictionary=parts.dictionary), parts.rare)
        others = [row for row in found.held if row[0] not in members] if members else found.held
        people = roster(others, self.words.known_words(), places=asked.place is not None)
        return parts.best(people, self.words.prior(), MARK), found.capped


@dataclass(frozen=True)
class _Parts:
    """What one search hands to both rings."""

    asked: Question
    shown: int
    dictionary: bool
    rare: Mapping[str, float]

    def best(self, people: Roster, prior: float, mark: float, without: frozenset[int] = frozenset()) -> list[Hit]:
        """The best of a roster, best first: one more than are shown."""
        if not len(people):
            return []
        scores = score(self.asked, people, self.rare, dictionary=self.dictionary)
        margin = scores.total - prior
        order = _top(margin, self.shown + 1 + len(without))
        chosen = [i for i in order if people.held[i][0] not in without and margin[i] >= LEAST]
        return [_hit(people, scores, i, float(margin[i]), mark) for i in chosen[: self.shown + 1]]


def _together(first: list[Hit], second: list[Hit], shown: int, capped: tuple[str, ...], down: tuple[str, ...]) -> Hits:
    """The hits of both rings, best first. Beside somebody who fits far better nobody is a strong match."""
    ranked = sorted((*first, *second), key=lambda h: (-h.score, h.held.person_id))
    if not ranked:
        return Hits((), 0, capped, down)
    top = ranked[0].score
    kept = tuple(
        replace(h, strength=POSSIBLE) if h.strength == STRONG and h.score < top - WEAKER else h for h in ranked[:shown]
    )
    more = ranked[shown : shown + 1]
    return Hits(kept, int(bool(more) and more[0].score >= kept[-1].score - 0.5), capped, down)


_ENGINES: dict[str, Engine] = {}


def engine() -> Engine:
    """The engine of the register, one for each process and database."""
    name = str(connection.settings_dict["NAME"])
    held = _ENGINES.get(name)
    return held if held is not None else _ENGINES.setdefault(name, Engine())

"""What the checks of a draft order read: its clauses, and what they are held against. DAA 2021 s.35 and 36."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from haven_law.citation import daa
from haven_law.findings import Finding
from haven_law.terms import term_named
from haven_law.week import Hours, weekly, within

WORK, EDUCATION, BELIEF, CARE = "work", "education", "belief", "care"
HOME_SHUT = ("not_enter", "leave_premises")
SHORTEST_NAME = 4


@dataclass(frozen=True)
class DraftClause:
    """One requirement of a draft. ``starts_on`` None: with the order; ``last_day`` None: as long as the order."""

    number: int
    term: str
    params: Mapping[str, object] = field(default_factory=dict)
    starts_on: date | None = None
    last_day: date | None = None

    @property
    def label(self) -> str:
        """Name its kind, as a sentence goes on with it."""
        return term_named(self.term).label.lower()

    def text(self, name: str) -> str:
        """Give one blank as text, empty when it is not filled in."""
        return str(self.params.get(name) or "").strip()

    @property
    def hours(self) -> tuple[Hours, ...]:
        """The hours of the week that it asks for; none for a kind without hours."""
        days = self.params.get("days")
        listed = [str(day) for day in days] if isinstance(days, list | tuple) else []
        return weekly(listed, self.text("from_time"), self.text("to_time"))

    @property
    def monitors(self) -> tuple[int, ...]:
        """The clauses that a tag checks."""
        numbers = self.params.get("monitors")
        return tuple(n for n in numbers if isinstance(n, int)) if isinstance(numbers, list | tuple) else ()


@dataclass(frozen=True)
class Commitment:
    """Work, education, belief or care of the subject: where or which, and when, as it was written down."""

    kind: str
    words: str
    hours: str = ""


@dataclass(frozen=True)
class KnownPlace:
    """A place of the subject's life: kind as for a commitment, its name or address, its postcode when known."""

    kind: str
    words: str
    postcode: str = ""


@dataclass(frozen=True)
class OtherClause:
    """A clause of another order in force against the same subject, or a condition of bail. ``source`` names it in words.

    ``allows``: it allows contact, or living at the home.
    """

    source: str
    term: str
    params: Mapping[str, object] = field(default_factory=dict)
    allows: bool = False


@dataclass(frozen=True)
class Surroundings:
    """What a draft is held against. ``child_schools``: the clauses whose named place is the school of a child of the
    case; the school itself is not told, only that it is the one.
    """

    commitments: tuple[Commitment, ...] = ()
    places: tuple[KnownPlace, ...] = ()
    others: tuple[OtherClause, ...] = ()
    child_schools: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Check:
    """One thing to look at before an order is issued: a code, the clauses it is about, and the finding."""

    code: str
    clauses: tuple[int, ...]
    finding: Finding


def folded(text: str) -> str:
    """Fold a name or an address for comparing: case, punctuation, spacing and "the" do not count."""
    words = re.sub(r"[^\w]+", " ", text.casefold()).split()
    return " ".join(word for word in words if word != "the")


def same_place(first: str, second: str) -> bool:
    """Say whether two names or addresses are of one place: equal, or one within the other in whole words."""
    a, b = folded(first), folded(second)
    shorter, longer = sorted((a, b), key=len)
    if len(shorter) < SHORTEST_NAME:
        return False
    return f" {shorter} " in f" {longer} "


def look(code: str, clauses: Iterable[int], section: str, because: str) -> Check:
    """Make a thing to look at, which a person must judge."""
    return Check(code, tuple(clauses), Finding(daa(section), None, because, for_you=True))


def together(first: DraftClause, second: DraftClause) -> bool:
    """Say whether two clauses bind on some day together; an open start or end meets everything on its side."""
    begins = max(first.starts_on or date.min, second.starts_on or date.min)
    ends = min(first.last_day or date.max, second.last_day or date.max)
    return begins <= ends


def must_be_at(clause: DraftClause) -> str:
    """Give the place where a clause asks the subject to be, or nothing."""
    name = {"curfew": "place", "station_sign_on": "station", "programme": "provider"}.get(clause.term)
    if clause.term == "alcohol_or_drug_treatment":
        name = "provider"
    return clause.text(name) if name else ""


def keeps_out_of(clause: DraftClause, place: str) -> bool:
    """Say whether a clause keeps the subject away from a place."""
    if clause.term == "distance_from_other_premises":
        return same_place(clause.text("place"), place)
    return clause.term in HOME_SHUT and same_place(clause.text("premises"), place)


def signs_on_inside(curfew: DraftClause, sign_on: DraftClause) -> bool:
    """Say whether a window for signing on lies wholly inside the hours of a curfew."""
    if curfew.term != "curfew" or sign_on.term != "station_sign_on":
        return False
    return any(within(window, curfew.hours) for window in sign_on.hours)

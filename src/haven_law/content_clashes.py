"""Clashes of a draft clause with the life of the subject, and with other orders. DAA 2021 s.36(1), s.33(1)(a)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from haven_law.content_facts import (
    BELIEF,
    EDUCATION,
    WORK,
    Check,
    Commitment,
    DraftClause,
    KnownPlace,
    OtherClause,
    Surroundings,
    keeps_out_of,
    look,
    must_be_at,
    same_place,
    signs_on_inside,
)
from haven_law.terms import VOCABULARY
from haven_law.week import overlap, read_hours, within

_SECTION = {WORK: "36(1)(b)", EDUCATION: "36(1)(b)", BELIEF: "36(1)(a)"}
_WHAT = {WORK: "work", EDUCATION: "education", BELIEF: "belief"}
_PLACE_OF = {WORK: "workplace", EDUCATION: "school", BELIEF: "worship"}


def life(clause: DraftClause, around: Surroundings) -> Iterator[Check]:
    """Yield where a clause meets the work, education or belief of the subject, or a child's school (s.36(1)(a)-(b))."""
    for commitment in around.commitments:
        if commitment.kind in _SECTION:
            yield from _hours_clash(clause, commitment)
    yield from _place_clash(clause, around)
    if clause.number in around.child_schools:
        because = (
            f"The place that clause {clause.number} keeps the subject away from is the school of a child of this case. "
            "Consider the child, who brings and fetches them, and whether the paper may name it."
        )
        yield look("child_school", (clause.number,), "33(1)(a)", because)


def _hours_clash(clause: DraftClause, commitment: Commitment) -> Iterator[Check]:
    if not clause.hours:
        return
    hours = read_hours(commitment.hours)
    section, what = _SECTION[commitment.kind], _WHAT[commitment.kind]
    if hours is None:
        if clause.term == "curfew" and commitment.hours.strip():
            because = (
                f"Compare clause {clause.number} with the subject's {what} yourself: {_when(commitment)}. Its hours "
                "are not written so that they can be compared."
            )
            yield look(f"hours_of_{commitment.kind}", (clause.number,), section, because)
        return
    clash = (
        any(within(window, hours) for window in clause.hours)
        if clause.term == "station_sign_on"
        else overlap(clause.hours, hours)
    )
    if clash:
        because = (
            f"The hours of clause {clause.number} ({clause.label}) meet the subject's {what}: {_when(commitment)}."
        )
        yield look(f"clash_with_{commitment.kind}", (clause.number,), section, because)


def _when(commitment: Commitment) -> str:
    words = commitment.words.strip().rstrip(".")
    return f"{words}, {commitment.hours.strip().rstrip('.')}" if commitment.hours.strip() else words


def _place_clash(clause: DraftClause, around: Surroundings) -> Iterator[Check]:
    if clause.term != "distance_from_other_premises":
        return
    known = [*around.places, *(KnownPlace(c.kind, c.words) for c in around.commitments)]
    named = clause.text("place")
    for kind, section in _SECTION.items():
        if named and any(place.kind == kind and _is(named, place) for place in known):
            because = (
                f"Clause {clause.number} keeps the subject away from {named}, which is where their {_WHAT[kind]} is."
            )
            yield look(f"place_of_{kind}", (clause.number,), section, because)
        elif not named and clause.text("place_kind") == _PLACE_OF[kind] and any(c.kind == kind for c in known):
            because = (
                f"Clause {clause.number} keeps the subject away from {VOCABULARY_PLACES[_PLACE_OF[kind]]} without naming "
                f"it. Make sure that it is not where their own {_WHAT[kind]} is."
            )
            yield look(f"perhaps_place_of_{kind}", (clause.number,), section, because)


VOCABULARY_PLACES: dict[str, str] = dict(
    next(p for p in VOCABULARY["distance_from_other_premises"].parameters if p.name == "place_kind").choices
)


def _is(named: str, place: KnownPlace) -> bool:
    bare = re.sub(r"\s+", "", named).upper()
    postcode = re.sub(r"\s+", "", place.postcode).upper()
    return same_place(named, place.words) or bool(postcode) and postcode in bare


# Other orders, and bail.


def elsewhere(clause: DraftClause, others: Sequence[OtherClause]) -> Iterator[Check]:
    """Yield where a clause cannot be kept together with another order or a condition of bail (s.36(1)(c))."""
    for other in others:
        because = _against(clause, other)
        if because:
            yield look("other_order", (clause.number,), "36(1)(c)", because)


def _two_curfews_apart(first: DraftClause, second: DraftClause) -> bool:
    """Say whether two curfews ask for two places at the same hours."""
    if not first.term == second.term == "curfew" or same_place(first.text("place"), second.text("place")):
        return False
    return overlap(first.hours, second.hours)


_ALLOWED_BY: dict[str, tuple[str, ...]] = {
    "live_at_home": ("leave_premises", "not_enter", "distance_from_home", "no_contact"),
    "contact_allowed": ("no_contact",),
}


def _against(clause: DraftClause, other: OtherClause) -> str:
    """Say in what a clause clashes with one of another order or a condition; nothing when it does not."""
    if other.allows:
        if clause.term in _ALLOWED_BY.get(other.term, ()):
            return f"Clause {clause.number} ({clause.label}) forbids what {other.source} allows."
        return ""
    if other.term not in VOCABULARY:
        return ""
    there = DraftClause(clause.number, other.term, other.params)
    if _two_curfews_apart(clause, there):
        return f"Clause {clause.number} asks the subject to be elsewhere than {other.source} does, at the same hours."
    for first, second in ((clause, there), (there, clause)):
        place = must_be_at(second)
        if place and keeps_out_of(first, place):
            return (
                f"Clause {clause.number} and {other.source} cannot both be kept: one keeps the subject away from "
                f"{place}, the other asks them to be there."
            )
        if signs_on_inside(first, second):
            return f"Clause {clause.number} and {other.source} ask the subject to be in two places at the same hours."
    return ""

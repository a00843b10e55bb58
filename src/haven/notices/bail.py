"""Conditions of bail beside the terms of a notice: what both forbid and until when, what only one does, what clashes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

SAME, GAP, CLASH, BESIDE = "same", "gap", "clash", "beside"
# A condition that allows what a term forbids.
_CLASHES: dict[str, tuple[str, ...]] = {
    "live_at_home": ("leave_premises", "not_enter", "distance_from_home", "no_contact"),
    "contact_allowed": ("no_contact",),
}
# A condition that forbids what a term forbids.
_COVERED: dict[str, tuple[str, ...]] = {
    "no_contact": ("no_contact",),
    "distance_from_home": ("distance_from_home",),
    "not_enter": ("not_enter", "leave_premises"),
    "leave_premises": ("leave_premises",),
}


@dataclass(frozen=True)
class BailLine:
    """One condition as seen beside the notice. `mark`: same, gap, clash or beside; `says` is the sentence for it."""

    words: str
    ends_at: datetime | None
    mark: str
    says: str


def compare_bail(
    terms: Iterable[str], conditions: Iterable[tuple[str, tuple[str, ...], datetime | None]], at: datetime
) -> list[BailLine]:
    """Each condition (its words, what it covers, its end) with its mark against the terms. A clash goes before a gap."""
    chosen = frozenset(terms)
    return [BailLine(words, ends_at, *_mark(chosen, covers, ends_at, at)) for words, covers, ends_at in conditions]


def _mark(chosen: frozenset[str], covers: tuple[str, ...], ends_at: datetime | None, at: datetime) -> tuple[str, str]:
    if ends_at is not None and ends_at <= at:
        return _ended(chosen, covers)
    if any(chosen & set(_CLASHES.get(code, ())) for code in covers):
        return CLASH, "This allows what the notice forbids. Ask for the bail to be changed, or change the notice"
    missing = [code for code in covers if code in _COVERED and not chosen & set(_COVERED[code])]
    if missing:
        return GAP, "The notice does not forbid this. When the bail ends, nothing does"
    if any(code in _COVERED for code in covers):
        return SAME, "The notice forbids this too, and goes on when the bail ends"
    return BESIDE, "This stands beside the notice"


def _ended(chosen: frozenset[str], covers: tuple[str, ...]) -> tuple[str, str]:
    """A condition that has ended: whether the notice would forbid what it forbade."""
    forbade = [code for code in covers if code in _COVERED]
    left = [code for code in forbade if chosen & set(_COVERED[code])]
    if not forbade:
        return BESIDE, "This condition has ended"
    if not left:
        return GAP, "This condition has ended, and the notice does not forbid it: nothing does"
    if len(left) < len(forbade):
        return GAP, "This condition has ended. The notice would forbid only a part of it"
    return GAP, "This condition has ended. Only the notice would forbid it"

"""What to look at while an order is drafted: clauses that repeat or contradict each other, and clashes with the life of
the subject and with other orders. DAA 2021 s.35(1), s.35(6), s.36(1).

What the Act forbids outright (the gates of s.36(2)-(3) and s.37, the periods of s.38, the closed list of s.23) refuses
elsewhere: ``order_content``, ``order_life``, ``notice_content``. What is found here is for a person to judge: section
36(1) asks to avoid clashes "so far as practicable", and an order that cannot be kept protects nobody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from haven_law.content_clashes import elsewhere, life
from haven_law.content_facts import (
    Check,
    Commitment,
    DraftClause,
    KnownPlace,
    OtherClause,
    Surroundings,
    folded,
    keeps_out_of,
    look,
    must_be_at,
    same_place,
    signs_on_inside,
    together,
)
from haven_law.terms import term_named
from haven_law.week import overlap

__all__ = ["Check", "Commitment", "DraftClause", "KnownPlace", "OtherClause", "Surroundings", "check_content"]


def check_content(clauses: Sequence[DraftClause], around: Surroundings | None = None) -> tuple[Check, ...]:
    """Find what a person should look at in the clauses of a draft (s.35(1), s.35(6), s.36(1)), in the order of clauses.

    Nothing found refuses by itself. Raises ValueError for an unknown kind of requirement.
    """
    for clause in clauses:
        term_named(clause.term)
    around = around or Surroundings()
    clauses = sorted(clauses, key=lambda clause: clause.number)
    found = [
        *_pairs(clauses),
        *_open_door(clauses),
        *_tags(clauses),
        *(check for clause in clauses for check in life(clause, around)),
        *(check for clause in clauses for check in elsewhere(clause, around.others)),
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda check: (check.clauses, check.code)))


# Clauses beside each other.

# What makes two clauses of one kind speak of the same thing; kinds not named have one object only.
_OBJECT: dict[str, tuple[str, ...]] = {
    "distance_from_other_premises": ("place", "description", "place_kind"),
    "no_third_party_contact": ("people",),
    "financial": ("prohibition",),
    "programme": ("programme",),
    "alcohol_or_drug_treatment": ("treats",),
    "station_sign_on": ("station",),
    "electronic_monitoring": ("monitoring_kind",),
}


def _pairs(clauses: Sequence[DraftClause]) -> Iterator[Check]:
    for first, second in combinations(clauses, 2):
        if together(first, second):
            yield from _same_kind(first, second)
            for a, b in ((first, second), (second, first)):
                yield from _contradiction(a, b)


def _same_kind(first: DraftClause, second: DraftClause) -> Iterator[Check]:
    if first.term != second.term:
        return
    numbers = (first.number, second.number)
    said = f"Clauses {first.number} and {second.number}"
    if first.term == "curfew":
        if overlap(first.hours, second.hours):
            yield _curfews(first, second)
        return
    if any(folded(first.text(name)) != folded(second.text(name)) for name in _OBJECT.get(first.term, ())):
        return
    if first.text("distance_m") != second.text("distance_m"):
        distances = f"{first.text('distance_m')} and {second.text('distance_m')} metres"
        yield look(
            "two_distances", numbers, "35(1)", f"{said} set two distances from the same place, {distances}. Keep one."
        )
    elif first.text("exception") != second.text("exception"):
        yield look("two_exceptions", numbers, "35(1)", f"{said} forbid contact with different exceptions. Keep one.")
    else:
        yield look("same_twice", numbers, "35(1)", f"{said} ask for the same thing ({first.label}). One is enough.")


def _curfews(first: DraftClause, second: DraftClause) -> Check:
    numbers = (first.number, second.number)
    if same_place(first.text("place"), second.text("place")):
        because = (
            f"Clauses {first.number} and {second.number} are curfews at one place whose hours overlap. One is enough."
        )
        return look("curfews_overlap", numbers, "35(1)", because)
    because = (
        f"Clauses {first.number} and {second.number} ask the subject to be at two places at once: the hours of the "
        "curfews overlap."
    )
    return look("two_places_at_once", numbers, "35(1)", because)


def _contradiction(first: DraftClause, second: DraftClause) -> Iterator[Check]:
    """Yield what the first clause makes of the second; each pair is asked both ways round."""
    numbers = tuple(sorted((first.number, second.number)))
    if _exception_shut(first, second):
        because = (
            f"Clause {first.number} allows contact ({first.text('exception').rstrip('.')}) and clause "
            f"{second.number} forbids it through anybody. Name the exception in both, or the people in one."
        )
        yield look("exception_forbidden", numbers, "35(1)", because)
    place = must_be_at(second)
    if place and keeps_out_of(first, place):
        because = (
            f"Clause {second.number} asks the subject to be at {place}, and clause {first.number} keeps them away from "
            "it. They cannot keep both."
        )
        yield look("kept_out_and_in", numbers, "35(1)", because)
    if signs_on_inside(first, second):
        because = (
            f"Clause {second.number} asks for signing on during the hours of the curfew of clause {first.number}. "
            "On such a day the subject cannot keep both."
        )
        yield look("sign_on_in_curfew", numbers, "35(1)", because)


def _exception_shut(first: DraftClause, second: DraftClause) -> bool:
    """Say whether contact with an exception stands beside contact through nobody."""
    open_for_some = first.term == "no_contact" and bool(first.text("exception"))
    return open_for_some and second.term == "no_third_party_contact" and not second.text("people")


def _open_door(clauses: Sequence[DraftClause]) -> Iterator[Check]:
    """Yield that the subject must leave, while nothing keeps them from coming back."""
    kinds = {clause.term for clause in clauses}
    for clause in clauses:
        if clause.term == "leave_premises" and not kinds & {"not_enter", "distance_from_home"}:
            because = (
                f"Clause {clause.number} makes the subject leave, and no clause keeps them from coming back. Add one "
                "that forbids entering, or a distance."
            )
            yield look("may_come_back", (clause.number,), "35(5)(b)", because)


# Tags.

_CHECKED_BY: dict[str, tuple[str, ...]] = {
    "location": ("distance_from_home", "distance_from_other_premises", "not_enter", "leave_premises", "curfew"),
    "curfew": ("curfew",),
    "alcohol": ("alcohol_or_drug_treatment",),
}
_KIND_WORDS = {"location": "where the subject is", "curfew": "a curfew", "alcohol": "drinking"}


def _tags(clauses: Sequence[DraftClause]) -> Iterator[Check]:
    by_number = {clause.number: clause for clause in clauses}
    for tag in clauses:
        if tag.term != "electronic_monitoring":
            continue
        checked = [by_number[n] for n in tag.monitors if n in by_number and n != tag.number]
        yield from _tag_of_other_kind(tag, checked)
        yield from _tag_of_nothing(tag, [n for n in tag.monitors if n not in by_number])
        for clause in checked:
            if clause.last_day is not None and (tag.last_day is None or tag.last_day > clause.last_day):
                because = (
                    f"The tag of clause {tag.number} goes on after clause {clause.number}, which it checks, has ended."
                )
                yield look("tag_outlasts", sorted((tag.number, clause.number)), "35(6)", because)


def _tag_of_nothing(tag: DraftClause, gone: Sequence[int]) -> Iterator[Check]:
    for number in gone:
        because = f"The tag of clause {tag.number} is to check clause {number}, and no clause {number} stands."
        yield look("tag_checks_gone", (tag.number,), "35(6)", because)


def _tag_of_other_kind(tag: DraftClause, checked: Sequence[DraftClause]) -> Iterator[Check]:
    kind = tag.text("monitoring_kind")
    fitting = _CHECKED_BY.get(kind)
    if fitting and checked and not any(clause.term in fitting for clause in checked):
        because = (
            f"The tag of clause {tag.number} checks {_KIND_WORDS[kind]}, and none of the clauses it is for asks for "
            "anything of that kind."
        )
        yield look("tag_checks_nothing", (tag.number,), "35(6)", because)


ENACTS = {check_content: ("35(1)", "35(5)", "35(6)", "36(1)", "33(1)")}

"""Words of Part 3, guidance and codes. DAA 2021 s.25(1), s.29(2), s.35(2)-(3), s.38(6), s.50, s.51, s.56(1) and (3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from haven_law.citation import daa
from haven_law.clock import aware
from haven_law.definitions import BEHAVIOURS
from haven_law.findings import Decision, Finding, allow, refuse


@dataclass(frozen=True, kw_only=True)
class HomeAddress(Decision):
    """Which of the places is the home address: its place in the list given; None where there is none or one to choose."""

    which: int | None = None


def home_address(*, main_residence_in_uk: bool, regular_places: int = 0, chosen: int | None = None) -> HomeAddress:
    """What a person's home address is (s.56(1)): the sole or main residence in the United Kingdom.

    Failing that a place in the United Kingdom where they can regularly be found, of several the one they choose.
    ``regular_places``: how many such places there are; ``chosen``: which of them, from 0. No address is given to this
    function. Raises ValueError for a choice that is not among them.
    """
    if regular_places < 0 or (chosen is not None and not 0 <= chosen < regular_places):
        raise ValueError("The place chosen is not among those where they can regularly be found.")
    if main_residence_in_uk:
        return HomeAddress((Finding(daa("56(1)"), True, "It is their sole or main residence in the United Kingdom."),))
    if regular_places == 0:
        because = "They have no home address: no residence, and no place where they can regularly be found."
        return HomeAddress((Finding(daa("56(1)"), False, because),), (daa("41(6)"),))
    if regular_places == 1 or chosen is not None:
        because = "It is a place in the United Kingdom where they can regularly be found."
        return HomeAddress((Finding(daa("56(1)"), True, because),), which=chosen or 0)
    because = "There are several places where they can regularly be found; they choose which is the home address."
    return HomeAddress((Finding(daa("56(1)"), None, because, for_you=True),))


def home_address_changed(*, had_one: bool, has_one: bool, same: bool = False) -> Decision:
    """Whether a person has changed home address (s.56(3)): also by acquiring one when they had none."""
    if not has_one:
        because = "They have no home address now, which is notified as that." if had_one else "They still have none."
        return Decision((Finding(daa("56(3)"), False, because),), (daa("41(6)"),) if had_one else ())
    if not had_one:
        return Decision((Finding(daa("56(3)"), True, "They acquired a home address and had none."),), (daa("41(5)"),))
    if same:
        return refuse(daa("56(3)"), "The home address is the same.")
    return Decision((Finding(daa("56(3)"), True, "They changed home address."),), (daa("41(5)"),))


FAMILY_PROCEEDINGS: dict[str, tuple[bool, str]] = {
    "family_court_other": (True, "proceedings in the family court, other than under Part 3"),
    "family_court_part_3": (False, "proceedings in the family court under Part 3 itself"),
    "family_division": (True, "family proceedings within Part 5 of the Act of 1984, such as in the Family Division"),
    "other": (False, "proceedings of another kind"),
}


def family_proceedings(kind: str) -> Decision:
    """Whether proceedings are family proceedings in Part 3 (s.56(1), for s.28(7) and s.31(2)).

    Those in the family court other than under Part 3 itself, and those of the Act of 1984. Raises ValueError for another
    kind.
    """
    if kind not in FAMILY_PROCEEDINGS:
        raise ValueError(f"'{kind}' is not a kind of proceedings that section 56 tells apart.")
    met, words = FAMILY_PROCEEDINGS[kind]
    return Decision((Finding(daa("56(1)"), met, f"They are {words}."),), (daa("31(2)"),))


RELEVANT_PERSONS: dict[str, tuple[str | None, str]] = {
    "constable": ("50(2)(a)", "a constable"),
    "specified_person": ("50(2)(b)", "a person specified in regulations to make applications"),
    "other": (None, "somebody else"),
}


def must_have_regard_to_guidance(who: str, *, regulations_specify_them: bool = False) -> Decision:
    """Whether somebody must have regard to the guidance (s.50(2)-(3)): a constable, or a person whom regulations specify.

    Of the guidance only the first paragraph was read, so that no other function rests on it. Raises ValueError for
    another code.
    """
    if who not in RELEVANT_PERSONS:
        raise ValueError(f"'{who}' is not somebody of whom section 50 speaks.")
    section, words = RELEVANT_PERSONS[who]
    if section is None or (who == "specified_person" and not regulations_specify_them):
        because = f"They are not a relevant person: {words}."
        if who == "specified_person":
            because = "No regulations that specify anybody were found."
        return Decision((Finding(daa("50(2)"), False, because, confirmed=section is None),))
    because = f"They are {words} and must have regard to guidance when exercising a function that it is about."
    return Decision((Finding(daa(section), True, because),), (daa("50(3)"),))


def failure_to_follow_data_code() -> Decision:
    """Whether not following the code of practice on monitoring data makes liable by itself (s.51(2)): it does not."""
    return refuse(daa("51(2)"), "A failure to act by the code does not of itself make anybody liable.")


def notice_given(authorised_at: datetime | None, served_at: datetime | None) -> Decision:
    """When a notice is given, so that the 48 hours begin (s.29(2), s.25(3); MCR 1981 r.17(2); A4): when it is served.

    Not when it is authorised. Raises ValueError for times without an offset.
    """
    if served_at is None:
        because = "The notice is authorised and not served in person yet, so the 48 hours have not begun."
        if authorised_at is None:
            because = "The notice is not authorised yet."
        return Decision((Finding(daa("29(2)"), False, because, "A4"),), (daa("25(3)"),))
    if authorised_at is not None and aware(served_at) < aware(authorised_at):
        return Decision((Finding(daa("22(1)"), False, "The time of service is before the notice was authorised."),))
    because = "The notice was given when it was served in person; the 48 hours began then."
    return Decision((Finding(daa("29(2)"), True, because, "A4"),), (daa("25(3)"), "MCR 1981 r.17(2)"))


def in_writing(*, written: bool) -> Decision:
    """Whether a notice has the form that it must have (s.25(1)): writing."""
    return Decision(
        (Finding(daa("25(1)"), written, "The notice is in writing." if written else "The notice must be in writing."),)
    )


def kinds_considered(behaviours: Iterable[str], considered: Iterable[str]) -> Decision:
    """Whether the court considered what requirements the different kinds of abuse need (s.35(2)-(3)).

    ``behaviours``: the kinds found, ``considered``: those for which it considered requirements. The list of s.35(4)-(6)
    holds examples only (s.35(3)). Raises ValueError for an unknown kind.
    """
    found, looked_at = list(dict.fromkeys(behaviours)), set(considered)
    for code in (*found, *sorted(looked_at)):
        if code not in BEHAVIOURS:
            raise ValueError(f"'{code}' is not a kind of abusive behaviour.")
    findings = tuple(
        Finding(
            daa("35(2)"),
            code in looked_at,
            f"{'Considered' if code in looked_at else 'Not considered'}: requirements against {BEHAVIOURS[code].lower()}.",
        )
        for code in found
    )
    return Decision(findings, (daa("35(3)"),))


_IN_ENGLAND_OR_WALES: dict[tuple[str, str], tuple[str, str]] = {
    ("notice", "distance_from_home"): ("23(1)(b)", "the premises where the protected person lives"),
    ("notice", "shared_home"): ("23(2)", "the premises that they share"),
    ("order", "distance_from_home"): ("35(4)(b)", "the premises where the protected person lives"),
    ("order", "distance_from_other_premises"): ("35(4)(c)", "the other premises"),
    ("order", "shared_home"): ("35(5)", "the premises that they share"),
    ("order", "electronic_monitoring"): ("35(6)", "the place of the monitoring"),
}


def where_a_term_reaches(what: str, term: str, *, in_england_or_wales: bool) -> Decision:
    """Whether a term about a place may be about that place (s.23(1)(b), (2); s.35(4)-(6)): in England or Wales.

    ``what``: notice or order; ``term``: distance_from_home, distance_from_other_premises, shared_home or
    electronic_monitoring. In an order the list is of examples (s.35(3)), so that a place elsewhere is for a lawyer; a
    notice may not. Raises ValueError for a term that is not about a place there.
    """
    if (what, term) not in _IN_ENGLAND_OR_WALES:
        raise ValueError(f"A {what} has no term '{term}' about a place.")
    section, words = _IN_ENGLAND_OR_WALES[(what, term)]
    if in_england_or_wales:
        return allow(daa(section), f"It is in England or Wales: {words}.")
    because = f"The section speaks of England or Wales, and this is elsewhere: {words}."
    if what == "notice":
        return Decision((Finding(daa(section), False, because, "A8"),))
    return Decision((Finding(daa(section), None, because, "s.35(4)-(6) are examples (s.35(3)); a place elsewhere"),))


def tag_beyond_twelve_months(*, by_variation: bool) -> Decision:
    """Whether a tag may last longer than twelve months in all (s.38(5)-(6), s.44(10)): only by variation.

    Each extension at most twelve months, any number of times.
    """
    if by_variation:
        because = "A tag may be extended on variation, by twelve months at most at a time."
        return Decision((Finding(daa("38(6)"), True, because, "A9"),), (daa("44(10)"),))
    because = "An order may not provide for a tag for more than twelve months."
    return Decision((Finding(daa("38(5)"), False, because, "A9"),), (daa("38(6)"),))


def arrangement_for_school(*, grounds_to_believe_child_victim: bool, in_force: bool, told: bool) -> Decision:
    """Whether a child's school was told (s.49A): as soon as reasonably practicable, when a child is believed a victim.

    ``in_force``: from ``dated.value_on("school_duty", on)``.
    """
    if not in_force:
        return allow(daa("49A"), "The duty is not in force on that day.")
    if not grounds_to_believe_child_victim:
        return allow(daa("49A"), "There are no grounds to believe that a child is a victim.")
    because = (
        "The child's school was told." if told else "The child's school must be told as soon as reasonably practicable."
    )
    return Decision((Finding(daa("49A"), told, because),), (daa("3(2)"), "SI 2025/1168"))


ENACTS: dict[Callable[..., object], tuple[str, ...]] = {
    home_address: ("56(1)",),
    home_address_changed: ("56(3)",),
    family_proceedings: ("56(1)",),
    must_have_regard_to_guidance: ("50(2)", "50(3)"),
    failure_to_follow_data_code: ("51(2)",),
    notice_given: ("29(2)", "25(3)"),
    in_writing: ("25(1)",),
    kinds_considered: ("35(2)", "35(3)"),
    where_a_term_reaches: ("23(1)", "23(2)", "35(4)", "35(5)", "35(6)"),
    tag_beyond_twelve_months: ("38(5)", "38(6)"),
    arrangement_for_school: ("49A",),
}

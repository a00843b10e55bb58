"""What a conviction can bring, and what bars it. DAA 2021 s.39(3)-(8), s.43(3) and (6), s.76.

The greatest penalty on summary conviction turns on the day of the offence (before 2 May 2022 or not) and on the day of
the conviction (the general limit, A14); the values are rows of ``dated``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from haven_law.citation import daa
from haven_law.clock import in_words
from haven_law.dated import GENERAL_LIMIT, SHIPPED_VALUES, DatedValue, value_on
from haven_law.findings import Decision, Finding, allow, refuse

SUMMARY, INDICTMENT = "summary", "indictment"
BREACH_OF_ORDER, NOTIFICATION = "breach_of_order", "notification"
# offence: what it is called, where its penalties stand.
OFFENCES: dict[str, tuple[str, str]] = {
    BREACH_OF_ORDER: ("breach of an order", "39(5)"),
    NOTIFICATION: ("a notification offence", "43(3)"),
}
OLD_LIMIT_ENDS = date(2022, 5, 2)
OLD_LIMIT_MONTHS = 6
INDICTMENT_MONTHS = 60


@dataclass(frozen=True, kw_only=True)
class Penalty(Decision):
    """The longest term in months (None: not known for these days); a fine may be imposed with it or instead."""

    months: int | None = None
    fine: bool = True


def greatest_penalty(
    offence: str,
    mode: str,
    *,
    offence_on: date,
    convicted_on: date,
    rows: Iterable[DatedValue] = SHIPPED_VALUES,
) -> Penalty:
    """The longest term for a breach of an order (s.39(5)) or a notification offence (s.43(3)), with or without a fine.

    ``mode``: "summary" or "indictment". On summary conviction it is the general limit in a magistrates' court on the
    day of the conviction (A14), or six months where the offence was committed before 2 May 2022. Raises ValueError for
    another offence or mode, or a conviction before the offence.
    """
    if offence not in OFFENCES:
        raise ValueError(f"'{offence}' is not an offence under Part 3.")
    if mode not in (SUMMARY, INDICTMENT):
        raise ValueError(f"'{mode}' is not a way of trial.")
    if convicted_on < offence_on:
        raise ValueError("The conviction is before the offence.")
    words, section = OFFENCES[offence]
    if mode == INDICTMENT:
        because = f"On indictment {words} carries up to five years, a fine, or both."
        return Penalty((Finding(daa(f"{section}(b)"), True, because),), months=INDICTMENT_MONTHS)
    provision = daa(f"{section}(a)(i)")
    if offence_on < OLD_LIMIT_ENDS:
        because = f"An offence before {in_words(OLD_LIMIT_ENDS)} carries up to six months on summary conviction."
        return Penalty((Finding(provision, True, because),), (daa(f"{section}(a)(ii)"),), months=OLD_LIMIT_MONTHS)
    limit = value_on(GENERAL_LIMIT, convicted_on, rows)
    if limit.number is None:
        return Penalty((Finding(provision, None, limit.because, "A14"),))
    because = (
        f"On summary conviction {words} carries up to the general limit in a magistrates' court, {limit.number} months "
        f"for a conviction on {in_words(convicted_on)}, a fine, or both."
    )
    finding = Finding(provision, True, because, "A14", confirmed=limit.confirmed)
    return Penalty((finding,), (daa(f"{section}(a)(ii)"),), months=limit.number)


def may_convict(*, punished_as_contempt: bool) -> Decision:
    """Whether somebody may be convicted of breaching an order for behaviour (s.39(4)): not if punished as contempt."""
    if punished_as_contempt:
        return refuse(daa("39(4)"), "The behaviour was punished as contempt of court, which bars a conviction for it.")
    return allow(daa("39(4)"), "The behaviour was not punished as contempt of court.")


def may_punish_contempt(*, convicted: bool) -> Decision:
    """Whether behaviour may be punished as contempt of court (s.39(3)): not once convicted of the breach by it."""
    if convicted:
        return refuse(daa("39(3)"), "There is a conviction for the behaviour, which bars punishing it as contempt.")
    return allow(daa("39(3)"), "There is no conviction for the behaviour.")


DISPOSALS: dict[str, str] = {
    "imprisonment": "imprisonment",
    "fine": "a fine",
    "community_order": "a community order",
    "conditional_discharge": "a conditional discharge",
    "absolute_discharge": "an absolute discharge",
}


def disposal_open(disposal: str, *, offence: str = BREACH_OF_ORDER, service_court: bool = False) -> Decision:
    """Whether a court may deal with an offence in a way (s.39(6)-(7)): a breach of an order has no conditional discharge.

    The same holds in a service court (s.39(7)). The notification offences have no such bar. Raises ValueError for
    another disposal or offence.
    """
    if disposal not in DISPOSALS:
        raise ValueError(f"'{disposal}' is not a way of dealing with an offence.")
    if offence not in OFFENCES:
        raise ValueError(f"'{offence}' is not an offence under Part 3.")
    provision = daa("39(7)") if service_court else daa("39(6)")
    if disposal == "conditional_discharge" and offence == BREACH_OF_ORDER:
        return refuse(provision, "A conditional discharge is not open for breach of an order.")
    return allow(
        provision if offence == BREACH_OF_ORDER else daa("43(3)"), f"The court may impose {DISPOSALS[disposal]}."
    )


def order_proven(*, certified_copy: bool, certified_by_proper_officer: bool) -> Decision:
    """Whether a copy proves an order and its contents (s.39(8)): certified by the proper officer of the court."""
    if certified_copy and certified_by_proper_officer:
        return allow(daa("39(8)"), "The copy is certified by the proper officer of the court that made the order.")
    return refuse(daa("39(8)"), "A copy certified by the proper officer of the court that made the order is needed.")


def polygraph_condition_possible(offence: str) -> Decision:
    """Whether a licence after a sentence can carry a polygraph condition (s.76): for breach of an order.

    Raises ValueError for another offence.
    """
    if offence not in OFFENCES:
        raise ValueError(f"'{offence}' is not an offence under Part 3.")
    if offence == BREACH_OF_ORDER:
        return allow(daa("76"), "Breach of an order is an offence for which a licence can carry a polygraph condition.")
    return refuse(daa("76"), "The section does not name the notification offences.")


# What was not done: the provision under which it is charged, and the provision that it fails.
FAILURES: dict[str, tuple[str | None, str, str]] = {
    "requirement": ("39(1)", "35(1)", "a requirement of the order"),
    "station_sign_on": ("39(1)", "35(1)", "signing on at a police station, which is a requirement of the order"),
    "supervised_requirement": ("39(1)", "36(2)", "a requirement that somebody supervises"),
    "responsible_person": ("39(1)", "36(7)", "keeping in touch with the responsible person or telling them an address"),
    "tag": ("39(1)", "37(8)", "the duties about the tag"),
    "notification": ("43(1)(a)", "41(2)", "notifying the police of names and address"),
    "false_notification": ("43(1)(b)", "41(2)", "notifying the truth"),
    "identity_check": ("43(2)", "42(5)", "allowing fingerprints or a photograph"),
    "notice": (None, "26(1)", "a notice"),
}


def charged_under(failure: str) -> Decision:
    """Under which provision a failure is charged (s.39(1), s.43(1)-(2)): each its own count, never merged.

    A missed sign-on at a police station is a breach of the order, a missed notification is not. Breach of a notice is no
    offence. Raises ValueError for another failure.
    """
    if failure not in FAILURES:
        raise ValueError(f"'{failure}' is not a failure under Part 3.")
    section, failed, words = FAILURES[failure]
    if section is None:
        return Decision(
            (Finding(daa(failed), False, f"Breach of {words} is not an offence; charge what else was done."),)
        )
    return Decision((Finding(daa(section), True, f"It is a count of its own: {words}."),), (daa(failed),))


def charge_decided_by_prosecutors() -> Decision:
    """Who decides on a charge in domestic abuse: the Crown Prosecution Service, as believed and not confirmed (s.39(1))."""
    because = "A charge in a case of domestic abuse is for the Crown Prosecution Service under the Director's Guidance."
    return Decision((Finding(daa("39(1)"), True, because, confirmed=False),))


ENACTS: dict[Callable[..., object], tuple[str, ...]] = {
    greatest_penalty: ("39(5)", "43(3)"),
    may_convict: ("39(4)",),
    may_punish_contempt: ("39(3)",),
    disposal_open: ("39(6)", "39(7)"),
    order_proven: ("39(8)",),
    polygraph_condition_possible: ("76",),
    charged_under: ("39(1)", "43(1)", "43(2)"),
    charge_decided_by_prosecutors: ("39(1)",),
}

"""The orders beside ours, as far as a register must know them. CSA 2010 ss.24-32; FLA 1996; SPA 2019; DAA 2021 s.41(8), s.55.

How each ends, what a breach of it is, whether it has a power of arrest, and whether it switches off the duty to notify.
Each fact says whether it was read in its source.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from haven_law.calendar import Calendar
from haven_law.citation import daa
from haven_law.clock import HearingDeadline, custody_deadline, hearing_deadline, in_words
from haven_law.definitions import RANKS
from haven_law.findings import Decision, Finding, allow
from haven_law.notification import SEXUAL_OFFENCES, STALKING
from haven_law.order_life import EVENT, FURTHER_ORDER, PERIOD, months_last_day

OFFENCE, CIVIL, CONTEMPT, ARREST_ONLY = "offence", "civil", "contempt", "arrest_only"
BREACHES: dict[str, str] = {
    OFFENCE: "an offence",
    CIVIL: "a civil matter, and no offence",
    CONTEMPT: "contempt of court",
    ARREST_ONLY: "no offence; there is a power of arrest",
}


@dataclass(frozen=True)
class Neighbour:
    """A kind of order or notice beside ours.

    ``ends``: the ways in which it may end. ``breach``: a code of ``BREACHES``, with the greatest penalty in words.
    ``switch``: the code under which it switches off our duty to notify, or None. ``confirmed``: of the breach and its
    penalty.
    """

    code: str
    name: str
    made_by: str
    provision: str
    ends: tuple[str, ...]
    breach: str
    breach_provision: str
    penalty: str
    confirmed: bool
    switch: str | None = None


_ROWS = (
    Neighbour(
        "dvpn",
        "domestic violence protection notice",
        "a superintendent or above",
        "CSA 2010 s.24",
        (EVENT,),
        ARREST_ONLY,
        "CSA 2010 s.26",
        "the person is brought before a magistrates' court within 24 hours",
        True,
    ),
    Neighbour(
        "dvpo",
        "domestic violence protection order",
        "a magistrates' court",
        "CSA 2010 s.28",
        (PERIOD,),
        CIVIL,
        "CSA 2010 s.29",
        "50 pounds a day up to 5,000 pounds, or two months (Magistrates' Courts Act 1980 s.63)",
        False,
    ),
    Neighbour(
        "non_molestation",
        "non-molestation order",
        "the family court",
        "FLA 1996 s.42",
        (PERIOD, FURTHER_ORDER),
        OFFENCE,
        "FLA 1996 s.42A",
        "up to five years",
        True,
    ),
    Neighbour(
        "occupation",
        "occupation order",
        "the family court",
        "FLA 1996 s.33",
        (PERIOD, EVENT, FURTHER_ORDER),
        CONTEMPT,
        "FLA 1996 s.47",
        "contempt of court; there may be a power of arrest",
        False,
    ),
    Neighbour(
        "restraining_on_conviction",
        "restraining order on conviction",
        "the court that sentences",
        "Sentencing Code s.360",
        (PERIOD, FURTHER_ORDER),
        OFFENCE,
        "Sentencing Code s.363",
        "up to five years",
        False,
    ),
    Neighbour(
        "restraining_on_acquittal",
        "restraining order on acquittal",
        "the court that acquits",
        "PHA 1997 s.5A",
        (PERIOD, FURTHER_ORDER),
        OFFENCE,
        "PHA 1997 s.5A",
        "up to five years",
        False,
    ),
    Neighbour(
        "stalking_protection",
        "stalking protection order",
        "a magistrates' court, on the application of a chief officer",
        "SPA 2019 s.2",
        (PERIOD, FURTHER_ORDER),
        OFFENCE,
        "SPA 2019 s.8",
        "up to five years; no conditional discharge",
        True,
        STALKING,
    ),
    Neighbour(
        "stalking_protection_interim",
        "interim stalking protection order",
        "a magistrates' court",
        "SPA 2019 s.5",
        (PERIOD, EVENT),
        OFFENCE,
        "SPA 2019 s.8",
        "up to five years; no conditional discharge",
        True,
        STALKING,
    ),
    Neighbour(
        "sex_offender_notification",
        "notification as a sexual offender",
        "the law, on conviction or caution",
        "SOA 2003 s.80",
        (PERIOD, FURTHER_ORDER),
        OFFENCE,
        "SOA 2003 s.91",
        "up to five years",
        False,
        SEXUAL_OFFENCES,
    ),
)
NEIGHBOURS: dict[str, Neighbour] = {row.code: row for row in _ROWS}


def neighbour_named(code: str) -> Neighbour:
    """Find a kind of neighbouring order. Raises ValueError for one that is not in ``NEIGHBOURS``."""
    if code not in NEIGHBOURS:
        raise ValueError(f"'{code}' is not a kind of neighbouring order.")
    return NEIGHBOURS[code]


def neighbour_breach(code: str) -> Decision:
    """What a breach of a neighbouring order is (CSA 2010 s.29; FLA 1996 s.42A; SPA 2019 s.8). Lawful True: an offence.

    Raises ValueError for another kind.
    """
    row = neighbour_named(code)
    because = f"Breach of a {row.name} is {BREACHES[row.breach]}: {row.penalty}."
    finding = Finding(row.breach_provision, row.breach == OFFENCE, because, confirmed=row.confirmed)
    return Decision((finding,), (row.provision,))


DVPO_SHORTEST, DVPO_LONGEST = 14, 28
STALKING_YEARS = 2


def neighbour_duration(code: str, made_on: date, *, ends: str, last_day: date | None = None) -> Decision:
    """Whether a neighbouring order may end as stated (CSA 2010 s.28(10); SPA 2019 s.3).

    A domestic violence protection order: 14 to 28 days beginning with the day it is made. A stalking protection order: a
    period of two years at least, or until further order. The others: in their own ways, without limit here. Raises
    ValueError for another kind or way, and for a period without its last day.
    """
    row = neighbour_named(code)
    if ends not in (PERIOD, EVENT, FURTHER_ORDER):
        raise ValueError(f"'{ends}' is not a way in which an order ends.")
    if ends == PERIOD and last_day is None:
        raise ValueError("Give the last day of the period.")
    if ends not in row.ends:
        return Decision((Finding(row.provision, False, f"A {row.name} does not end in this way."),))
    if code == "dvpo" and last_day is not None:
        return _dvpo(made_on, last_day)
    if code == "stalking_protection" and ends == PERIOD and last_day is not None:
        return _stalking(made_on, last_day)
    if last_day is not None and last_day < made_on:
        return Decision((Finding(row.provision, False, "The last day is before the day on which it was made."),))
    return allow(row.provision, f"A {row.name} may end in this way.")


def _dvpo(made_on: date, last_day: date) -> Decision:
    days = (last_day - made_on).days + 1
    met = DVPO_SHORTEST <= days <= DVPO_LONGEST
    latest = made_on + timedelta(days=DVPO_LONGEST - 1)
    because = (
        f"It lasts {days} days; it must be {DVPO_SHORTEST} to {DVPO_LONGEST}, so to {in_words(latest)} at the latest."
    )
    return Decision((Finding("CSA 2010 s.28(10)", met, because),))


def _stalking(made_on: date, last_day: date) -> Decision:
    earliest = months_last_day(made_on, 12 * STALKING_YEARS)
    met = last_day >= earliest
    because = f"It must last two years at least, so to {in_words(earliest)} or later; it lasts to {in_words(last_day)}."
    return Decision((Finding("SPA 2019 s.3", met, because),))


def switches_off_notification(code: str) -> Decision:
    """Whether a neighbouring order switches off our duty to notify (s.41(8)(b)). Lawful True: it does.

    Notification under Part 2 of the Sexual Offences Act 2003 or s.9 of the Stalking Protection Act 2019. Raises
    ValueError for another kind.
    """
    row = neighbour_named(code)
    if row.switch:
        return allow(daa("41(8)(b)"), f"While they notify under this, the duty of s.41 is off: {row.name}.")
    return Decision((Finding(daa("41(8)"), False, f"It does not switch off the duty of s.41: {row.name}."),))


def stalking_notification_last_day(served_on: date) -> Decision:
    """The last day to notify under a stalking protection order (SPA 2019 s.9): three days from service, unlike ours."""
    last = served_on + timedelta(days=2)
    because = f"Three days beginning with the day of service: to the end of {in_words(last)}."
    return Decision((Finding("SPA 2019 s.9", True, because),))


def older_notice_hearing(given_at: datetime, calendar: Calendar | None = None) -> HearingDeadline:
    """When the application after a domestic violence protection notice must be heard (CSA 2010 s.27(3)-(4)).

    The same 48 hours with the same days left out. Raises ValueError for a time without an offset.
    """
    found = hearing_deadline(given_at, calendar)
    return replace(found, kind="dvpn_hearing", citations=("CSA 2010 s.27(3)", "CSA 2010 s.27(4)"))


def older_notice_custody(arrested_at: datetime, calendar: Calendar | None = None) -> HearingDeadline:
    """When a person arrested for breach of a domestic violence protection notice must be before the court (CSA 2010 s.26).

    Raises ValueError for a time without an offset.
    """
    found = custody_deadline(arrested_at, calendar=calendar)
    return replace(found, kind="dvpn_custody", citations=("CSA 2010 s.26",))


def older_notice_giver(rank: str, force: str, *, service_accommodation: bool = False) -> Decision:
    """Whether an officer may give a domestic violence protection notice (CSA 2010 s.24(1), s.32).

    A superintendent or above (believed, not read); for the Ministry of Defence Police for service accommodation.
    Raises ValueError for a rank that is not known.
    """
    if rank not in RANKS:
        raise ValueError(f"'{rank}' is not a rank.")
    order = list(RANKS)
    high = order.index(rank) >= order.index("superintendent")
    because = f"The officer is a {RANKS[rank]}; the notice needs a superintendent or above."
    findings = [Finding("CSA 2010 s.24(1)", high, because, confirmed=False)]
    if force == "mdp":
        said = "The Ministry of Defence Police may give it for service accommodation."
        findings.append(Finding("CSA 2010 s.32", service_accommodation, said))
    return Decision(tuple(findings))


def feed_silence(*, discharge_received: bool) -> Decision:
    """Whether a non-molestation order has been discharged, seen from the electronic feed (FPR 2010 PD36ZI).

    The feed leaves out discharges and some public-law orders: silence says nothing.
    """
    if discharge_received:
        return allow("FPR 2010 PD36ZI", "A discharge was received.")
    because = "Nothing was received; the feed leaves discharges out, so that says nothing. Ask the court."
    return Decision((Finding("FPR 2010 PD36ZI", None, because, "silence of the feed", confirmed=False),))


ENACTS: dict[Callable[..., object], tuple[str, ...]] = {
    neighbour_breach: ("CSA 2010 s.29", "FLA 1996 s.42A", "SPA 2019 s.8"),
    neighbour_duration: ("CSA 2010 s.28(10)", "SPA 2019 s.3"),
    switches_off_notification: ("41(8)",),
    stalking_notification_last_day: ("SPA 2019 s.9",),
    older_notice_hearing: ("CSA 2010 s.27(3)", "CSA 2010 s.27(4)"),
    older_notice_custody: ("CSA 2010 s.26",),
    older_notice_giver: ("CSA 2010 s.24(1)", "CSA 2010 s.32"),
    feed_silence: ("FPR 2010 PD36ZI",),
}

"""Breach at an instant, and what an officer may do. DAA 2021 s.26, s.39(1)-(2), s.45(8)-(9); PACE 1984 s.24."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from haven_law.citation import daa
from haven_law.clock import HearingDeadline, aware
from haven_law.findings import Decision, Finding
from haven_law.judging import Judged, judged
from haven_law.notices import NOTICE_POSITIONS, heard_in_time, notice_position
from haven_law.orders import ORDER_POSITIONS, OrderTimes, order_position

ENGLAND_AND_WALES, ELSEWHERE_IN_UK = "england_and_wales", "elsewhere_in_uk"


@dataclass(frozen=True)
class PowerAnswer:
    """What an officer may do: a code, the sentence to show, and the provision."""

    code: str
    words: str
    provision: str


NOTICE_POWER = PowerAnswer(
    "arrest_notice",
    "You can arrest without a warrant if you have reasonable grounds to believe that they are in breach of this "
    "notice.",
    daa("26(1)"),
)
ORDER_POWER = PowerAnswer(
    "arrest_order",
    "Breach of this order is an offence. You can arrest if you suspect a breach and an arrest is necessary.",
    daa("39(1)"),
)
ASK_LAWYER = PowerAnswer(
    "ask_lawyer",
    "This notice is past its deadline and has not been heard. Ask the legal adviser before you rely on it.",
    daa("29(2)"),
)
ASK_LAWYER_ORDER = PowerAnswer(
    "ask_lawyer",
    "The certified copy of this order has not been received. Ask the legal adviser before you rely on it.",
    daa("39(8)"),
)
NO_POWER = PowerAnswer("none", "Nothing is in force here that gives a power of arrest.", daa("39(1)"))
NO_NOTICE_POWER = PowerAnswer("none", "This notice gives no power of arrest now.", daa("26(1)"))


def powers(kind: str, position: str, heard_late: bool = False) -> PowerAnswer:
    """What an officer may do about a notice or an order that stands where it does.

    ``kind``: "notice" or "order"; ``position``: from ``notice_position`` or ``order_position``. ``heard_late``: the
    hearing of a notice did not begin in time, so that its power is doubtful (A5). Raises ValueError for other codes.
    """
    if kind == "notice" and position in NOTICE_POSITIONS:
        if position == "past_deadline" or (position == "continuing" and heard_late):
            return ASK_LAWYER
        if position == "may_be_late":
            return PowerAnswer(
                ASK_LAWYER.code, "This notice may be past its deadline. Ask the legal adviser first.", daa("29(2)")
            )
        return NOTICE_POWER if position in ("running", "continuing") else NO_NOTICE_POWER
    if kind == "order" and position in ORDER_POSITIONS:
        if position == "lawyer_must_decide":
            return ASK_LAWYER_ORDER
        return ORDER_POWER if position == "in_force" else NO_POWER
    raise ValueError(f"There is no {kind} that is '{position}'.")


@dataclass(frozen=True)
class NoticeTimes:
    """The instants a notice lives by."""

    served_at: datetime | None
    deadline: HearingDeadline | None
    hearing_begun_at: datetime | None = None
    ended_at: datetime | None = None


def breach_of_notice(times: NoticeTimes, at: datetime) -> Decision:
    """Whether conduct at an instant can be a breach of a notice (s.26(1)); it is never itself an offence.

    None (a lawyer must decide) once the notice may be past its deadline unheard, or was heard late (A5).
    """
    position = notice_position(times.served_at, times.deadline, times.hearing_begun_at, times.ended_at, at)
    provision = daa("26(1)")
    if position == "not_served":
        return Decision((Finding(provision, False, "The notice had not been served by then."),))
    if position == "ended":
        return Decision((Finding(provision, False, "The notice had ended by then."),))
    late = _heard_late(times) if position == "continuing" else False
    if position in ("may_be_late", "past_deadline") or late:
        because = "The application was not, or may not have been, heard in time; the Act does not say what follows."
        return Decision((Finding(daa("29(2)"), None, because, "A5"),), (provision,))
    return Decision((Finding(provision, True, "The notice was in force."),), (daa("26(9)"),))


def _heard_late(times: NoticeTimes) -> bool:
    if times.deadline is None or times.hearing_begun_at is None:
        return False
    return heard_in_time(times.deadline, times.hearing_begun_at) is not True


@dataclass(frozen=True)
class OrderConduct:
    """What a breach of an order turns on besides its times.

    ``given_notice``: the subject was given notice of the proceedings in which the order (or the variation that added
    or extended the clause) was made. ``aware_from``: when the subject became aware of it, if shown.
    ``offence_without_variation``: the conduct would be an offence had the variation not been made (s.45(9)).
    ``made_at``: when the order was made, if known to the minute.
    """

    given_notice: bool
    aware_from: datetime | None = None
    place: str = ENGLAND_AND_WALES
    offence_without_variation: bool = False
    clause_in_force: bool = True
    made_on_this_day_before: bool = False


def breach_of_order(times: OrderTimes, conduct: OrderConduct, at: datetime) -> Decision:
    """Whether conduct at an instant can be the offence of breaching an order (s.39(1)-(2), s.45(8)-(9)).

    False before the subject is aware of an order made without notice of the proceedings. None for conduct outside
    England and Wales (A13), for conduct earlier on the day the order was made (A25), and for an order that is not
    proven yet.
    """
    position = order_position(times, at)
    provision = daa("39(1)")
    if position == "waiting" and conduct.made_on_this_day_before:
        because = "The conduct was on the day the order was made, before it was made; it takes effect on that day."
        return Decision((Finding(daa("38(1)"), None, because, "A25"),))
    if position in ("waiting", "ended") or not conduct.clause_in_force:
        return Decision((Finding(provision, False, "The order, or this clause of it, was not in force then."),))
    findings = [Finding(provision, True, "The order and this clause were in force."), _aware(conduct, at)]
    if position == "lawyer_must_decide":
        findings.append(
            Finding(daa("39(8)"), None, "The certified copy of the order has not been received.", "unproven order")
        )
    if conduct.place != ENGLAND_AND_WALES:
        because = "The requirement has effect there, but the offence extends to England and Wales only."
        findings.append(Finding(daa("38(7)"), None, because, "A13"))
    return Decision(tuple(findings))


def _aware(conduct: OrderConduct, at: datetime) -> Finding:
    if conduct.given_notice:
        return Finding(daa("39(2)"), True, "The subject was given notice of the proceedings.")
    if conduct.aware_from is not None and aware(conduct.aware_from) <= aware(at):
        return Finding(daa("39(2)"), True, "The subject was aware of the order by then.")
    if conduct.offence_without_variation:
        return Finding(daa("45(9)"), True, "It would be an offence had the order not been varied.")
    return Finding(
        daa("39(2)"),
        False,
        "The subject was not given notice of the proceedings and is not shown to have been aware of the order by then.",
    )


def breach_possible(
    at: datetime,
    *,
    notice: NoticeTimes | None = None,
    order: OrderTimes | None = None,
    conduct: OrderConduct | None = None,
) -> Decision:
    """Whether conduct at an instant can be a breach of the notice, or of the order, that is passed.

    Raises ValueError unless exactly one is passed, the order with its ``conduct``.
    """
    if notice is not None and order is None:
        return breach_of_notice(notice, at)
    if order is not None and conduct is not None and notice is None:
        return breach_of_order(order, conduct, at)
    raise ValueError("Ask about one notice, or about one order with its conduct.")


def after_invitation(*, reasonable_excuse: Judged = None) -> Decision:
    """Whether a breach after an invitation by the protected person can be the offence (s.39(1), s.33(3)): it can.

    Nobody but a court changes an order; what the protected person did bears on reasonable excuse only, which is for the
    court (None: not judged).
    """
    binds = "The requirement binds although the protected person invited the subject; only a court can change it."
    none = not reasonable_excuse if isinstance(reasonable_excuse, bool) else reasonable_excuse
    excuse = judged(
        daa("39(1)"),
        none,
        "There is no reasonable excuse.",
        "There is a reasonable excuse.",
        "Decide whether there is a reasonable excuse; the invitation bears on that only.",
    )
    first = Finding(daa("39(1)"), True, binds)
    return Decision((first, excuse) if excuse else (first,), (daa("33(3)"), daa("44(1)")))


# Which provisions each function applies; ``haven_law.provisions`` reads this.
ENACTS = {
    powers: ("26(1)", "39(1)", "39(8)"),
    breach_of_notice: ("26(1)", "26(9)"),
    breach_of_order: ("38(1)", "38(7)", "39(1)", "39(2)", "39(8)", "45(8)", "45(9)"),
    breach_possible: ("26(1)", "39(1)"),
    after_invitation: ("39(1)", "33(3)"),
}

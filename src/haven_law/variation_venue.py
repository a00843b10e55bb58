"""Who may ask that an order be changed or discharged, of which court, and who is heard. DAA 2021 s.44(1)-(8), s.45(1)-(9).

What the court may change, and on what condition, is in ``variation``; who a relevant chief officer is, in ``police``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from haven_law.areas import SAVINGS, AreaAnswer
from haven_law.citation import daa
from haven_law.findings import Decision, Finding, allow, refuse
from haven_law.judging import Judged, judged

PROTECTED, SUBJECT, APPLICANT, CHIEF_OFFICER = "protected_person", "subject", "applicant", "chief_officer"
ASKING: dict[str, str] = {
    PROTECTED: "the person for whose protection the order was made",
    SUBJECT: "the person against whom the order was made",
    APPLICANT: "the person who applied for the order",
    CHIEF_OFFICER: "a chief officer of police",
    "other_person": "anybody else",
}


def may_ask_to_vary(
    asked_by: str,
    *,
    order_made_on_application: bool = True,
    subject_resides_in_area: bool = False,
    subject_there_or_coming: Judged = False,
) -> Decision:
    """Whether somebody may apply to vary or discharge an order (s.44(2)(a), (3)).

    The two people; the applicant where the order was made under s.28; the chief officer of the area where the subject
    resides, or who believes that the subject is in the area or coming to it. Raises ValueError for another code.
    """
    if asked_by not in ASKING:
        raise ValueError(f"'{asked_by}' does not ask for a variation.")
    if asked_by == PROTECTED:
        return allow(daa("44(3)(a)"), "The order protects the person who asks.")
    if asked_by == SUBJECT:
        return allow(daa("44(3)(b)"), "The order was made against the person who asks.")
    if asked_by == APPLICANT:
        if order_made_on_application:
            return allow(daa("44(3)(c)"), "The order was made on the application of the person who asks.")
        return refuse(daa("44(3)(c)"), "The order was not made on an application, so nobody applied for it.")
    if asked_by == CHIEF_OFFICER:
        return _chief_officer(subject_resides_in_area, subject_there_or_coming)
    return refuse(
        daa("44(3)"), "Only the people named in the section may ask; the protected person can ask themselves."
    )


def _chief_officer(resides: bool, there_or_coming: Judged) -> Decision:
    if resides:
        return allow(daa("44(3)(d)"), "The subject resides in the police area of this chief officer.")
    finding = judged(
        daa("44(3)(e)"),
        there_or_coming,
        "The chief officer believes that the subject is in the police area or intends to come to it.",
        "The subject does not reside in the police area, and is not believed to be in it or coming to it.",
        "Decide whether you believe that the subject is in the police area or intends to come to it.",
    )
    return Decision((finding,) if finding else (), (daa("44(3)(d)"),))


def may_vary_unasked(*, could_make_order_of_own_motion: bool) -> Decision:
    """Whether a court may vary or discharge without an application (s.44(2)(b)): where it could make an order by s.31."""
    if could_make_order_of_own_motion:
        return allow(daa("44(2)(b)"), "It is a case in which the court could make an order of its own motion.")
    return refuse(
        daa("44(2)(b)"), "Without an application a court acts only where it could make an order by section 31."
    )


@dataclass(frozen=True, kw_only=True)
class Venue(Decision):
    """The court to which the application goes, in words; None where no court can hear it now."""

    court: str | None = None


MAGISTRATES, YOUTH, FAMILY, COUNTY, HIGH, CROWN = (
    "magistrates_court",
    "youth_court",
    "family_court",
    "county_court",
    "high_court",
    "crown_court",
)
_MADE_BY: dict[str, str] = {
    MAGISTRATES: "the magistrates' court that made the order",
    FAMILY: "the family court",
    COUNTY: "the county court",
    HIGH: "the High Court",
    CROWN: "the Crown Court",
}
ON_APPEAL, ON_COMMITTAL = "on_appeal", "on_committal"


def variation_court(
    made_by: str,
    *,
    made: str | None = None,
    convicted_by: str | None = None,
    area_now: AreaAnswer | None = None,
    order_saved: bool | None = None,
) -> Venue:
    """To which court an application to vary or discharge goes (s.45(1)-(7)).

    To the court that made the order, or another magistrates' court in the same local justice area; an order made by
    s.31 on an appeal ("on_appeal") or on committal or remittal for sentence ("on_committal") to the convicting court,
    for a youth court's committal a magistrates' court there; otherwise a Crown Court order only to the Crown Court and
    a High Court order only to the High Court. A varied order stays one of the court that first made it. ``area_now``:
    the answer of ``areas.area_in_force`` for the area of that court; only a court of a pilot area has the power, and
    after its end only for an order that was live then (``order_saved``, None: not known). Raises ValueError for another
    code.
    """
    if made_by not in _MADE_BY:
        raise ValueError(f"'{made_by}' is not a court that makes orders.")
    if made not in (None, ON_APPEAL, ON_COMMITTAL):
        raise ValueError(f"'{made}' is not a way in which an order is made.")
    if convicted_by is not None and convicted_by not in (*_MADE_BY, YOUTH):
        raise ValueError(f"'{convicted_by}' is not a convicting court.")
    first = _after_conviction(made, convicted_by) if made else _original(made_by)
    if area_now is None or first.court is None:
        return first
    return _in_area(first, area_now, order_saved)


def _original(made_by: str) -> Venue:
    section = {MAGISTRATES: "45(2)", CROWN: "45(5)", HIGH: "45(6)"}.get(made_by, "45(1)")
    words = _MADE_BY[made_by]
    if made_by == MAGISTRATES:
        words += " or any other in the same local justice area"
    elif made_by in (CROWN, HIGH):
        words += " only"
    return Venue((Finding(daa(section), True, f"It goes to {words}."),), (daa("45(1)"), daa("45(7)")), court=words)


def _after_conviction(made: str | None, convicted_by: str | None) -> Venue:
    provision = daa("45(3)(a)") if made == ON_APPEAL else daa("45(3)(b)")
    if convicted_by is None:
        return Venue((Finding(provision, False, "Say by which court the subject was convicted."),))
    if made == ON_COMMITTAL and convicted_by == YOUTH:
        words = "a magistrates' court in the local justice area of the youth court that convicted"
        return Venue((Finding(daa("45(4)"), True, f"It goes to {words}."),), (provision,), court=words)
    words = f"the court that convicted ({_MADE_BY.get(convicted_by, 'the youth court')})"
    return Venue((Finding(provision, True, f"It goes to {words}."),), (daa("45(7)"),), court=words)


def _in_area(first: Venue, area: AreaAnswer, saved: bool | None) -> Venue:
    finding = Finding(daa("90(8)"), area.available, f"The area of the court. {area.because}", area.ambiguity)
    if area.available is False and area.ambiguity == "A12":
        finding = _after_the_end(area, saved)
    return Venue((*first.findings, finding), first.citations, court=first.court)


def _after_the_end(area: AreaAnswer, saved: bool | None) -> Finding:
    if saved:
        return Finding(SAVINGS, True, "The order was live when the period ended, and the savings keep it.", "A12")
    if saved is False:
        because = f"{area.because} The order was not live then."
        return Finding(SAVINGS, False, because, "A12")
    because = f"{area.because} Say whether the order was live when the period ended."
    return Finding(SAVINGS, None, because, "A12")


def heard_before_change(
    *,
    asked_by: str,
    lighter_or_discharge: bool,
    protected_heard: bool | None,
    police_wish_to_be_heard: bool,
    police_heard: bool | None,
) -> Decision:
    """Whether everybody was heard who must be before an order is varied or discharged (s.44(4)).

    A relevant chief officer who wishes it; the protected person where they ask for discharge or for lighter terms.
    Raises ValueError for another ``asked_by``.
    """
    if asked_by not in ASKING:
        raise ValueError(f"'{asked_by}' does not ask for a variation.")
    findings: list[Finding] = []
    if police_wish_to_be_heard:
        met = police_heard is True
        because = "The chief officer who wished to be heard was heard."
        findings.append(Finding(daa("44(4)(a)"), met, because if met else because.replace("was", "must be")))
    else:
        findings.append(Finding(daa("44(4)(a)"), True, "No relevant chief officer wishes to be heard."))
    if asked_by == PROTECTED and lighter_or_discharge:
        met = protected_heard is True
        because = "The protected person, who asks for less protection, was heard."
        findings.append(Finding(daa("44(4)(b)"), met, because if met else because.replace("was", "must be")))
    return Decision(tuple(findings), (daa("44(5)"),))


def matters_before_change(*, child_welfare: bool, protected_opinion: bool, occupant_opinion: bool = True) -> Decision:
    """Whether what must be considered before an order was considered before it is changed (s.44(6), s.33).

    Each True when considered, or when it does not apply. The protected person need not consent.
    """
    topics = (
        (daa("33(1)(a)"), child_welfare, "the welfare of any person under 18"),
        (daa("33(1)(b)"), protected_opinion, "any opinion of the protected person that the court knows of"),
        (daa("33(1)(c)"), occupant_opinion, "any opinion of others who live there that the court knows of"),
    )
    findings = tuple(
        Finding(provision, met, f"{'Considered' if met else 'Not considered'}: {words}.")
        for provision, met, words in topics
    )
    return Decision(findings, (daa("44(6)"), daa("33(3)")))


def vary_without_notice(just_and_convenient: Judged = None, *, hearing_arranged: bool | None = None) -> Decision:
    """Whether an order may be varied without notice to the subject (s.44(7), s.34): also one made after a notice.

    Then the subject must be heard on the variation as soon as just and convenient, on notice to all parties (A20).
    """
    just = judged(
        daa("34(1)"),
        just_and_convenient,
        "The court finds it just and convenient to vary the order without notice.",
        "The court does not find it just and convenient to vary the order without notice.",
        "Decide whether it is just and convenient to vary without notice, with regard to s.34(3).",
    )
    hearing = Finding(
        daa("34(4)"),
        hearing_arranged is True,
        "A hearing on the variation is arranged, on notice to all parties."
        if hearing_arranged
        else "A hearing on the variation must be arranged, on notice to all parties.",
        "A20",
    )
    return Decision((just, hearing) if just else (hearing,), (daa("44(7)"),))


def may_change_order_period(change: str, *, necessary: Judged = None, no_longer_necessary: Judged = None) -> Decision:
    """Whether a court may change how long the order itself lasts (s.44(8)-(9), (13)): "extend" or "shorten".

    Longer only if necessary to protect; that it is shorter ends every requirement sooner, so only as far as the order is
    no longer necessary. Raises ValueError for another change.
    """
    if change == "extend":
        finding = judged(
            daa("44(9)"),
            necessary,
            "The court is satisfied that a longer order is necessary to protect the protected person.",
            "The court is not satisfied that a longer order is necessary to protect the protected person.",
            "Decide whether a longer order is necessary to protect the protected person.",
        )
    elif change == "shorten":
        finding = judged(
            daa("44(13)"),
            no_longer_necessary,
            "The court is satisfied that the order is not necessary beyond the new last day.",
            "The court is not satisfied that the order is not necessary beyond the new last day.",
            "Decide whether the order is still necessary beyond the new last day.",
        )
    else:
        raise ValueError(f"'{change}' is not a change of how long an order lasts.")
    return Decision((finding,) if finding else (), (daa("44(8)"),))


def order_remains_of(first_court: str) -> Decision:
    """Of which court a varied order is for further applications (s.45(7)): of the court that first made it.

    Raises ValueError for another court.
    """
    if first_court not in _MADE_BY:
        raise ValueError(f"'{first_court}' is not a court that makes orders.")
    return allow(daa("45(7)"), f"The varied order remains one of {_MADE_BY[first_court]}.")


ENACTS: dict[Callable[..., object], tuple[str, ...]] = {
    may_ask_to_vary: ("44(2)", "44(3)"),
    may_vary_unasked: ("44(2)",),
    variation_court: ("44(1)", "45(1)", "45(2)", "45(3)", "45(4)", "45(5)", "45(6)", "45(7)"),
    heard_before_change: ("44(4)",),
    matters_before_change: ("44(6)",),
    vary_without_notice: ("44(7)",),
    may_change_order_period: ("44(8)", "44(9)", "44(13)"),
    order_remains_of: ("45(7)",),
}

"""Which chief officer of police. DAA 2021 s.22(8), s.28(4), s.36(6), s.44(5), s.47(2), s.56(1)-(2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from haven_law.citation import daa
from haven_law.findings import Decision, Finding, allow, refuse
from haven_law.judging import Judged, judged

LOCAL, BTP, MDP = "local", "btp", "mdp"
CHIEF_OFFICERS: dict[str, str] = {
    LOCAL: "the chief officer of police of the force",
    BTP: "the Chief Constable of the British Transport Police Force",
    MDP: "the Chief Constable of the Ministry of Defence Police",
}


def chief_officer_of(kind: str) -> Decision:
    """Who the chief officer of police of a relevant force is (s.56(1), s.22(8)). Raises ValueError for another force."""
    if kind not in CHIEF_OFFICERS:
        raise ValueError(f"'{kind}' is not a relevant police force.")
    return allow(daa("56(1)"), f"The chief officer of police is {CHIEF_OFFICERS[kind]}.")


def member_of_force(kind: str, *, special_constable: bool = False) -> Decision:
    """Whether somebody is a member of a relevant force (s.56(2), s.22(8)).

    The special constables of a local force are members of it; for the other forces the Act does not say so. Raises
    ValueError for another force.
    """
    if kind not in CHIEF_OFFICERS:
        raise ValueError(f"'{kind}' is not a relevant police force.")
    if not special_constable:
        return allow(daa("22(8)"), "They are a member of a relevant police force.")
    if kind == LOCAL:
        return allow(daa("56(2)"), "A special constable of a local force is a member of it.")
    return refuse(daa("56(2)"), "The Act counts special constables as members of a local force only.")


def applying_chief_officer(
    kind: str,
    *,
    after_notice: bool = False,
    gave_the_notice: bool = False,
    subject_resides_in_area: bool = False,
    subject_there_or_coming: Judged = False,
) -> Decision:
    """Whether a chief officer is the appropriate one to apply for an order (s.28(4)).

    After a notice only that of the force whose member gave it; otherwise of the area where the subject resides, or who
    believes that the subject is in the area or intends to come to it, or of the two national forces. Raises ValueError
    for another force.
    """
    if kind not in CHIEF_OFFICERS:
        raise ValueError(f"'{kind}' is not a relevant police force.")
    if after_notice:
        because = "The force gave the notice." if gave_the_notice else "Another force gave the notice and must apply."
        return Decision((Finding(daa("28(4)(a)"), gave_the_notice, because),), (daa("28(3)"),))
    if kind == BTP:
        return allow(daa("28(4)(b)(iii)"), "The Chief Constable of the British Transport Police Force may apply.")
    if kind == MDP:
        return allow(daa("28(4)(b)(iv)"), "The Chief Constable of the Ministry of Defence Police may apply.")
    if subject_resides_in_area:
        return allow(daa("28(4)(b)(i)"), "The subject resides in the police area.")
    finding = judged(
        daa("28(4)(b)(ii)"),
        subject_there_or_coming,
        "The chief officer believes that the subject is in the police area or intends to come to it.",
        "The subject does not reside in the police area, and is not believed to be in it or coming to it.",
        "Decide whether you believe that the subject is in the police area or intends to come to it.",
    )
    return Decision((finding,) if finding else (), (daa("28(4)(b)(i)"),))


VARIATION, APPEAL = "variation", "appeal"


def relevant_chief_officer(
    proceedings: str,
    *,
    applied_for_order: bool = False,
    subject_resides_in_area: bool = False,
    subject_there_or_coming: Judged = False,
) -> Decision:
    """Whether a chief officer must be heard if they wish, on a variation or an appeal (s.44(5), s.47(2)).

    Who applied for the order; whose area the subject resides in; who believes that the subject is there or coming.
    Raises ValueError for other proceedings.
    """
    if proceedings not in (VARIATION, APPEAL):
        raise ValueError(f"'{proceedings}' is neither a variation nor an appeal.")
    section = "44(5)" if proceedings == VARIATION else "47(2)"
    if applied_for_order:
        return allow(daa(f"{section}(a)"), "The order was made on the application of this chief officer.")
    if subject_resides_in_area:
        return allow(daa(f"{section}(b)"), "The subject resides in the police area of this chief officer.")
    finding = judged(
        daa(f"{section}(c)"),
        subject_there_or_coming,
        "The chief officer believes that the subject is in the police area or intends to come to it.",
        "The chief officer did not apply for the order, and the subject neither resides there nor is believed to come.",
        "Decide whether you believe that the subject is in the police area or intends to come to it.",
    )
    return Decision((finding,) if finding else ())


@dataclass(frozen=True, kw_only=True)
class ToldForce(Decision):
    """The police area whose chief officer is told; None where the responsible person must still choose or find out."""

    area: str | None = None


def chief_officer_to_tell(
    residences: Sequence[str], *, chosen: str | None = None, court_area: str | None = None
) -> ToldForce:
    """Which chief officer the responsible person tells (s.36(6)).

    That of the police area where the subject appears to reside; of several, the one chosen as most appropriate; of
    none, that of the court which made the order. Raises ValueError for a choice that is not among the residences.
    """
    areas = tuple(dict.fromkeys(residences))
    if chosen is not None and chosen not in areas:
        raise ValueError(f"'{chosen}' is not one of the police areas where the subject appears to reside.")
    if not areas:
        if court_area is None:
            return ToldForce(
                (Finding(daa("36(6)(c)"), False, "Give the police area of the court that made the order."),)
            )
        because = f"The subject resides in no police area; that of the court is told: {court_area}."
        return ToldForce((Finding(daa("36(6)(c)"), True, because),), area=court_area)
    if len(areas) == 1:
        because = f"The subject appears to reside in the police area {areas[0]}."
        return ToldForce((Finding(daa("36(6)(a)"), True, because),), area=areas[0])
    if chosen is None:
        because = f"The subject appears to reside in several police areas ({', '.join(areas)}); choose one of them."
        return ToldForce((Finding(daa("36(6)(b)"), None, because, for_you=True),))
    because = f"Of several police areas this one is thought most appropriate: {chosen}."
    return ToldForce((Finding(daa("36(6)(b)"), True, because),), area=chosen)


ENACTS: dict[Callable[..., object], tuple[str, ...]] = {
    chief_officer_of: ("56(1)", "22(8)"),
    member_of_force: ("56(2)", "22(8)"),
    applying_chief_officer: ("28(4)",),
    relevant_chief_officer: ("44(5)", "47(2)"),
    chief_officer_to_tell: ("36(6)",),
}

"""What domestic abuse is, children as victims, and who else lives there. DAA 2021 s.1(2)-(5), s.2(2), s.3, s.24(2), s.33(2).

Which connections count is in ``definitions``.
"""

from __future__ import annotations

from collections.abc import Callable

from haven_law.citation import daa
from haven_law.definitions import BEHAVIOUR_PROVISIONS, BEHAVIOURS, PROTECTED_MINIMUM_AGE, connected_by_any
from haven_law.findings import Decision, Finding, allow, refuse
from haven_law.judging import Judged, judged

ADULT = 18


def is_domestic_abuse(
    behaviours: tuple[str, ...], connections: tuple[str, ...], *, age_of_a: int, age_of_b: int, incidents: int = 1
) -> Decision:
    """Whether behaviour of one person (A) towards another (B) is domestic abuse (s.1(2)-(3)).

    Both 16 or over, personally connected, and of a kind that the Act names; one incident is enough. Raises ValueError
    for an unknown behaviour or connection, and for no incident.
    """
    unknown = [code for code in behaviours if code not in BEHAVIOURS]
    if unknown:
        raise ValueError(f"'{unknown[0]}' is not a kind of abusive behaviour.")
    if incidents < 1:
        raise ValueError("There must be one incident at least.")
    old_enough = min(age_of_a, age_of_b) >= PROTECTED_MINIMUM_AGE
    findings = [
        Finding(
            daa("1(2)(a)"),
            old_enough,
            "Both are 16 or over."
            if old_enough
            else f"Both must be 16 or over; they are {age_of_a} and {age_of_b}. Abuse of a child is for safeguarding.",
        ),
        connected_by_any(connections),
    ]
    findings += [
        Finding(BEHAVIOUR_PROVISIONS[code], True, f"The behaviour is {BEHAVIOURS[code].lower()}.")
        for code in behaviours
    ] or [Finding(daa("1(3)"), False, "No kind of abusive behaviour is given.")]
    course = "A single incident is enough." if incidents == 1 else f"It is a course of conduct ({incidents} incidents)."
    return Decision((*findings, Finding(daa("1(3)"), True, course)), (daa("1(2)(b)"),))


ECONOMIC_MEANS: dict[str, tuple[str, str]] = {
    "acquire_money_or_property": ("1(4)(a)", "get money or other property"),
    "use_money_or_property": ("1(4)(a)", "use money or other property"),
    "keep_money_or_property": ("1(4)(a)", "keep money or other property"),
    "obtain_goods_or_services": ("1(4)(b)", "obtain goods or services"),
}


def economic_abuse(means: str, substantial_adverse_effect: Judged = None) -> Decision:
    """Whether behaviour is economic abuse (s.1(4)): a substantial adverse effect on what the person can do.

    ``means``: a code of ``ECONOMIC_MEANS``. Raises ValueError for another.
    """
    if means not in ECONOMIC_MEANS:
        raise ValueError(f"'{means}' is not an ability that section 1(4) names.")
    section, words = ECONOMIC_MEANS[means]
    finding = judged(
        daa(section),
        substantial_adverse_effect,
        f"It has a substantial adverse effect on the person's ability to {words}.",
        f"It has no substantial adverse effect on the person's ability to {words}.",
        f"Decide whether it has a substantial adverse effect on the person's ability to {words}.",
    )
    return Decision((finding,) if finding else (), (daa("1(3)(d)"),))


def towards(directed_at: str, *, aimed_through_them: Judged = None) -> Decision:
    """Whether conduct is "towards" the person although somebody else is its target (s.1(5)), such as their child.

    ``directed_at``: "the_person" or "somebody_else". Raises ValueError for another.
    """
    if directed_at == "the_person":
        return allow(daa("1(5)"), "The conduct is directed at the person.")
    if directed_at != "somebody_else":
        raise ValueError(f"'{directed_at}' is neither the person nor somebody else.")
    finding = judged(
        daa("1(5)"),
        aimed_through_them,
        "The conduct is directed at somebody else and is abuse of the person all the same.",
        "The conduct is directed at somebody else and is not abuse of the person.",
        "Decide whether the conduct towards somebody else is abuse of the person.",
    )
    return Decision((finding,) if finding else ())


PARENT, RESPONSIBILITY, RELATIVE, NEITHER = "parent", "parental_responsibility", "relative", "neither"


def parental_relationship(first: str, second: str, *, child_age: int) -> Decision:
    """Whether two people each have, or at one time each had, a parental relationship to a child (s.2(1)(f), (2)-(3)).

    ``first`` and ``second``: "parent", "parental_responsibility" or "neither". ``child_age``: of the child when each had
    it; a child is under 18. Raises ValueError for another code.
    """
    for tie in (first, second):
        if tie not in (PARENT, RESPONSIBILITY, NEITHER):
            raise ValueError(f"'{tie}' is not a parental relationship.")
    letters = {PARENT: "a", RESPONSIBILITY: "b"}
    findings = [
        Finding(
            daa(f"2(2)({letters[tie]})") if tie in letters else daa("2(2)"),
            tie != NEITHER,
            f"The {who} {_TIES[tie]}.",
        )
        for who, tie in (("first", first), ("second", second))
    ]
    young = child_age < ADULT
    because = "The child was under 18 then." if young else f"A child is under 18; this one was {child_age}."
    return Decision((*findings, Finding(daa("2(3)"), young, because)), (daa("2(1)(f)"),))


_TIES = {
    PARENT: "is a parent of the child",
    RESPONSIBILITY: "has parental responsibility for the child",
    NEITHER: "has no parental relationship to the child",
}
_RELATED = {
    PARENT: ("3(3)(a)", "a parent of the child is one of the two"),
    RESPONSIBILITY: ("3(3)(a)", "one of the two has parental responsibility for the child"),
    RELATIVE: ("3(3)(b)", "the child is a relative of one of the two"),
    NEITHER: ("3(3)", "the child is not related to either"),
}


def child_is_victim(age: int, *, sees_hears_or_feels_effects: bool, related_by: str) -> Decision:
    """Whether a child is a victim of domestic abuse in the Act's terms (s.3(2)-(4); VPA 2024 s.1(2)(d)).

    Under 18, sees or hears the abuse or experiences its effects, and related to either of the two. ``related_by``:
    "parent", "parental_responsibility", "relative" or "neither". Raises ValueError for another code.
    """
    if related_by not in _RELATED:
        raise ValueError(f"'{related_by}' is not a way of being related.")
    section, words = _RELATED[related_by]
    effects = "The child sees or hears the abuse, or experiences its effects."
    return Decision(
        (
            Finding(
                daa("3(4)"), age < ADULT, f"The child is {age}." if age < ADULT else f"A child is under 18, not {age}."
            ),
            Finding(
                daa("3(2)(a)"),
                sees_hears_or_feels_effects,
                effects
                if sees_hears_or_feels_effects
                else effects.replace("The child", "It is not shown that the child"),
            ),
            Finding(daa(section), related_by != NEITHER, f"Related: {words}."),
        ),
        (daa("3(2)(b)"), "VPA 2024 s.1(2)(d)"),
    )


def order_about_children(*, protects: str, needed_for_protected_person: Judged = None) -> Decision:
    """Whether an order may protect children (s.27(1), s.1(5), s.35(1); A17).

    An order protects a person of 16 or over ("person_16_or_over"); terms about children may stand in it if they are
    needed to protect that person ("child_through_terms"). For a child alone ("child") another order is asked for. Raises
    ValueError for another code.
    """
    if protects == "person_16_or_over":
        return allow(daa("27(1)"), "The order protects a person of 16 or over.")
    if protects == "child":
        because = (
            "An order protects a person of 16 or over; for a child alone a non-molestation order may be asked for."
        )
        return Decision((Finding(daa("27(1)"), False, because, "A17"),))
    if protects != "child_through_terms":
        raise ValueError(f"'{protects}' is not somebody whom an order protects.")
    finding = judged(
        daa("35(1)"),
        needed_for_protected_person,
        "The terms about the children are needed to protect the protected person.",
        "The terms about the children are not needed to protect the protected person.",
        "Decide whether the terms about the children are needed to protect the protected person.",
    )
    if finding is None:
        return Decision((), (daa("1(5)"),))
    return Decision((Finding(finding.provision, finding.met, finding.because, "A17", finding.for_you),), (daa("1(5)"),))


def relevant_occupant(
    *,
    before: str,
    lives_there: bool,
    connected_to_protected: bool,
    connected_to_subject: bool,
    subject_lives_there: bool,
) -> Decision:
    """Whether somebody is a relevant occupant whose opinion counts (s.24(2) before a notice, s.33(2) before an order).

    Somebody other than the two, who lives in the premises and is personally connected to the protected person, or to
    the subject if the subject lives there too. ``before``: "notice" or "order"; raises ValueError for another.
    """
    if before not in ("notice", "order"):
        raise ValueError(f"'{before}' is neither a notice nor an order.")
    section = "24(2)" if before == "notice" else "33(2)"
    lives = Finding(
        daa(f"{section}(a)"),
        lives_there,
        "They live in the premises." if lives_there else "They do not live in the premises.",
    )
    if connected_to_protected:
        tie = Finding(daa(f"{section}(b)(i)"), True, "They are personally connected to the protected person.")
    elif connected_to_subject and subject_lives_there:
        tie = Finding(
            daa(f"{section}(b)(ii)"),
            True,
            "They are personally connected to the subject, who lives in the premises too.",
        )
    else:
        because = "They are not personally connected to the protected person, nor to a subject who lives there."
        tie = Finding(daa(f"{section}(b)"), False, because)
    return Decision((lives, tie))


def consent_needed(before: str) -> Decision:
    """Whether the protected person must consent (s.24(4) to a notice, s.33(3) to an order): no. Lawful True: go on.

    A known opinion is weighed; one that is missing or against it does not stand in the way. Raises ValueError for
    another code.
    """
    if before not in ("notice", "order"):
        raise ValueError(f"'{before}' is neither a notice nor an order.")
    because = "The protected person need not consent; their opinion is considered."
    return allow(daa("24(4)") if before == "notice" else daa("33(3)"), because)


def place_of_abuse(place: str, *, for_what: str, before_commencement: bool = False) -> Decision:
    """Whether it matters where or when the abuse took place (s.22(5) notice; s.32(4) order): no.

    ``place``: as it is known, such as a country. Raises ValueError for another ``for_what``.
    """
    if for_what == "notice":
        return allow(daa("22(5)"), f"It does not matter that the abuse took place in {place}.")
    if for_what != "order":
        raise ValueError(f"'{for_what}' is neither a notice nor an order.")
    findings = [Finding(daa("32(4)(a)"), True, f"It does not matter that the abuse took place in {place}.")]
    if before_commencement:
        because = "It does not matter that the abuse was before the section came into force."
        findings.append(Finding(daa("32(4)(b)"), True, because))
    return Decision(tuple(findings))


def under_age(what: str) -> Decision:
    """What to do where the protected person is under 16 (s.1(2)(a), s.22(2)): the child protection route.

    ``what``: "notice" or "order"; raises ValueError for another.
    """
    if what not in ("notice", "order"):
        raise ValueError(f"'{what}' is neither a notice nor an order.")
    because = "A child under 16 is protected by the child protection route: refer to children's social care."
    return Decision((*refuse(daa("22(2)") if what == "notice" else daa("27(1)"), because).findings,), (daa("1(2)(a)"),))


ENACTS: dict[Callable[..., object], tuple[str, ...]] = {
    is_domestic_abuse: ("1(2)", "1(3)"),
    economic_abuse: ("1(4)",),
    towards: ("1(5)",),
    parental_relationship: ("2(2)", "2(3)"),
    child_is_victim: ("3(2)", "3(3)"),
    order_about_children: ("27(1)", "35(1)", "1(5)"),
    relevant_occupant: ("24(2)", "33(2)"),
    consent_needed: ("24(4)", "33(3)"),
    place_of_abuse: ("22(5)", "32(4)"),
    under_age: ("22(2)", "27(1)"),
}

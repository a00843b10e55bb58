"""What a notice may say and must say. DAA 2021 s.22(2), s.23, s.25(2)."""

from __future__ import annotations

from dataclasses import dataclass

from haven_law.citation import daa
from haven_law.findings import Decision, Finding, allow, refuse
from haven_law.terms import VOCABULARY


@dataclass(frozen=True)
class NoticeContents:
    """What the paper says of each thing that s.25(2) requires, and the terms on it."""

    grounds: str
    arrest_power: str
    hearing: str
    duration: str
    order_may_contain: str
    terms: tuple[str, ...] = ("not_abuse",)


STANDARD_STATEMENTS: dict[str, str] = {
    "arrest_power": "A constable may arrest you without a warrant if the constable has reasonable grounds to believe "
    "that you are in breach of this notice.",
    "hearing": "The police will apply for a domestic abuse protection order. A magistrates' court will hear the "
    "application within 48 hours of the time this notice is given to you. Sundays, Christmas Day, Good Friday and bank "
    "holidays are not counted. You will be given notice of the hearing.",
    "duration": "This notice continues in effect until that application has been decided or withdrawn.",
    "order_may_contain": "If the court makes an order, it may include any requirement that it considers necessary to "
    "protect the person named above from domestic abuse. It may forbid you to contact them; to come within a stated "
    "distance of where they live or of other places; to force them out of a home you share, or to enter it, and it "
    "may require you to leave it. It may require you to do things, such as attend a programme, and to wear an "
    "electronic tag.",
}

_CONTENTS: tuple[tuple[str, str, str], ...] = (
    ("grounds", "25(2)(a)", "the grounds on which it is given"),
    ("arrest_power", "25(2)(b)", "that a constable may arrest without warrant for a breach"),
    ("hearing", "25(2)(c)", "that an application will be heard within 48 hours and that notice of it will be given"),
    ("duration", "25(2)(d)", "that it lasts until the application is determined or withdrawn"),
    ("order_may_contain", "25(2)(e)", "what an order may contain"),
)


def notice_contents(contents: NoticeContents) -> Decision:
    """Whether the notice states all that it must (s.25(2)(a)-(e)) and forbids abuse (s.22(2))."""
    findings = []
    for name, section, words in _CONTENTS:
        stated = bool(str(getattr(contents, name)).strip())
        because = f"The notice states {words}." if stated else f"The notice does not state {words}."
        findings.append(Finding(daa(section), stated, because))
    has_core = "not_abuse" in contents.terms
    core = "The notice forbids" if has_core else "The notice does not forbid"
    findings.append(Finding(daa("22(2)"), has_core, f"{core} the subject to be abusive towards the protected person."))
    return Decision(tuple(findings))


NOTICE_TERMS: dict[str, tuple[str, str]] = {
    "not_abuse": (daa("22(2)"), "Every notice forbids the subject to be abusive towards the protected person."),
    "no_contact": (daa("23(1)(a)"), "A notice may forbid contact with the protected person."),
    "distance_from_home": (
        daa("23(1)(b)"),
        "A notice may forbid the subject to come within a stated distance of any premises where the protected person "
        "lives.",
    ),
    "not_evict": (daa("23(2)(a)"), "A notice may forbid the subject to evict or exclude from the home they share."),
    "not_enter": (daa("23(2)(b)"), "A notice may forbid the subject to enter the home they share."),
    "leave_premises": (daa("23(2)(c)"), "A notice may require the subject to leave the home they share."),
}
HOME_TERMS = frozenset({"not_evict", "not_enter", "leave_premises"})
# Terms that relate to premises where the protected person lives (s.24(1)(d), s.33(1)(c)).
PREMISES_TERMS = HOME_TERMS | {"distance_from_home"}


def notice_term(term: str, shared_home: bool | None = None) -> Decision:
    """Whether a notice may contain a term (s.22(2), s.23). The list is closed (A8).

    The terms about the home need the subject to live in the premises too (s.23(2)); None is not shown, so not
    permitted. Raises ValueError for a term that is not in the vocabulary.
    """
    if term not in VOCABULARY:
        raise ValueError(f"'{term}' is not a kind of requirement.")
    if term not in NOTICE_TERMS:
        return Decision(
            (
                Finding(
                    daa("23"),
                    False,
                    f"A notice may contain only what section 23 lists; this is not in it: {VOCABULARY[term].label}.",
                    "A8",
                ),
            )
        )
    provision, because = NOTICE_TERMS[term]
    if term in HOME_TERMS and not shared_home:
        told = "does not live" if shared_home is False else "is not shown to live"
        return refuse(provision, f"The subject {told} in the premises where the protected person lives.")
    return allow(provision, because)


def notice_terms(terms: tuple[str, ...], shared_home: bool | None = None) -> Decision:
    """Whether a notice may contain all these terms together, the first always being not to be abusive (s.22(2))."""
    core = allow(*NOTICE_TERMS["not_abuse"])
    if "not_abuse" not in terms:
        core = refuse(daa("22(2)"), "Every notice must forbid the subject to be abusive towards the protected person.")
    return Decision.all(core, *(notice_term(term, shared_home) for term in terms))


# Which provisions each function applies; ``haven_law.provisions`` reads this.
ENACTS = {
    notice_contents: ("25(1)", "25(2)", "22(2)"),
    notice_term: ("22(2)", "23(1)", "23(2)"),
    notice_terms: ("22(2)", "23(1)", "23(2)"),
}

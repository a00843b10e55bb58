"""Changing and discharging an order. DAA 2021 s.44(4) and (9)-(13)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from haven_law.citation import daa
from haven_law.clock import in_words, monitoring_last_day
from haven_law.findings import Decision, Finding
from haven_law.judging import judged, shown
from haven_law.terms import term_named

ADD, EXTEND, LIGHTEN, REMOVE, REPLACE = "add", "extend", "lighten", "remove", "replace"
CHANGES: dict[str, str] = {
    ADD: "add a requirement",
    EXTEND: "extend a requirement",
    LIGHTEN: "make a requirement lighter",
    REMOVE: "remove a requirement",
    REPLACE: "replace a requirement",
}


@dataclass(frozen=True)
class ClauseChange:
    """A change of one clause.

    ``necessary``: the court finds the addition or extension necessary to protect (s.44(9)). ``no_longer_necessary``:
    the clause is no longer necessary as imposed (s.44(11)). ``conditions_fail``: a condition that had to be met when
    it was imposed is no longer met (s.44(12)). ``gates``: the decision of ``order_term`` for what is added, or what of it a
    lighter clause must still meet. For a tag: ``from_day`` and ``new_last_day`` of the extension.
    """

    change: str
    term: str
    necessary: bool | None = None
    no_longer_necessary: bool | None = None
    conditions_fail: bool = False
    from_day: date | None = None
    new_last_day: date | None = None
    gates: Decision | None = field(default=None)


def may_vary(change: ClauseChange) -> Decision:
    """Whether a court may change a clause this way (s.44(9)-(12)).

    Adding or extending must be necessary to protect; a tag by at most twelve months at a time; removing or lightening
    only what is no longer necessary as imposed; where a condition fails there is no extension and the clause must go.
    Raises ValueError for an unknown change or kind.
    """
    if change.change not in CHANGES:
        raise ValueError(f"'{change.change}' is not a change of a clause.")
    term_named(change.term)
    findings: list[Finding] = []
    if change.change in (ADD, EXTEND, REPLACE):
        findings += _more(change)
    if change.change in (LIGHTEN, REMOVE, REPLACE):
        findings += _less(change)
    parts = [Decision(tuple(findings), (daa("44(1)"),))]
    if change.change in (ADD, REPLACE, LIGHTEN) and change.gates is not None:
        parts.append(change.gates)
    return Decision.all(*parts)


def _more(change: ClauseChange) -> list[Finding]:
    needed = judged(
        daa("44(9)"),
        change.necessary,
        "The court finds the change necessary to protect the protected person.",
        "The court does not find the change necessary to protect the protected person.",
        "Decide whether the change is necessary to protect the protected person.",
    )
    findings = [needed] if needed else []
    if change.change == EXTEND and change.conditions_fail:
        findings.append(
            Finding(
                daa("44(12)(a)"), False, "A condition of this requirement is no longer met: it may not be extended."
            )
        )
    if change.change == EXTEND and change.term == "electronic_monitoring":
        findings.append(_tag_extension(change))
    return findings


def _tag_extension(change: ClauseChange) -> Finding:
    if change.from_day is None or change.new_last_day is None:
        return Finding(daa("44(10)"), False, "Give the first and the last day of the extension of the tag.")
    limit = monitoring_last_day(change.from_day).last_day
    if change.new_last_day > limit:
        because = f"A tag may be extended by twelve months at most at a time, here to {in_words(limit)}."
        return Finding(daa("44(10)"), False, because, "A9")
    return Finding(daa("44(10)"), True, "The tag is extended by twelve months at most.", "A9")


def _less(change: ClauseChange) -> list[Finding]:
    if change.change == REMOVE and change.conditions_fail:
        return [
            Finding(
                daa("44(12)(b)"), True, "A condition of this requirement is no longer met: the court must remove it."
            )
        ]
    no_longer = judged(
        daa("44(11)"),
        change.no_longer_necessary,
        "The court finds the requirement no longer necessary as it was imposed.",
        "The court does not find that the requirement is no longer necessary as it was imposed.",
        "Decide whether the requirement is still necessary as it was imposed.",
    )
    return [no_longer] if no_longer else []


def may_discharge(
    no_longer_necessary: bool | None,
    *,
    asked_by_protected: bool = False,
    protected_heard: bool | None = None,
    police_heard_or_not_wished: bool | None = None,
) -> Decision:
    """Whether a court may discharge an order: only if it is no longer necessary to protect (s.44(13)).

    A chief officer who wishes, and a protected person who seeks discharge, must be heard (s.44(4)); None: not
    asked.
    """
    findings: list[Finding] = []
    needed = judged(
        daa("44(13)"),
        no_longer_necessary,
        "The court finds the order no longer necessary to protect the protected person.",
        "The court does not find that the order is no longer necessary.",
        "Decide whether the order is still necessary to protect the protected person.",
    )
    if needed:
        findings.append(needed)
    if asked_by_protected and protected_heard is not None:
        findings.append(
            shown(
                daa("44(4)(b)"),
                protected_heard,
                "The protected person was heard.",
                "The protected person, who asks for it, must be heard.",
            )
        )
    if police_heard_or_not_wished is not None:
        findings.append(
            shown(
                daa("44(4)(a)"),
                police_heard_or_not_wished,
                "Every relevant chief officer who wished to be heard was heard.",
                "A relevant chief officer who wishes to be heard must be heard.",
            )
        )
    return Decision(tuple(findings))


# Which provisions each function applies; ``haven_law.provisions`` reads this.
ENACTS = {
    may_vary: ("38(6)", "44(1)", "44(8)", "44(9)", "44(10)", "44(11)", "44(12)"),
    may_discharge: ("44(1)", "44(4)", "44(13)"),
}

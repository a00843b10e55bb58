"""What the law answers with: findings that name their provision, gathered in a decision.

A decision is lawful (True), not lawful (False), or a lawyer must decide (None). It is used by permissions and states
as well, which only ever say True or False.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from haven_law.citation import in_order, short
from haven_law.clock import in_words, to_london


@dataclass(frozen=True)
class Finding:
    """One condition looked at.

    ``met`` is True, False, or None. None means that the law is unsettled on these facts, so that a lawyer must decide;
    with ``for_you`` it means that a person (the inspector, the court) must judge it and has not done so yet, which
    decides nothing by itself. ``ambiguity`` is the number of an unsettled point in docs/law, or words. ``confirmed``
    False: it rests on a rule or a number that is believed but was not read in its source.
    """

    provision: str
    met: bool | None
    because: str
    ambiguity: str | None = None
    for_you: bool = False
    confirmed: bool = True


@dataclass(frozen=True)
class LegalView:
    """A lawyer's recorded decision on a question that the law leaves open, for one case and one question.

    ``permits`` False records that the lawyer chose the reading which stands in the way.
    """

    lawyer: str
    at: datetime
    reading: str
    reasons: str
    permits: bool = True

    def sentence(self) -> str:
        """Say who decided what, when and why."""
        on = in_words(to_london(self.at).date())
        return f"{self.lawyer} decided on {on}: {_stop(self.reading)} Reasons: {_stop(self.reasons)}"


class Refused(Exception):
    """Not lawful (or not permitted, or not possible now). Its text is a sentence for a person."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision)
        self.decision = decision

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings that stand in the way."""
        return self.decision.unmet or self.decision.undecided

    def __str__(self) -> str:
        """Say each reason with its provision."""
        return sentences(self.findings)


class LawyerMustDecide(Refused):
    """The law is unsettled on these facts; only a recorded legal view lets it pass."""

    def __str__(self) -> str:
        """Say that a lawyer must decide, and on what."""
        return f"A lawyer must decide. {sentences(self.findings)}"


@dataclass(frozen=True)
class Decision:
    """The findings of one question, and what follows from them together."""

    findings: tuple[Finding, ...]
    citations: tuple[str, ...] = ()
    view: LegalView | None = None

    @property
    def lawful(self) -> bool | None:
        """False if any finding is not met; None if a lawyer must decide one and has not; else True."""
        if self.unmet:
            return False
        if self.undecided and self.view is None:
            return None
        return True

    @property
    def unmet(self) -> tuple[Finding, ...]:
        """The findings that refuse."""
        return tuple(f for f in self.findings if f.met is False)

    @property
    def undecided(self) -> tuple[Finding, ...]:
        """The findings that only a lawyer can decide."""
        return tuple(f for f in self.findings if f.met is None and not f.for_you)

    @property
    def for_you(self) -> tuple[Finding, ...]:
        """The findings that the person who decides must judge, and has not yet."""
        return tuple(f for f in self.findings if f.for_you and f.met is None)

    @property
    def cited(self) -> tuple[str, ...]:
        """Every provision relied on, in order of first mention."""
        return in_order([f.provision for f in self.findings] + list(self.citations))

    @property
    def ambiguity(self) -> str | None:
        """The unsettled points met on the way, or None."""
        return ", ".join(in_order([f.ambiguity for f in self.findings if f.ambiguity])) or None

    @property
    def confirmed(self) -> bool:
        """Whether every finding rests on law that was read in its source."""
        return all(f.confirmed for f in self.findings)

    @property
    def because(self) -> str:
        """One text: what stands in the way, else what a lawyer must decide, else why it may be done."""
        return sentences(self.unmet or self.undecided or self.findings)

    def require(self, view: LegalView | None = None) -> Decision:
        """Let a lawful decision through and give it back.

        Raises Refused when it is not lawful, and LawyerMustDecide when the law is unsettled and no legal view that
        permits is passed. A view that is used joins the findings; where nothing is unsettled it is not needed and not
        used.
        """
        if self.lawful is False:
            raise Refused(self)
        if self.lawful is True:
            return self
        if view is None:
            raise LawyerMustDecide(self)
        first = self.undecided[0]
        joined = Finding(first.provision, view.permits, view.sentence(), ambiguity=self.ambiguity)
        decided = Decision((*self.findings, joined), self.citations, view)
        if not view.permits:
            raise Refused(decided)
        return decided

    @staticmethod
    def all(*decisions: Decision) -> Decision:
        """Combine: lawful only if every one of them is. A legal view given to one does not settle another."""
        findings: list[Finding] = []
        for decision in decisions:
            settled = decision.view is not None
            findings.extend(_settled(f) if settled else f for f in decision.findings)
        unique = tuple(dict.fromkeys(findings))
        return Decision(unique, in_order([c for d in decisions for c in d.citations]))


def _settled(finding: Finding) -> Finding:
    """Keep an open finding that a recorded view has settled as one that no longer stands in the way."""
    if finding.met is not None or finding.for_you:
        return finding
    return replace(finding, for_you=True)


def _stop(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "?")) else f"{text}."


def sentences(findings: Iterable[Finding]) -> str:
    """Join the reasons of findings, each with its provision in the short form and a mark where it is not confirmed."""
    return " ".join(
        f"{f.because.strip().rstrip('.')} ({short(f.provision)}{'' if f.confirmed else ', not confirmed'})."
        for f in findings
    )


def allow(provision: str, because: str) -> Decision:
    """Make a decision with one finding that is met."""
    return Decision((Finding(provision, True, because),))


def refuse(provision: str, because: str) -> Decision:
    """Make a decision with one finding that is not met."""
    return Decision((Finding(provision, False, because),))


def lawyer(provision: str, because: str, ambiguity: str) -> Decision:
    """Make a decision with one finding that only a lawyer can decide."""
    return Decision((Finding(provision, None, because, ambiguity),))


def as_json(finding: Finding) -> dict[str, str | bool | None]:
    """Write a finding as plain values, for a stored record; ``confirmed`` only where it is not."""
    written: dict[str, str | bool | None] = {
        "provision": finding.provision,
        "met": finding.met,
        "because": finding.because,
        "ambiguity": finding.ambiguity,
        "for_you": finding.for_you,
    }
    return written if finding.confirmed else written | {"confirmed": False}


def from_json(stored: Mapping[str, object]) -> Finding:
    """Read a stored finding back. Raises ValueError when a field is missing or of the wrong type."""
    provision, met, because = stored.get("provision"), stored.get("met"), stored.get("because")
    ambiguity, for_you = stored.get("ambiguity"), stored.get("for_you", False)
    if not isinstance(provision, str) or not isinstance(because, str):
        raise ValueError("A stored finding needs 'provision' and 'because' as text.")
    if met is not None and not isinstance(met, bool):
        raise ValueError("A stored finding needs 'met' to be true, false or null.")
    if ambiguity is not None and not isinstance(ambiguity, str):
        raise ValueError("A stored finding needs 'ambiguity' to be text or null.")
    return Finding(provision, met, because, ambiguity, bool(for_you), stored.get("confirmed") is not False)

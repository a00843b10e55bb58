"""What the page of a decision shows: the findings, what happened, what was weighed, what the notice will say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from haven.accounts.actors import Actor, actor, words_at
from haven.accounts.models import User
from haven.cases.advice import open_points, question_of
from haven.cases.models import Case
from haven.cases.queries import held_now
from haven.courts.in_time import InTime, heard_in_time
from haven.lawdata.queries import calendar
from haven.notices.bail import BailLine, compare_bail
from haven.notices.gates import GIVE, Judgement, facts_with, lawful_to_give
from haven.notices.models import Authorisation, Consideration, NoticeProposal
from haven.notices.queries_notices import decider
from haven.notices.terms import from_json, worded
from haven.parties.queries import born_words, display_name, names_of
from haven.sealed.ciphers import decipher
from haven.web.parts.known import children_words, held_rows, names_words, record_rows, risk_rows
from haven.web.parts.wording import upper_first
from haven.web.parts.words import clock_time, day_time, short_day_time
from haven_law.ambiguities import Ambiguity, explain
from haven_law.clock import to_london
from haven_law.definitions import BEHAVIOURS
from haven_law.findings import Decision, Finding
from haven_law.notices import may_give_notice

# Met findings that are folded away from the first list: who decides, and the kind of behaviour.
FOLDED = ("DAA 2021 s.22(8)", "DAA 2021 s.1(3)")


@dataclass(frozen=True)
class Asked:
    """The findings as the page lists them, and the points that stand open."""

    first: tuple[Finding, ...]
    others: tuple[Finding, ...]
    decision: Decision

    @property
    def for_lawyer(self) -> tuple[Finding, ...]:
        return self.decision.undecided

    @property
    def question(self) -> str:
        return question_of(GIVE, self.decision)

    @property
    def points(self) -> str:
        return open_points(self.decision)

    @property
    def explained(self) -> tuple[Ambiguity, ...]:
        """Each open point as a question, with the course that Haven takes."""
        return explain(self.points)


def what_the_act_asks(proposal: NoticeProposal, who: Actor, at: datetime) -> Asked:
    """The findings: first those about the two people and what stands open or in the way, then all that is met. For a
    lawyer who reads, the rank of the giver is left out."""
    giver = who if who.rank is not None and who.police and "authorising_inspector" in who.roles else None
    decision = lawful_to_give(proposal, from_json(proposal.terms), at, giver=giver)
    facts = facts_with(proposal, at, rank=None, force=None, judgement=Judgement())
    people = [f for f in may_give_notice(facts).findings if f.provision not in FOLDED]
    first = tuple(f for f in decision.findings if f in people or f.met is not True)
    return Asked(first, tuple(f for f in decision.findings if f not in first), decision)


def judging(asked: Asked) -> list[tuple[str, str]]:
    """What the inspector must judge, as boxes to tick: the two conditions, and an age where no birth is known."""
    found = []
    for finding in asked.decision.for_you:
        if finding.provision == "DAA 2021 s.22(3)":
            found.append(("grounds", _("there are reasonable grounds to believe that the subject has been abusive")))
        elif finding.provision == "DAA 2021 s.22(4)":
            found.append(("necessary", _("there are reasonable grounds to believe that the notice is necessary")))
        elif finding.provision == "DAA 2021 s.22(6)":
            found.append(("adult", _("the subject is 18 or over")))
        elif finding.provision == "DAA 2021 s.22(2)":
            found.append(("sixteen", _("the protected person is 16 or over")))
    return found


def if_served_at(proposal: NoticeProposal, now: datetime) -> tuple[datetime, InTime]:
    """When it may be served, for the reckoning before signing: at the release that is near, else at the next half hour."""
    release = proposal.release_at
    near = release is not None and now < release <= now + timedelta(hours=24)
    local = to_london(now)
    behind = timedelta(minutes=local.minute % 30, seconds=local.second, microseconds=local.microsecond)
    served = release if near and release is not None else now - behind + timedelta(minutes=30)
    return served, heard_in_time(proposal.case.area, served, calendar())


def served_words(served: datetime, now: datetime) -> str:
    """6:10pm today, else with the day."""
    same_day = to_london(served).date() == to_london(now).date()
    return _("%(time)s today") % {"time": clock_time(served)} if same_day else short_day_time(served)


def not_counted(in_time: InTime) -> str:
    """Which days were left out of the hours, in one sentence; empty when none was."""
    names = list(dict.fromkeys(step.why_not for step in in_time.deadline.steps_act_by if step.why_not))
    return _("%(days)s not counted.") % {"days": ", ".join(names)} if names else ""


def request_context(proposal: NoticeProposal, user: User, at: datetime, decided_at: datetime) -> dict[str, Any]:
    """Everything about a request that does not depend on the form. `decided_at`: the instant at which the Act is asked,
    that of the telephone call where one is being recorded."""
    case = proposal.case
    asked = what_the_act_asks(proposal, actor(user, decided_at), decided_at)
    served, in_time = if_served_at(proposal, at)
    return {
        "proposal": proposal,
        "case": case,
        "name": display_name(case.subject),
        "asked_by": words_at(proposal.proposed_by, proposal.proposed_at),
        "asked": asked,
        "account": decipher(case.ref, proposal.account_enc),
        "necessity": decipher(case.ref, proposal.necessity_enc),
        "grounds": decipher(case.ref, proposal.grounds_enc),
        "behaviours": [BEHAVIOURS[code] for code in proposal.behaviours],
        "weighed": weighed(proposal),
        "known": known(case),
        "leaving": leaving(proposal, at),
        "area_reason": decipher(case.ref, case.area_reason_enc) if case.lives_in else "",
        "bail": bail_beside(proposal, at),
        "clauses_list": [
            {"number": c.number, "text": c.plain, "provision": c.provision} for c in worded(from_json(proposal.terms))
        ],
        "served_words": served_words(served, at),
        "in_time": in_time,
        "not_counted": not_counted(in_time),
        "questions": questions(proposal),
        "earlier": earlier(proposal),
    }


def weighed(proposal: NoticeProposal) -> list[tuple[str, str]]:
    """What s.24 wants considered, each with what was found out."""
    labels = {
        "child_welfare": _("Children"),
        "protected_opinion": _("The protected person's view"),
        "subject_representations": _("What the subject says"),
        "occupant_opinion": _("Others who live there"),
    }
    rows = {row.topic: row for row in proposal.considerations.all()}
    return [(label, _considered(proposal, rows.get(topic))) for topic, label in labels.items()]


def _considered(proposal: NoticeProposal, row: Consideration | None) -> str:
    if row is None:
        return _("Not recorded")
    said = decipher(proposal.case.ref, row.words_enc)
    parts = [Consideration.VIEWS[row.view]] if row.view else []
    if row.answer != "obtained":
        parts = [Consideration.ANSWERS[row.answer]]
    if row.steps_taken:
        parts.append(row.steps_taken)
    if said:
        parts.append(f"“{said}”" if row.topic in ("protected_opinion", "subject_representations") else said)
    return " ".join(
        part if part.endswith((".", ".”", "!”", "?”")) else f"{part}." for part in parts or [row.get_answer_display()]
    )


def known(case: Case) -> list[tuple[str, str | None]]:
    """What is known besides: born, other names, where they are held, children, risk, firearms, numbers."""
    other = names_words(names_of(case.subject), display_name(case.subject))
    return [
        (_("The subject"), upper_first(born_words(case.subject))),
        (_("Other names"), other),
        *held_rows(case),
        (_("Children"), children_words(case)),
        *risk_rows(case, judgement=True),
        *record_rows(case),
    ]


def leaving(proposal: NoticeProposal, at: datetime) -> str | None:
    """From where the subject may soon be let go, and when; None when nothing of it is known."""
    release = proposal.release_at
    if release is None or release <= at:
        return None
    rows = held_now(proposal.case)
    kind = next((row.kind for row in rows if row.expected_release_at == release), "")
    told = {
        "custody": _("Leaves custody"),
        "prison": _("Leaves prison"),
        "hospital": _("Leaves hospital"),
        "removal": _("Leaves immigration removal"),
    }.get(kind, _("Release expected"))
    if to_london(release).date() == to_london(at).date():
        return _("%(what)s at %(time)s.") % {"what": told, "time": clock_time(release)}
    return _("%(what)s on %(when)s.") % {"what": told, "when": day_time(release)}


def bail_beside(proposal: NoticeProposal, at: datetime) -> list[BailLine]:
    """Conditions of bail beside the terms: what goes on, what is a gap, what clashes."""
    rows = proposal.case.bail_conditions.filter(voided_at__isnull=True).order_by("from_at", "pk")
    conditions = [(row.words, tuple(row.covers), row.ends_at) for row in rows]
    return compare_bail((term.term for term in from_json(proposal.terms)), conditions, at)


def questions(proposal: NoticeProposal) -> list[dict[str, Any]]:
    """What inspectors asked and the officer answered."""
    found = []
    for row in proposal.questions.select_related("asked_by", "answered_by").order_by("asked_at"):
        found.append(
            {
                "asked": decipher(proposal.case.ref, row.question_enc),
                "asked_by": words_at(row.asked_by, row.asked_at),
                "asked_at": row.asked_at,
                "answer": decipher(proposal.case.ref, row.answer_enc) if row.answered_at else None,
                "answered_at": row.answered_at,
            }
        )
    return found


def earlier(proposal: NoticeProposal) -> dict[str, Any] | None:
    """Why the version before was sent back, and by whom."""
    before = proposal.earlier_version
    decision = Authorisation.objects.select_related("by").filter(proposal=before).first() if before else None
    return decided(decision) if decision is not None else None


def decided(decision: Authorisation) -> dict[str, Any]:
    """A decision in words."""
    ref = decision.proposal.case.ref
    return {
        "words": Authorisation.DECISIONS[decision.decision],
        "by": decider(decision),
        "at": decision.at,
        "reasons": decipher(ref, decision.reasons_enc),
        "clauses": [
            {"number": c.number, "text": c.plain, "provision": c.provision} for c in worded(from_json(decision.terms))
        ]
        if decision.decision == "authorised_with_changes"
        else [],
        "telephone": decision.told_by_telephone_at,
        "signed_at": decision.signed_at,
    }


def judgement_words(form_judged: Sequence[str], offered: Sequence[str]) -> dict[str, bool | None]:
    """The boxes as the operation takes them: True when ticked, None when it was not asked."""
    return {
        code: (code in form_judged) if code in offered else None
        for code in ("grounds", "necessary", "adult", "sixteen")
    }

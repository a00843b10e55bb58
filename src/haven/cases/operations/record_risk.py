"""The officer's risk assessment: the tool, the grade, the judgement, and the force's own record number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.cases.chronology import hold_case, record
from haven.cases.models import Case, RiskAssessment
from haven.cases.permissions import may
from haven.sealed.ciphers import encipher

# The tools forces use. Data: a tool that is not here is recorded by its own name.
TOOLS = {"dash": "DASH", "dara": "DARA", "other": "Another tool"}


@dataclass(frozen=True)
class RiskFacts:
    """`tool` is a code of TOOLS or a name; `grade` standard, medium or high; `assessed_at` None: at the time of the act."""

    tool: str
    grade: str
    judgement: str = ""
    score: str = ""
    force_record_no: str = ""
    assessed_at: datetime | None = None


@transaction.atomic
def record_risk(case: Case, facts: RiskFacts, *, by: User, at: datetime) -> RiskAssessment:
    """Record an assessment. A later one stands beside the earlier ones. High brings the referrals (MARAC, IDVA) as
    tasks. Refused to a role that may not record facts of the case."""
    may(by, "record_case_facts", case, at).require()
    hold_case(case.pk)
    return write_risk(case, facts, by=by, at=at)


def write_risk(case: Case, facts: RiskFacts, *, by: User, at: datetime) -> RiskAssessment:
    """The same, within an operation that has asked who may and holds the case."""
    risk = RiskAssessment.objects.create(
        case=case,
        tool=facts.tool,
        grade=facts.grade,
        score=facts.score,
        judgement_enc=encipher(case.ref, facts.judgement) if facts.judgement else None,
        by=by,
        at=facts.assessed_at or at,
        force_record_no=facts.force_record_no,
        recorded_by=by,
    )
    grade = RiskAssessment.GRADES[facts.grade].lower()
    said = {"tool": TOOLS.get(facts.tool, facts.tool), "grade": grade}
    record(case, "risk.recorded", by=by, at=at, about=("case", case.ref), facts=said)
    return risk

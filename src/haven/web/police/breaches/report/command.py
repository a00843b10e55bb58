"""From the answers to the acts: the report, and the arrest and the risk that were told with it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from haven.breaches.models import Breach
from haven.breaches.operations.record_arrest import RecordArrest, record_arrest
from haven.breaches.operations.report_breach import Online, ReportBreach, Response, report_breach
from haven.cases.operations.record_risk import RiskFacts, record_risk
from haven.cases.permissions import may
from haven.web.police.breaches.report.flow import Flow
from haven.web.police.breaches.report.forms import OTHER

# What the tool of a risk that was judged at a door is called.
AT_THE_SCENE = "Judgement at the scene"
SECOND = timedelta(seconds=59)


def command_of(flow: Flow) -> ReportBreach:
    """The command of the operation. Every question has an answer."""
    when = flow.saved("when")
    assert when is not None
    start, until, precision = when.span()  # type: ignore[attr-defined]
    chosen: dict[str, Any] = {"clauses": ()} if flow.duty_ref else _typed(flow, "clauses")
    where = _typed(flow, "where")
    told = _typed(flow, "account")
    return ReportBreach(
        about_ref=flow.about,
        happened_from=start,
        happened_until=until,
        precision=precision,
        account=told["account"],
        clauses=tuple(int(c) for c in chosen["clauses"] if c != OTHER),
        other_offence=chosen.get("other_offence") or "",
        bail=tuple(int(b) for b in chosen.get("bail") or ()),
        excuse=told.get("excuse") or told.get("invited") or "",
        excuse_said=told["excuse_said"],
        in_danger=_typed(flow, "danger")["in_danger"],
        jurisdiction=where["jurisdiction"],
        where=where["where"],
        place=where.get("place") or "",
        online=Online(where.get("account") or "", where.get("address") or "", where.get("captured") or ""),
        response=_response(flow),
        duty_ref=flow.duty_ref,
        candidate=flow.sign,
        check=flow.check,
    )


def _response(flow: Flow) -> Response:
    done, protected = _typed(flow, "done"), _typed(flow, "protected")
    return Response(
        done=done["response"],
        why=done.get("why") or "",
        seen=protected["seen"],
        safe=protected.get("safe") or protected.get("safe_other") or "not_known",
        contact_still_right=protected.get("contact") or "not_known",
    )


def _typed(flow: Flow, code: str) -> dict[str, Any]:
    form = flow.saved(code)
    assert form is not None, code
    return form.cleaned_data


def carry_out(flow: Flow) -> Breach:
    """Report it; and where an arrest or a risk was told, record them too. In one transaction."""
    breach = report_breach(command_of(flow), by=flow.user, at=flow.now)
    done = _typed(flow, "done")
    if done["response"] == "arrested":
        arrest = RecordArrest(breach.ref, station=done.get("station") or "")
        happened = breach.happened.lower
        # An arrest in the very minute of the conduct is not before it.
        arrested_at = (
            max(done["arrested_at"], happened) if happened - done["arrested_at"] <= SECOND else done["arrested_at"]
        )
        breach = record_arrest(arrest, by=flow.user, at=arrested_at)
    grade = _typed(flow, "protected")["risk"]
    if grade != "later" and may(flow.user, "record_case_facts", breach.case, flow.now).lawful:
        record_risk(breach.case, RiskFacts(tool=AT_THE_SCENE, grade=grade), by=flow.user, at=flow.now)
    return breach

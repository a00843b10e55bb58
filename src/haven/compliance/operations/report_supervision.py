"""What the responsible person says of a requirement (s.36(5)(c)), and that they were asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from haven.accounts.actors import actor
from haven.accounts.models import User
from haven.accounts.policy import decide
from haven.cases.chronology import hold_case, record
from haven.cases.deadlines import meet, open_deadlines, start
from haven.cases.permissions import may
from haven.compliance.clocks import report_clock, supervision_about
from haven.compliance.models import Supervision, SupervisionReport
from haven.compliance.operations.recompute_supervision import WITHOUT_REPORTS
from haven.sealed.ciphers import encipher
from haven_law.citation import daa
from haven_law.clock import to_london
from haven_law.findings import refuse
from haven_law.supervision import report_due

RULE = "Haven supervision rule"
SIGNED_IN = "signed_in"
LEAST_WORDS, MOST_WORDS = 10, 2000
HOW_ASKED = {"phone": "by telephone", "letter": "in writing", "meeting": "in person"}
CLOCKS = ("supervision_first", "supervision_report")


@dataclass(frozen=True)
class ReportSupervision:
    """`happened_from` to `happened_to`: the days it is about. `how`: by the person's own sign-in, or told to the unit."""

    supervision: str
    says: str
    happened_from: date
    happened_to: date
    words: str = ""
    about: str = "requirement"
    how: str = SIGNED_IN


@transaction.atomic
def report_supervision(command: ReportSupervision, *, by: User, at: datetime) -> SupervisionReport:
    """Record a report. The clock of reports is met and starts anew; when all is complied with, no more are due.

    Refused: to anybody but the responsible person of this very requirement, by their own sign-in, or the unit that was
    told; once nothing is supervised; days in the future, before it began, or the wrong way round; without words where
    something failed or instructions were given."""
    supervision = held(command.supervision)
    _may(command, supervision, by, at)
    _complete(command, supervision, at)
    report = SupervisionReport.objects.create(
        supervision=supervision,
        says=command.says,
        about=command.about,
        happened_from=command.happened_from,
        happened_to=command.happened_to,
        at=at,
        how=command.how,
        words_enc=encipher(supervision.order.case.ref, command.words.strip()),
        recorded_by=by,
    )
    _clocks(supervision, command, at)
    _tell(supervision, report, by, at)
    return report


def held(public_id: str) -> Supervision:
    """The supervised requirement, its case locked. Refused when there is none."""
    rows = Supervision.objects.select_related("order__case", "account", "responsible")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        refuse("Haven access rule 3", "There is no such requirement").require()
    assert found is not None
    hold_case(found.order.case_id)
    found.refresh_from_db()
    return found


def _may(command: ReportSupervision, supervision: Supervision, by: User, at: datetime) -> None:
    if command.how not in SupervisionReport.HOW:
        refuse(RULE, "Choose how they told you").require()
    if command.how != SIGNED_IN:
        may(by, "report_supervision", supervision.order.case, at).require()
        return
    decide(actor(by, at), "report_supervision").require()
    account = supervision.account
    if account is None or account.user_id != by.pk or account.ended_at is not None:
        refuse("Haven access rule 3", "There is no such requirement").require()


def _complete(command: ReportSupervision, supervision: Supervision, at: datetime) -> None:
    def must(condition: bool, because: str, rule: str = RULE) -> None:
        if not condition:
            refuse(rule, because).require()

    must(supervision.ended_at is None, "This requirement is not supervised any more")
    must(supervision.term not in WITHOUT_REPORTS, "Signing on has a log of its own")
    must(command.says in SupervisionReport.SAYS, "Choose what you want to say", daa("36(5)(c)"))
    must(command.about in SupervisionReport.ABOUT, "Choose what it is about", daa("36(7)"))
    days = (command.happened_from, command.happened_to)
    must(days[0] <= days[1], "The last day must not be before the first", "Haven supervision days")
    must(days[1] <= to_london(at).date(), "The days cannot be in the future", "Haven supervision days")
    begun = to_london(supervision.begun_at).date()
    must(days[1] >= begun, "The requirement had not begun on these days", "Haven supervision days")
    words, wanted = command.words.strip(), command.says in ("failed", "instructed")
    must(len(words) <= MOST_WORDS, f"Use {MOST_WORDS:,} characters or fewer", "Haven supervision words")
    must(
        len(words) >= LEAST_WORDS or not wanted,
        "Say what happened, in a sentence or more" if command.says == "failed" else "Say what the instructions are",
        "Haven supervision words",
    )
    complete = command.says != "complied_all" or supervision.completed_at is None
    must(complete, "It is recorded already that all of it was complied with")


def _clocks(supervision: Supervision, command: ReportSupervision, at: datetime) -> None:
    about = supervision_about(supervision)
    for kind in CLOCKS:
        if open_deadlines(about, kind).exists():
            meet(about, kind, at=at)
    if command.says == "complied_all":
        supervision.completed_at = at
        supervision.save(update_fields=["completed_at"])
    elif supervision.completed_at is None:
        start(supervision.order.case, report_clock(supervision, "supervision_report", at))


def _tell(supervision: Supervision, report: SupervisionReport, by: User, at: datetime) -> None:
    order = supervision.order
    law = report_due(
        report.happened_to, complied_with_all=report.says == "complied_all", failed_one=report.says == "failed"
    )
    facts = {
        "who": supervision.responsible.name,
        "clause": supervision.clause,
        "order": order.ref,
        "says": report.get_says_display().lower(),
        "code": report.says,
        "report": str(report.public_id),
    }
    findings = law.findings if law.lawful else ()
    record(order.case, "supervision.reported", by=by, at=at, about=("order", order.ref), facts=facts, findings=findings)


@transaction.atomic
def remind_supervisor(supervision_id: str, how: str, *, by: User, at: datetime) -> Supervision:
    """Record that the responsible person was asked for a report. It meets no clock: only a report does.

    Refused: to any but the unit; another way of asking; once nothing is supervised."""
    supervision = held(supervision_id)
    may(by, "manage_supervisors", supervision.order.case, at).require()
    if how not in HOW_ASKED:
        refuse(RULE, "Choose how you asked").require()
    if supervision.ended_at is not None:
        refuse(RULE, "This requirement is not supervised any more").require()
    order = supervision.order
    facts = {"who": supervision.responsible.name, "clause": supervision.clause, "order": order.ref}
    facts["how"] = HOW_ASKED[how]
    record(order.case, "supervision.reminded", by=by, at=at, about=("order", order.ref), facts=facts)
    return supervision

"""An application or a hearing read again with its case locked, so that two people who act at once follow each other."""

from haven.cases.chronology import lock_case
from haven.courts.models import Application, Hearing
from haven_law.findings import refuse

STATE_RULE = "Haven order of acts"


def hold_application(ref: str) -> Application:
    """The application of this reference, its case locked until the transaction ends. Refused when there is none."""
    found = Application.objects.filter(ref=ref, voided_at__isnull=True).only("case_id").first()
    if found is None:
        refuse("Haven access rule 3", "There is no such application").require()
    assert found is not None
    lock_case(found.case_id)
    return Application.objects.select_related(
        "case__subject", "case__protected", "case__lead_force", "force", "court",
        "after_notice__proposal", "after_notice__service__attempt__by_user",
    ).get(pk=found.pk)  # fmt: skip


def hold_hearing(public_id: str) -> Hearing:
    """The hearing of this name, its case locked until the transaction ends. Refused when there is none."""
    found = Hearing.objects.filter(public_id=public_id, voided_at__isnull=True).select_related("application").first()
    if found is None:
        refuse("Haven access rule 3", "There is no such hearing").require()
    assert found is not None
    lock_case(found.application.case_id)
    return Hearing.objects.select_related(
        "application__case__subject", "application__case__protected", "application__case__lead_force",
        "application__force", "application__court", "application__after_notice__proposal", "court", "sitting",
    ).get(pk=found.pk)  # fmt: skip


def must(condition: bool, because: str, rule: str = STATE_RULE) -> None:
    """Refuse with a sentence unless the condition holds."""
    if not condition:
        refuse(rule, because).require()

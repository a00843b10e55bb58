"""An application or a hearing read again with its case locked, so that two people who act at once follow each other."""

from haven.accounts.composed import Composed
from haven.cases.chronology import lock_case
from haven.courts.models import Application, Hearing
from haven_law.findings import refuse

STATE_RULE = "Haven order of acts"


def hold_application(ref: str) -> Application:
    """The application of this reference, its case locked until the transaction ends. Refused when there is none."""
    found = _OF_REF.plain(ref)
    if not found:
        refuse("Haven access rule 3", "There is no such application").require()
    return _held(*found[0])


def _held(pk: int, case_id: int) -> Application:
    case = lock_case(case_id)
    # A few tables at a time: to plan a dozen joins takes the server longer than to read the rows.
    application = _APPLICATION.first(pk)
    assert application is not None
    application.case = case
    if application.after_notice is not None:
        application.after_notice.case = application.after_notice.proposal.case = case
    return application


def hold_hearing(public_id: str) -> Hearing:
    """The hearing of this name, its case locked until the transaction ends. Refused when there is none."""
    rows = Hearing.objects.filter(public_id=public_id, voided_at__isnull=True, application__voided_at__isnull=True)
    found = rows.values_list("pk", "application_id", "application__case_id").first()
    if found is None:
        refuse("Haven access rule 3", "There is no such hearing").require()
    assert found is not None
    application = _held(found[1], found[2])
    hearing = _HEARING.first(found[0])
    assert hearing is not None
    hearing.application = application
    return hearing


_OF_REF = Composed[Application](
    lambda ref: (
        Application.objects.filter(ref=ref, voided_at__isnull=True).order_by("pk").values_list("pk", "case_id")[:1]
    )
)
_APPLICATION = Composed[Application](
    lambda pk: Application.objects.select_related("force", "court", "after_notice__proposal").filter(pk=pk)
)
_HEARING = Composed[Hearing](lambda pk: Hearing.objects.select_related("court", "sitting").filter(pk=pk))


def must(condition: bool, because: str, rule: str = STATE_RULE) -> None:
    """Refuse with a sentence unless the condition holds."""
    if not condition:
        refuse(rule, because).require()

"""A notice read again with its case locked, so that two people who act at once follow each other."""

from haven.accounts.composed import Composed
from haven.cases.chronology import lock_case
from haven.notices.models import Notice
from haven_law.findings import refuse


def hold_notice(ref: str) -> Notice:
    """The notice of this reference, its case locked until the transaction ends. Refused when there is none."""
    found = _OF_REF.plain(ref)
    if not found:
        refuse("Haven access rule 3", "There is no such notice").require()
    pk, case_id = found[0]
    case = lock_case(case_id)
    # A few tables at a time: to plan a dozen joins takes the server longer than to read the rows.
    notice = _NOTICE.first(pk)
    assert notice is not None
    notice.case = notice.proposal.case = case
    return notice


_OF_REF = Composed[Notice](
    lambda ref: Notice.objects.filter(ref=ref, voided_at__isnull=True).order_by("pk").values_list("pk", "case_id")[:1]
)
_NOTICE = Composed[Notice](
    lambda pk: Notice.objects.select_related("force", "proposal", "authorisation", "service__attempt").filter(pk=pk)
)

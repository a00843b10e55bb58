"""A notice read again with its case locked, so that two people who act at once follow each other."""

from haven.cases.chronology import lock_case
from haven.notices.models import Notice
from haven_law.findings import refuse


def hold_notice(ref: str) -> Notice:
    """The notice of this reference, its case locked until the transaction ends. Refused when there is none."""
    found = Notice.objects.filter(ref=ref, voided_at__isnull=True).only("case_id").first()
    if found is None:
        refuse("Haven access rule 3", "There is no such notice").require()
    assert found is not None
    case = lock_case(found.case_id)
    # A few tables at a time: to plan a dozen joins takes the server longer than to read the rows.
    notice = Notice.objects.select_related("force", "proposal", "authorisation", "service__attempt").get(pk=found.pk)
    notice.case = notice.proposal.case = case
    return notice

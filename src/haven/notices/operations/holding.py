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
    lock_case(found.case_id)
    return Notice.objects.select_related(
        "case__subject", "case__protected", "case__lead_force", "force", "proposal__case", "proposal__force",
        "proposal__proposed_by__team", "authorisation__by", "document", "service__attempt__by_user",
    ).get(pk=found.pk)  # fmt: skip

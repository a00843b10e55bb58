"""A breach read again with its case locked, so that two people who act at once follow each other."""

from haven.breaches.assessing import RULE
from haven.breaches.models import Breach
from haven.cases.chronology import hold_case
from haven_law.findings import refuse


def locked(ref: str) -> Breach:
    """The breach, with its case locked until the transaction ends. Refused when there is none."""
    found = Breach.objects.filter(ref=ref, voided_at__isnull=True).select_related("case").first()
    if found is None:
        refuse(RULE, "There is no such breach").require()
    assert found is not None
    hold_case(found.case_id)
    found.refresh_from_db()
    return found

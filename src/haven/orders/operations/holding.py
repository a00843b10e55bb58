"""An order read again with its case locked, so that two people who act at once follow each other."""

from haven.cases.chronology import lock_case
from haven.orders.models import Order
from haven.orders.queries import order_with_all
from haven_law.findings import refuse

STATE_RULE = "Haven order of acts"


def hold_order(ref: str) -> Order:
    """The order of this reference with its versions, its case locked until the transaction ends. Refused when there is
    none."""
    found = Order.objects.filter(ref=ref, voided_at__isnull=True).only("case_id").first()
    if found is None:
        refuse("Haven access rule 3", "There is no such order").require()
    assert found is not None
    lock_case(found.case_id)
    order = order_with_all(ref)
    assert order is not None
    return order


def must(condition: bool, because: str, rule: str = STATE_RULE) -> None:
    """Refuse with a sentence unless the condition holds."""
    if not condition:
        refuse(rule, because).require()

"""An order read again with its case locked, so that two people who act at once follow each other."""

from haven.cases.chronology import hold_case
from haven.orders.models import Order
from haven.orders.queries import order_with_all, order_with_versions
from haven_law.findings import refuse

STATE_RULE = "Haven order of acts"


def hold_order(ref: str, *, whole: bool = True) -> Order:
    """The order of this reference with its versions, its case locked until the transaction ends. Refused when there is
    none. Not `whole`: without the clauses, for who does not ask for them."""
    found = Order.objects.filter(ref=ref, voided_at__isnull=True).values_list("case_id", flat=True).first()
    if found is None:
        refuse("Haven access rule 3", "There is no such order").require()
    assert found is not None
    hold_case(found)
    order = order_with_all(ref) if whole else order_with_versions(ref)
    # Somebody may have taken back the outcome that made it while this waited for the case.
    must(order is not None, "There is no such order", "Haven access rule 3")
    assert order is not None
    return order


def must(condition: bool, because: str, rule: str = STATE_RULE) -> None:
    """Refuse with a sentence unless the condition holds."""
    if not condition:
        refuse(rule, because).require()

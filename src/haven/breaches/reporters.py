"""Who reports a breach without signing in to the staff site. Who they are was proven where they came in; here it is asked
only whether the notice or order has to do with them."""

from __future__ import annotations

from dataclasses import dataclass

from haven.notices.models import Notice
from haven.orders.models import Order, Requirement
from haven_law.findings import Decision, allow, refuse

RULE = "Haven breach rule"
KINDS = ("protected", "supporter", "responsible")


@dataclass(frozen=True)
class Reporter:
    """`kind`: protected, supporter or responsible. `words` name them on staff pages: "The protected person", an
    organisation. `person`: the protected person, who reports or is helped. `responsible`: the row of the responsible
    person who supervises a requirement of the order."""

    kind: str
    words: str
    person: int | None = None
    responsible: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"'{self.kind}' is not a kind of reporter.")

    def may_report(self, thing: Notice | Order) -> Decision:
        """The protected person of the case, who helps them, or who is named in the order. To anybody else there is no
        such notice or order."""
        nothing = refuse(RULE, "There is no such notice or order")
        if self.kind == "responsible":
            named = isinstance(thing, Order) and self._is_named(thing)
            return allow(RULE, "They are responsible for a requirement of it") if named else nothing
        protected = thing.case.protected
        if self.person is None or self.person not in (protected.pk, protected.canonical_id):
            return nothing
        return allow(RULE, "It protects them, or the person they help")

    def _is_named(self, order: Order) -> bool:
        rows = Requirement.objects.filter(version__order=order, responsible_id=self.responsible)
        return self.responsible is not None and rows.exists()

"""The tag (s.37): what became of the equipment that a clause of an order asks for, as somebody told it."""

import uuid

from django.db import models
from django.db.models import F, Q

from haven.accounts.records import Fact, void_is_whole
from haven.orders.models import Order


class EquipmentEvent(Fact):
    """Something happened to the equipment of one clause, and somebody told us. It has two times of its own: when it
    happened and when we were told. What state the equipment is in follows from these rows (`states.equipment`)."""

    WHAT = {
        "fitted": "Fitted",
        "not_fitted": "Could not be fitted",
        "failed": "Stopped working",
        "not_charged": "Not kept charged",
        "removed": "Taken off or cut, and not by who does the monitoring",
    }
    WHY = {
        "not_there": "The subject was not there",
        "refused": "The subject refused",
        "place": "The place is not suitable: no power, no signal, or no leave of who lives there",
        "equipment": "The equipment did not work, or nobody came",
    }
    TOLD_BY = {
        "monitor": "Who does the monitoring",
        "officer": "A police officer who saw it",
        "court": "The court",
        "protected": "The protected person",
        "other": "Somebody else",
    }
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="equipment_events")
    clause = models.IntegerField()
    what = models.CharField(max_length=12, choices=list(WHAT.items()))
    why = models.CharField(max_length=10, choices=list(WHY.items()), blank=True)
    happened_at = models.DateTimeField()
    told_at = models.DateTimeField()
    told_by = models.CharField(max_length=10, choices=list(TOLD_BY.items()))
    told_name = models.CharField(max_length=120, blank=True)
    words_enc = models.BinaryField(null=True, blank=True)

    class Meta:
        ordering = ["-happened_at", "-pk"]
        constraints = [
            void_is_whole("equipment_event"),
            models.CheckConstraint(condition=Q(told_at__gte=F("happened_at")), name="equipment_told_after_it_happened"),
            models.CheckConstraint(
                condition=(Q(what="not_fitted") & ~Q(why="")) | (~Q(what="not_fitted") & Q(why="")),
                name="equipment_not_fitted_says_why",
            ),
            models.UniqueConstraint(
                fields=["order", "clause", "what", "happened_at"],
                condition=Q(voided_at__isnull=True),
                name="equipment_event_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.order_id} clause {self.clause}"

"""Something she has a right or a need to know: due from the event on, over only when she was told."""

import uuid

from django.db import models
from django.db.models import Q

from haven.accounts.models import User
from haven.accounts.records import Record
from haven.cases.models import Case, CaseEvent, Deadline, Task
from haven.outbox.models import OutboxMessage


class Update(Record):
    """One piece of news for one person. A message that was sent or delivered does not close it: being told does."""

    TO = {"protected": "The protected person", "supporter": "A supporter"}
    TOLD_HOW = {
        "in_person": "In person",
        "call": "On a call",
        "message_read_back": "They read the message back",
        "collected": "They asked and were told",
        "supporter": "Through their supporter",
    }
    CLOSED = {"told": "Told", "superseded": "Overtaken by later news", "she_asked_not": "They asked not to be told"}
    STATES = {
        "to_person": "A person must tell them",
        "queued": "A message waits for the safe hours",
        "messaged": "A message was sent: a person must still tell them",
        "held": "Held until they ask",
        "closed": "Closed",
    }
    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="updates")
    to = models.CharField(max_length=12, choices=list(TO.items()), default="protected")
    kind = models.CharField(max_length=30)
    event = models.ForeignKey(CaseEvent, on_delete=models.PROTECT, related_name="updates")
    right_basis = models.CharField(max_length=60)
    clock = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="+")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, choices=list(STATES.items()), default="to_person")
    gate_rule = models.IntegerField(default=0)
    gate_words = models.CharField(max_length=200, blank=True)
    message = models.ForeignKey(OutboxMessage, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)
    told_how = models.CharField(max_length=20, choices=list(TOLD_HOW.items()), blank=True)
    told_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_because = models.CharField(max_length=16, choices=list(CLOSED.items()), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "kind", "to"], name="one_update_an_event"),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True, told_how="") | (Q(told_at__isnull=False) & ~Q(told_how="")),
                name="told_says_how",
            ),
            models.CheckConstraint(
                condition=Q(state="closed") & ~Q(closed_because="") | ~Q(state="closed") & Q(closed_because=""),
                name="closed_says_why",
            ),
        ]
        indexes = [models.Index(fields=["case"], condition=~Q(state="closed"), name="updates_open")]

    def __str__(self) -> str:
        return f"update {self.kind}"

"""What a person must do, and what could not be recorded without one."""

import uuid

from django.db import models
from django.db.models import Q

from haven.accounts.models import Team, User
from haven.accounts.records import Record
from haven.cases.models.case import Case
from haven.cases.models.chronology import CaseEvent


class Task(Record):
    """Something a person must do. Proof and time are kept when it is done."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=40)
    words = models.CharField(max_length=300)
    about_kind = models.CharField(max_length=20, blank=True)
    about_ref = models.CharField(max_length=40, blank=True)
    for_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")
    for_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="tasks")
    duty_role = models.CharField(max_length=20, blank=True)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    basis = models.CharField(max_length=80, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proof = models.CharField(max_length=300, blank=True)
    from_event = models.ForeignKey(CaseEvent, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")

    class Meta:
        constraints = [
            # What happened may do a task as well as a person: then the proof says what it was.
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | (Q(done_at__isnull=False) & (Q(done_by__isnull=False) | ~Q(proof=""))),
                name="task_done_by_or_proof",
            ),
            models.UniqueConstraint(
                fields=["from_event", "kind"], condition=Q(from_event__isnull=False), name="task_once_an_event"
            ),
        ]
        indexes = [models.Index(fields=["for_team", "due_at"], condition=Q(done_at__isnull=True), name="task_open")]

    def __str__(self) -> str:
        return self.words


class Unrecorded(Record):
    """Something sent on the public host, or asked on the telephone, that could not be recorded by itself however often it
    was tried: as it was typed, enciphered under the case, for the person whose task it is. `post` names what it was."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="unrecorded")
    post = models.CharField(max_length=80)
    sender = models.CharField(max_length=60)
    what = models.CharField(max_length=80)
    sent_at = models.DateTimeField()
    typed_enc = models.BinaryField()
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "post"], name="unrecorded_once_a_case")]

    def __str__(self) -> str:
        return f"unrecorded {self.ref}"

"""Whose case is in whose caseload, by which consent, who covers, and what they note for themselves."""

import uuid

from django.db import models
from django.db.models import F, Q

from haven.accounts.records import Record
from haven.cases.models import Case
from haven.support.models import Consent
from haven.supporters.models.people import Organisation, Worker


class Placement(Record):
    """What one consent of a protected person opens: one case, in the caseload of one worker. It is open for as long as the
    consent stands. `called` is what the worker's page calls them: they chose it. `colleagues`: they agreed that a colleague
    may cover, or take over when they are told."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    consent = models.OneToOneField(Consent, on_delete=models.PROTECT, related_name="placement")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="placements")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="placements")
    called = models.CharField(max_length=40)
    colleagues = models.BooleanField(default=False)
    taken_over_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="handed_on_to"
    )

    class Meta:
        indexes = [models.Index(fields=["worker"], name="placement_by_worker")]

    def __str__(self) -> str:
        return f"placement {self.public_id}"


class Cover(Record):
    """While a worker is away a colleague has their caseload, where the protected people agreed to it."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="covers")
    by = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="covering")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_at__gt=F("from_at")), name="cover_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(worker=F("by")), name="nobody_covers_for_themselves"),
        ]

    def __str__(self) -> str:
        return f"cover of {self.worker_id}"


class Note(models.Model):
    """What a worker notes for their organisation about a case, closed with a key of its own. The staff site's role
    of the database has no right to this table at all, and no code of the staff site or of a worker process opens one."""

    command_id = models.UUIDField(unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    closed = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "case", "at"], name="note_of_case")]

    def __str__(self) -> str:
        return f"note {self.command_id}"

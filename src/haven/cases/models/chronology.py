"""What happened, in order, and what followed from it."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from haven.accounts.records import Record
from haven.cases.models.case import Case


class CaseEvent(Record):
    """One line of the chronology, written with the change it tells of. Only ever added."""

    PRECISIONS = {"minute": "To the minute", "day": "Day only", "between": "Between two times"}
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    seq = models.IntegerField()
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    at_until = models.DateTimeField(null=True, blank=True)
    at_precision = models.CharField(max_length=10, choices=list(PRECISIONS.items()), default="minute")
    by_key = models.CharField(max_length=80)
    by_words = models.CharField(max_length=200)
    about_kind = models.CharField(max_length=20, blank=True)
    about_ref = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by")
    command_id = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="event_number_once"),
            models.CheckConstraint(
                condition=Q(at_until__isnull=True) | Q(at_until__gt=F("at")), name="event_between_is_ordered"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-at"], name="event_by_case"),
            models.Index(fields=["kind", "at"], name="event_by_kind"),
            models.Index(fields=["about_ref"], name="event_about"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.seq} {self.kind}"


class PendingEvent(models.Model):
    """An event whose followers have not all run. Deleted with the last of them, in their transaction."""

    event = models.OneToOneField(CaseEvent, on_delete=models.CASCADE, related_name="pending")
    tries = models.IntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    not_before = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"pending {self.event_id}"


class FollowUp(models.Model):
    """A follower that ran for an event: at most once."""

    event = models.ForeignKey(CaseEvent, on_delete=models.PROTECT, related_name="follow_ups")
    follower = models.CharField(max_length=60)
    done_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "follower"], name="follower_once_an_event")]

    def __str__(self) -> str:
        return f"{self.follower} for {self.event_id}"

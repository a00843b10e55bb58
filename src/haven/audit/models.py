"""Who looked and who did. Rows are only ever added."""

from django.db import models
from django.db.models.functions import Now


class ReadingLog(models.Model):
    """One look at one thing: who, what, when and why (Data Protection Act 2018 s.62)."""

    at = models.DateTimeField(db_default=Now())
    actor_key = models.CharField(max_length=80)
    role = models.CharField(max_length=200)
    operation = models.CharField(max_length=80)
    op = models.CharField(max_length=20, default="consultation")
    case_ref = models.CharField(max_length=20, blank=True)
    person_ref = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=20, default="shown")
    reason = models.TextField(blank=True)
    row_count = models.IntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["case_ref", "at"], name="reading_by_case"),
            models.Index(fields=["actor_key", "at"], name="reading_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.actor_key} {self.operation}"


class DoorstepCheckRecord(models.Model):
    """A doorstep check, written before its answer is shown, in the same transaction."""

    public_id = models.CharField(max_length=32, unique=True)
    at = models.DateTimeField()
    by_key = models.CharField(max_length=80)
    reason_code = models.CharField(max_length=30)
    task_ref = models.CharField(max_length=60, blank=True)
    asked_enc = models.BinaryField()
    searched = models.JSONField(default=list)
    unavailable = models.JSONField(default=list)
    shown = models.JSONField(default=list)
    chosen_ref = models.CharField(max_length=40, blank=True)
    not_this_person = models.JSONField(default=list)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["by_key", "at"], name="check_by_actor")]

    def __str__(self) -> str:
        return self.public_id

"""Changes of the law's dated rows, each asked by one person and counted by another, and the alarms of what runs out."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from haven.accounts.models import User
from haven.accounts.records import pair


class LawChange(models.Model):
    """One change: asked by one person, looked at by a second before it counts, never deleted. `rows` names the rows of
    `lawdata` that it wrote; `moved` is how many running clocks got another date by it."""

    KINDS: ClassVar = {
        "holiday_comes": "A proclaimed bank holiday",
        "holiday_goes": "A bank holiday that falls away",
        "year_confirmed": "The bank holidays of a year are confirmed",
        "areas": "A line of the table of areas",
        "value": "A number or duty that changes by date",
        "monitoring": "Tags are notified as available in an area",
        "undo": "An earlier change is taken back",
    }
    DECISIONS: ClassVar = {"counted": "Counts", "declined": "Declined", "taken_back": "Taken back by who asked"}
    public_id = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=16, choices=list(KINDS.items()))
    payload = models.JSONField(default=dict)
    words = models.CharField(max_length=400)
    source = models.CharField(max_length=300)
    confirmed = models.BooleanField()
    reason = models.CharField(max_length=1000, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decision = models.CharField(max_length=12, choices=list(DECISIONS.items()), blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    undoes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="undone_by")
    rows = models.JSONField(default=list)
    moved = models.IntegerField(default=0)

    class Meta:
        constraints = [
            pair("law_change_decided_pair", "decided_by", "decided_at"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decision="") | (Q(decided_at__isnull=False) & ~Q(decision="")),
                name="law_change_decision_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(decision="counted") | ~Q(decided_by=F("asked_by")), name="law_change_by_two_people"
            ),
            models.UniqueConstraint(
                fields=["undoes"], condition=Q(decision__in=["", "counted"]), name="law_change_undone_once"
            ),
        ]
        indexes = [models.Index(fields=["-asked_at", "-id"], name="law_change_newest")]

    def __str__(self) -> str:
        return self.words


class LawAlarm(models.Model):
    """Something that runs out reached a rung: so many days before its end (-1: it is over). Raised once by the watch,
    answered by a person who says what they found; it ends when a newer row follows, or with its next rung. `about` is
    how many areas, years or values it speaks of."""

    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, default="value")
    about = models.IntegerField(default=1)
    rung = models.IntegerField()
    words = models.CharField(max_length=600)
    last_day = models.DateField()
    raised_at = models.DateTimeField()
    seen_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)
    found = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "rung"], name="law_alarm_once"),
            pair("law_alarm_seen_pair", "seen_by", "seen_at"),
        ]
        indexes = [models.Index(fields=["-raised_at"], name="law_alarm_newest")]

    def __str__(self) -> str:
        return f"{self.key} {self.rung}"

"""Times that run, and the watch that looks at them."""

from django.db import models
from django.db.models import F, Q

from haven.accounts.models import Team, User
from haven.accounts.records import Fact, pair, void_is_whole
from haven.cases.models.case import Case


class Deadline(Fact):
    """A clock as a row: two-sided where the law is unsettled, with its working, its owner and how it was met."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deadlines")
    kind = models.CharField(max_length=40)
    about_kind = models.CharField(max_length=20)
    about_ref = models.CharField(max_length=40)
    starts_at = models.DateTimeField()
    act_by = models.DateTimeField()
    outer_limit = models.DateTimeField()
    provision = models.CharField(max_length=80, blank=True)
    policy_key = models.CharField(max_length=80, blank=True)
    nature = models.CharField(
        max_length=16,
        choices=[
            ("duty", "Duty"),
            ("power", "Power"),
            ("policy", "Our rule"),
            ("right_of_other", "A right of another"),
        ],
    )
    inputs = models.JSONField(default=dict)
    steps = models.JSONField(default=list)
    calendar_version = models.CharField(max_length=64, blank=True)
    ambiguity = models.CharField(max_length=200, blank=True)
    owner_role = models.CharField(max_length=20)
    owner_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    met_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    close_reason = models.CharField(max_length=80, blank=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")

    class Meta:
        constraints = [
            void_is_whole("deadline"),
            models.CheckConstraint(condition=Q(act_by__lte=F("outer_limit")), name="act_by_not_after_outer_limit"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, close_reason="")
                | (Q(closed_at__isnull=False) & ~Q(close_reason="")),
                name="deadline_close_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(met_at__isnull=True) | Q(closed_at__isnull=False), name="met_deadline_is_closed"
            ),
            models.UniqueConstraint(
                fields=["about_ref", "kind"],
                condition=Q(closed_at__isnull=True, replaced_by__isnull=True),
                name="one_open_clock_of_a_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["act_by"], condition=Q(closed_at__isnull=True), name="deadline_open"),
            models.Index(fields=["case"], name="deadline_by_case"),
            models.Index(fields=["about_ref"], name="deadline_about"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.about_ref}"


class DeadlineRung(models.Model):
    """One step of the ladder of warnings of a deadline."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="rungs")
    rung = models.CharField(max_length=30)
    due_at = models.DateTimeField()
    raised_at = models.DateTimeField(null=True, blank=True)
    told = models.JSONField(default=list)
    escalated = models.IntegerField(default=0)
    escalate_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deadline", "rung"], name="rung_once"),
            pair("rung_acknowledged_pair", "acknowledged_by", "acknowledged_at"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(raised_at__isnull=True), name="rung_due"),
            models.Index(
                fields=["escalate_at"],
                condition=Q(acknowledged_at__isnull=True, escalate_at__isnull=False),
                name="rung_unanswered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rung} of {self.deadline_id}"


class Heartbeat(models.Model):
    """The last time a watch ran to its end. A stale one is itself an alarm."""

    watch = models.CharField(max_length=30, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.watch

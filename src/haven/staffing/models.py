"""What administrators do: people let in and out, roles and ranks, teams, forces and courts. Rows are only ever added; what
waits for a second person is decided once."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from haven.accounts.models import User


class StaffAct(models.Model):
    """One thing that an administrator did or asked for. What gives somebody power (a role, a rank, a new code for somebody who
    has a role) waits until a second administrator has agreed; the rest is done at once. Without `asked_by` it was the
    command `haven administrator`, which whoever runs the installation may use."""

    KINDS: ClassVar = {
        "opened": "Sign-in opened",
        "changed": "Details changed",
        "closed": "Sign-in closed",
        "reopened": "Sign-in opened again",
        "code": "New code for choosing a password",
        "password": "Password chosen",
        "role": "Role",
        "role_ended": "Role ended",
        "rank": "Rank",
        "rank_ended": "Rank ended",
        "team": "Team added",
        "force": "Force added",
        "court": "Court added",
        "areas": "Areas changed",
    }
    DECISIONS: ClassVar = {
        "done": "Done",
        "agreed": "Agreed",
        "declined": "Declined",
        "taken_back": "Taken back by who asked",
        "lapsed": "Lapsed: the sign-in was closed",
    }
    public_id = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=12, choices=list(KINDS.items()))
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="staff_acts")
    words = models.CharField(max_length=400)
    reason = models.CharField(max_length=500, blank=True)
    payload = models.JSONField(default=dict)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    decision = models.CharField(max_length=12, choices=list(DECISIONS.items()), blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decision="", decided_by__isnull=True)
                | (Q(decided_at__isnull=False) & ~Q(decision="")),
                name="staff_act_decision_is_whole",
            ),
            # Two other people: null would let a comparison pass, so both are asked for first.
            models.CheckConstraint(
                condition=~Q(decision="agreed")
                | (
                    Q(asked_by__isnull=False, decided_by__isnull=False)
                    & ~Q(decided_by=F("asked_by"))
                    & ~Q(decided_by=F("user"))
                ),
                name="staff_act_agreed_by_a_second",
            ),
            models.CheckConstraint(
                condition=Q(kind="password") | Q(asked_by__isnull=True) | Q(user__isnull=True) | ~Q(asked_by=F("user")),
                name="nobody_acts_on_themselves",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-asked_at"], name="staff_act_of_person"),
            models.Index(fields=["-asked_at", "-id"], name="staff_act_newest"),
        ]

    def __str__(self) -> str:
        return self.words


class PasswordCode(models.Model):
    """A code that was handed over once, with which somebody chooses their password. Only a hash of it is kept. It is used
    once, ends after some days, and ends when a newer one is made or the sign-in is closed."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="password_codes")
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    over_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(made_by=F("user")), name="nobody_makes_their_own_code"),
            models.UniqueConstraint(
                fields=["user"], condition=Q(used_at__isnull=True, ended_at__isnull=True), name="one_code_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"code of {self.user}"

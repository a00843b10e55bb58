"""What the register itself keeps. The rings are read from the search rows of `parties` and from what is in force."""

from django.db import models

from haven.accounts.models import User
from haven.accounts.records import pair
from haven.parties.models import Person


class Change(models.Model):
    """Somebody whose place in ring 1, or whose search row, has changed: written by triggers in the transaction of the
    change, with its number. Kept two days; a memory that is older is filled anew."""

    xid = models.TextField()  # xid8 in the database: the number of the transaction
    person_id = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "register_change"

    def __str__(self) -> str:
        return f"{self.person_id} in {self.xid}"


class SealedProbe(models.Model):
    """An officer asked about an address that is a sealed place. What they read was the same as for any unknown address.
    Where it was is not here: only that it happened, in which check."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    check_id = models.CharField(max_length=32)

    class Meta:
        indexes = [models.Index(fields=["user", "at"], name="probe_by_user")]

    def __str__(self) -> str:
        return self.check_id


class AddressLock(models.Model):
    """Checks by address are closed to this officer until a supervisor has looked at what they asked."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="address_locks")
    from_at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    words = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            pair("address_lock_looked_pair", "looked_at", "looked_by"),
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(looked_at__isnull=True), name="one_address_lock_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"lock of {self.user_id}"


class SamePerson(models.Model):
    """Two rows that may be one person: suggested by the nightly comparison or by somebody, decided by two people, undone by
    two people. Every step stays."""

    STATES = {
        "suggested": "Suggested",
        "proposed": "Proposed, to be decided by somebody else",
        "merged": "One person",
        "undoing": "To be taken apart, to be decided by somebody else",
        "apart": "Two people",
    }
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    merged = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=list(STATES.items()))
    score = models.FloatField(default=0)
    evidence = models.JSONField(default=list)
    moved = models.JSONField(default=list)
    suggested_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(kept=models.F("merged")), name="same_person_is_two_rows"),
            models.UniqueConstraint(fields=["kept", "merged"], name="same_person_once"),
        ]
        indexes = [models.Index(fields=["state", "-score", "id"], name="same_person_to_decide")]

    def __str__(self) -> str:
        return f"{self.kept_id} and {self.merged_id}: {self.state}"


class SamePersonStep(models.Model):
    """One step of a decision on two rows: who, when, what and why. Only ever added."""

    of = models.ForeignKey(SamePerson, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    because = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return self.step

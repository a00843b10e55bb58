"""Where a protected person can be found, readable by purpose only. The staff role may insert and may call the
functions of the first migration; it has no SELECT on the ciphers."""

import uuid

from django.db import models
from django.db.models.functions import Now


class DataKey(models.Model):
    """A key of one case or person, itself enciphered under the master key of the installation."""

    owner_ref = models.CharField(max_length=60, unique=True)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(db_default=Now())
    destroyed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.owner_ref


class SealedValue(models.Model):
    KINDS = {
        "home": "Home",
        "refuge": "Refuge",
        "work": "Work",
        "school": "School",
        "other_place": "Another place",
        "channel_value": "A way to reach the person",
        "child_name": "A child's name",
    }
    handle = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner_ref = models.CharField(max_length=60, db_index=True)
    kind = models.CharField(max_length=16, choices=list(KINDS.items()))
    cipher = models.BinaryField()
    known_to_subject = models.CharField(max_length=8, default="no")
    created_at = models.DateTimeField(db_default=Now())
    destroyed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.handle)


class BlindKey(models.Model):
    """A keyed hash of a sealed place: answers "is this the same place" and nothing else."""

    PURPOSES = {"unit": "The unit address", "house": "House, street and postcode", "postcode": "The postcode"}
    handle = models.UUIDField(db_index=True)
    purpose = models.CharField(max_length=10, choices=list(PURPOSES.items()))
    keyed_hash = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["purpose", "keyed_hash"], name="blind_by_hash")]

    def __str__(self) -> str:
        return f"{self.handle} {self.purpose}"


class SealedUse(models.Model):
    """Every use of a sealed value, also by machines."""

    handle = models.UUIDField()
    purpose = models.CharField(max_length=60)
    asked_by = models.CharField(max_length=80)
    second_person = models.CharField(max_length=80, blank=True)
    reason = models.TextField(blank=True)
    answer_kind = models.CharField(max_length=30)
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.handle} for {self.purpose}"

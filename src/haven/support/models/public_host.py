"""What the public host needs for a protected person and a friend who helps her: what may be shown, the visit, what she has
begun to write, and what she sent."""

import uuid

from django.db import models
from django.db.models import Q

from haven.accounts.public_host import Posted
from haven.parties.models import Person
from haven.support.models.supporters import Consent


class ShownToHer(models.Model):
    """All that may reach her pages, made by the staff side after each event of her cases. Names stand apart: they leave
    the database only for a visit in which she asked for them. Where something stands is computed from the instants in it."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="shown_to_her")
    shown = models.JSONField(default=dict)
    names = models.JSONField(default=dict)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"page of {self.person_id}"


class Visit(models.Model):
    """Somebody proven, on the public host. `signer` is whose card it was, `person` whose page it is; with a friend's card
    they differ, and `consent` says what may be seen. Only a hash of what the browser holds is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    signer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="visits")
    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, null=True, blank=True, related_name="visits")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    minutes = models.IntegerField(default=20)
    names = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minutes__in=[5, 20]), name="visit_is_short_or_usual"),
            models.CheckConstraint(
                condition=Q(consent__isnull=False) | Q(signer=models.F("person")), name="visit_of_another_by_consent"
            ),
        ]
        indexes = [models.Index(fields=["signer"], condition=Q(ended_at__isnull=True), name="visit_running")]

    def __str__(self) -> str:
        return f"visit {self.pk}"


class Begun(models.Model):
    """What somebody has begun to write and not sent, closed. It outlives the visit, so that leaving in a hurry loses
    nothing; only the same card opens it again."""

    signer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    closed = models.BinaryField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["signer", "person", "kind"], name="one_begun_of_a_kind")]

    def __str__(self) -> str:
        return f"begun {self.kind}"


class HerPost(Posted):
    """What was sent from her pages, closed, until the worker has recorded it. The public host can put it here and reads
    back that it came, and what became of it."""

    KINDS = {
        "read": "News that she read",
        "tell": "Something happened",
        "contact": "Another way to reach her",
        "needs": "Help that she needs",
        "change": "To change or end what protects her",
        "people": "Somebody who helps her",
        "consent_ended": "A consent that she ended",
    }
    command_id = models.UUIDField(unique=True, default=uuid.uuid4)
    signer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="her_posts")
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=14, choices=list(KINDS.items()))
    closed = models.BinaryField()
    became = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["at"], condition=Q(taken_at__isnull=True), name="her_post_waiting"),
            models.Index(fields=["person", "at"], name="her_post_of_person"),
        ]


class Knock(models.Model):
    """A try at the door of the public host, by a keyed hash of where it came from. Old ones are removed."""

    source_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["source_hash", "at"], name="knock_by_source")]

    def __str__(self) -> str:
        return f"knock at {self.at}"

"""Messages that wait to leave, and each attempt to send one. No number and no address is ever in these rows."""

import uuid

from django.db import models
from django.db.models import F, Q

from haven.accounts.records import Record


class OutboxMessage(Record):
    """One message to one person by one channel. It leaves once or not at all: between `not_before` and `not_after`, and
    only when the gate still lets it through at that moment."""

    OUTCOMES = {
        "sent": "Sent",
        "cancelled_unsafe": "Not sent: it had become unsafe",
        "expired": "Not sent: its time was over",
        "failed_to_human": "Could not be sent: given to a person",
    }
    CHANNELS = {"text": "Text", "email": "E-mail", "post": "Post"}
    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    to_kind = models.CharField(max_length=16)
    to_ref = models.CharField(max_length=40)
    channel = models.CharField(max_length=8, choices=list(CHANNELS.items()))
    channel_handle = models.UUIDField()
    template = models.CharField(max_length=40)
    language = models.CharField(max_length=5, default="en")
    greeting = models.CharField(max_length=60, blank=True)
    plan_version = models.IntegerField(null=True, blank=True)
    about_kind = models.CharField(max_length=20)
    about_ref = models.CharField(max_length=40)
    not_before = models.DateTimeField()
    not_after = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    claims = models.IntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=list(OUTCOMES.items()), blank=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="message_closed_with_outcome",
            ),
            models.CheckConstraint(condition=Q(not_after__gt=F("not_before")), name="message_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["about_ref", "template", "to_ref"],
                condition=Q(closed_at__isnull=True),
                name="one_open_message_about_a_thing",
            ),
        ]
        indexes = [models.Index(fields=["not_before"], condition=Q(closed_at__isnull=True), name="message_due")]

    def __str__(self) -> str:
        return f"message {self.ref}"


class Delivery(models.Model):
    """One attempt with the provider. Delivered is not told: nothing but a person's word closes her clock."""

    STATES = {"accepted": "Accepted", "delivered": "Delivered", "failed": "Failed", "unknown": "Not known"}
    message = models.ForeignKey(OutboxMessage, on_delete=models.PROTECT, related_name="deliveries")
    attempt = models.IntegerField()
    provider_ref = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=list(STATES.items()))
    at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "attempt"], name="one_delivery_an_attempt")]
        indexes = [models.Index(fields=["state"], condition=Q(state__in=["accepted", "unknown"]), name="delivery_open")]

    def __str__(self) -> str:
        return f"{self.state} {self.attempt}"


class Kept(models.Model):
    """What an installation without a provider would have sent: the words, and by which kind of channel. Not to whom."""

    ref = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=8)
    subject = models.CharField(max_length=80, blank=True)
    text = models.CharField(max_length=400)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%d %B %Y}"

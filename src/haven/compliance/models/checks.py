"""Signing on at a station, the plan of checks, and the marker on the national computer."""

import uuid

from django.db import models
from django.db.models import Q

from haven.accounts.models import User
from haven.accounts.records import Fact, Record, void_is_whole
from haven.orders.models import Order


class SignOn(Fact):
    """One window of a requirement to sign on at a station: come in time, or missed. A miss is looked at under s.39, never
    as a missed notification (s.43). `came_at` of a miss: they came, but not in the window."""

    STATES = {"signed": "Signed on", "missed": "Missed"}
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="sign_ons")
    clause = models.IntegerField()
    day = models.DateField()
    opens = models.DateTimeField()
    closes = models.DateTimeField()
    state = models.CharField(max_length=8, choices=list(STATES.items()))
    came_at = models.DateTimeField(null=True, blank=True)
    station = models.CharField(max_length=200, blank=True)
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-opens", "-pk"]
        constraints = [
            void_is_whole("sign_on"),
            models.UniqueConstraint(
                fields=["order", "clause", "day"], condition=Q(voided_at__isnull=True), name="one_sign_on_a_window"
            ),
            models.CheckConstraint(condition=Q(closes__gt=models.F("opens")), name="sign_on_window_in_order"),
            models.CheckConstraint(
                condition=Q(state="missed") | (Q(came_at__isnull=False) & ~Q(station="") & Q(taken_by__isnull=False)),
                name="signed_on_says_when_and_where",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.day}"


class CheckPlanItem(Record):
    """One kind of check that an order has, every so many days, with the day it is next due."""

    KINDS = {
        "visit_protected": "Visit to the protected person",
        "check_subject": "Check on the subject",
        "check_address": "Check of a place that the subject must keep away from",
        "check_online": "Check of what is posted online",
    }
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="check_plan")
    kind = models.CharField(max_length=16, choices=list(KINDS.items()))
    interval_days = models.IntegerField()
    next_due = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["next_due", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "kind"], condition=Q(ended_at__isnull=True), name="one_check_plan_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(interval_days__gte=1, interval_days__lte=366), name="check_interval_in_days"
            ),
        ]
        indexes = [models.Index(fields=["next_due"], condition=Q(ended_at__isnull=True), name="check_due")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.order_id}"


class Check(Fact):
    """A check that was made, with its result. What was seen is enciphered under the case."""

    RESULTS = {
        "as_it_should": "As it should be",
        "nobody_there": "Nobody was there",
        "concern": "A concern",
        "breach": "Signs of a breach",
    }
    item = models.ForeignKey(CheckPlanItem, on_delete=models.PROTECT, related_name="checks")
    due = models.DateField()
    done_at = models.DateTimeField()
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(max_length=14, choices=list(RESULTS.items()))
    words_enc = models.BinaryField(null=True, blank=True)

    class Meta:
        ordering = ["-done_at", "-pk"]
        constraints = [void_is_whole("check")]

    def __str__(self) -> str:
        return f"{self.result} {self.item_id}"


class Marker(Fact):
    """The marker of an order on the national computer: its reference and day are the proof that it was placed, and taken
    off."""

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="markers")
    reference = models.CharField(max_length=60)
    placed_on = models.DateField()
    removed_on = models.DateField(null=True, blank=True)
    removal_reference = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            void_is_whole("marker"),
            models.UniqueConstraint(
                fields=["order"], condition=Q(voided_at__isnull=True, removed_on__isnull=True), name="one_marker_on"
            ),
            models.CheckConstraint(
                condition=Q(removed_on__isnull=True, removal_reference="")
                | (Q(removed_on__gte=models.F("placed_on")) & ~Q(removal_reference="")),
                name="marker_removal_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"marker of {self.order_id}"

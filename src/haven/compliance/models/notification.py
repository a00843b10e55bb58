"""What the subject must tell the police, and that it was told (ss.41-42). Where a duty stands is computed, never stored."""

import uuid

from django.db import models
from django.db.models import Q

from haven.accounts.models import User
from haven.accounts.records import Fact, Record, void_is_whole
from haven.cases.models import Case
from haven.documents.models import Document
from haven.orders.models import Order
from haven.parties.models import Person
from haven_law.notification import (
    ADDRESS_CHANGED,
    DUTY_BEGINS_AGAIN,
    NAME_USED,
    NO_ADDRESS,
    ORDER_MADE,
    SEXUAL_OFFENCES,
    STALKING,
)

EVENT_WORDS = {
    ORDER_MADE: "Every name and the home address",
    DUTY_BEGINS_AGAIN: "Every name and the home address, again",
    NAME_USED: "A new name",
    ADDRESS_CHANGED: "A new home address",
    NO_ADDRESS: "No home address any more",
}
CHANGE_WORDS = {code: EVENT_WORDS[code] for code in (NAME_USED, ADDRESS_CHANGED, NO_ADDRESS)}


class Notification(Fact):
    """The subject came to a police station and told (s.42). What they gave is enciphered under the person."""

    TAKEN_AS = {"police_officer": "A police officer", "authorised": "A person authorised by the officer in charge"}
    ASKED = {"not_asked": "Not asked for", "given": "Asked for and given", "refused": "Asked for and refused"}
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notifications")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notifications")
    at = models.DateTimeField()
    station = models.CharField(max_length=200)
    police_area = models.CharField(max_length=120)
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    taken_as = models.CharField(max_length=16, choices=list(TAKEN_AS.items()))
    names_enc = models.BinaryField()
    home_enc = models.BinaryField(null=True, blank=True)
    no_home = models.BooleanField(default=False)
    fingerprints = models.CharField(max_length=10, choices=list(ASKED.items()), default="not_asked")
    photograph = models.CharField(max_length=10, choices=list(ASKED.items()), default="not_asked")
    acknowledgement = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            void_is_whole("notification"),
            models.CheckConstraint(
                condition=Q(no_home=False) | Q(home_enc__isnull=True), name="notification_home_or_none"
            ),
        ]

    def __str__(self) -> str:
        return f"notification of {self.person_id}"


class SubjectChange(Fact):
    """A name first used, or a home changed or lost, that must be notified (s.41(4)-(6)): on which day, and how we know."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="changes_to_notify")
    event = models.CharField(max_length=20, choices=list(CHANGE_WORDS.items()))
    on_day = models.DateField()
    key = models.CharField(max_length=64)
    learned_how = models.CharField(max_length=300)

    class Meta:
        constraints = [
            void_is_whole("subject_change"),
            models.UniqueConstraint(
                fields=["person", "event", "on_day", "key"],
                condition=Q(voided_at__isnull=True),
                name="subject_change_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.on_day}"


class ExemptingDuty(Fact):
    """Another duty to notify the police, which switches these off while it lasts (s.41(8)(b)). `settled_at`: when its end
    was last looked at."""

    REGIMES = {
        SEXUAL_OFFENCES: "Sexual Offences Act 2003, Part 2",
        STALKING: "Stalking Protection Act 2019, section 9",
    }
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="exempting_duties")
    regime = models.CharField(max_length=32, choices=list(REGIMES.items()))
    from_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["from_day", "pk"]
        constraints = [
            void_is_whole("exempting_duty"),
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=models.F("from_day")),
                name="exempting_duty_ends_after_start",
            ),
        ]
        indexes = [
            models.Index(fields=["last_day"], condition=Q(last_day__isnull=False), name="exempting_duty_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.regime} of {self.person_id}"


class NotificationDuty(Record):
    """One thing that must be told, reckoned by the law from the orders, the other regimes and the changes. A row that the
    law no longer reckons is withdrawn, not deleted. `met_by`: the visit to a station that told it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notification_duties")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notification_duties")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="notification_duties")
    event = models.CharField(max_length=20, choices=list(EVENT_WORDS.items()))
    key = models.CharField(max_length=64, blank=True)
    event_day = models.DateField()
    starts_at = models.DateTimeField()
    last_day = models.DateField()
    due_by = models.DateTimeField()
    fault_from = models.DateTimeField(null=True, blank=True)
    off_at = models.DateTimeField(null=True, blank=True)
    off_because = models.CharField(max_length=32, blank=True)
    revived_after = models.CharField(max_length=32, blank=True)
    provision = models.CharField(max_length=40)
    ambiguity = models.CharField(max_length=40, blank=True)
    met_by = models.ForeignKey(Notification, on_delete=models.PROTECT, null=True, blank=True, related_name="satisfies")
    overdue_told_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_by", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "order", "event", "event_day", "key"],
                condition=Q(withdrawn_at__isnull=True),
                name="duty_once_an_event",
            ),
            models.CheckConstraint(
                condition=Q(off_at__isnull=True, off_because="") | (Q(off_at__isnull=False) & ~Q(off_because="")),
                name="duty_off_says_why",
            ),
            models.CheckConstraint(
                condition=Q(fault_from__isnull=True) | Q(fault_from__gte=models.F("due_by")),
                name="nobody_at_fault_before_it_is_due",
            ),
        ]
        indexes = [
            models.Index(fields=["case"], name="duty_by_case"),
            models.Index(
                fields=["due_by"], condition=Q(met_by__isnull=True, withdrawn_at__isnull=True), name="duty_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event} of {self.order_id}"

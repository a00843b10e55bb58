"""What stands beside a breach: dates on its way, corrections, retractions, and signs that are not breaches yet."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q

from haven.accounts.models import User
from haven.accounts.records import Fact, pair, void_is_whole
from haven.breaches.models.breach import PRECISIONS, Breach
from haven.cases.models import Case
from haven.notices.models import Notice
from haven.orders.models import Order


class Milestone(Fact):
    """A date on the way of a breach that no act of its own records. Those of acts stand with the act."""

    KINDS = {
        "response": "First response",
        "safety_checked": "Safety of the protected person checked",
        "interview": "Interview",
        "file_sent": "File sent to the prosecutor",
        "letter_sent": "Letter sent to the subject",
        "warning_letter": "Warning letter sent",
        "summons_served": "Summons served",
        "first_hearing": "First hearing",
        "plea": "Plea",
        "trial": "Trial",
        "sentence": "Sentence",
        "pack_asked": "Pack asked for",
        "pack_sent": "Pack sent",
        "warrant_asked": "Warrant asked for (s.40)",
        "warrant_issued": "Warrant issued (s.40)",
        "warrant_refused": "Warrant refused (s.40)",
    }
    PRECISIONS = [("minute", "At a time"), ("day", "On a day")]
    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="milestones")
    kind = models.CharField(max_length=16, choices=list(KINDS.items()))
    at = models.DateTimeField()
    precision = models.CharField(max_length=8, choices=PRECISIONS, default="minute")
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            void_is_whole("milestone"),
            models.UniqueConstraint(
                fields=["breach", "kind"], condition=Q(voided_at__isnull=True), name="milestone_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.breach_id}"


class Correction(Fact):
    """A value that was wrong: asked by one person, decided by another. Both values stay."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="corrections")
    what = models.CharField(max_length=30)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reasons_enc = models.BinaryField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            void_is_whole("correction"),
            pair("correction_decided_pair", "decided_by", "decided_at", "accepted"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("asked_by")), name="correction_two_people"
            ),
            models.UniqueConstraint(
                fields=["breach", "what"],
                condition=Q(decided_at__isnull=True, voided_at__isnull=True),
                name="correction_asked_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} of {self.breach_id}"


class Retraction(Fact):
    """The protected person, or somebody for them, takes back what was said. It is recorded and closes nothing."""

    FROM = {"protected": "The protected person", "other": "Somebody for them"}
    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="retractions")
    at = models.DateTimeField()
    said_by = models.CharField(max_length=10, choices=list(FROM.items()))
    alone = models.BooleanField()
    words_enc = models.BinaryField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [void_is_whole("retraction")]

    def __str__(self) -> str:
        return f"retraction {self.breach_id}"


class Candidate(Fact):
    """A sign that an order or notice may have been broken. It is never a breach by itself: an officer reports one from
    it, or dismisses it with reasons."""

    SOURCES = {
        "alert": "A tag alert",
        "notification": "A missed notification",
        "supervision": "A report of a responsible person",
        "sign_on": "A missed sign-on",
        "other": "Another sign",
    }
    public_id = models.CharField(max_length=32, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="breach_candidates")
    of = models.CharField(max_length=12, choices=list(Breach.OF.items()))
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    clause = models.IntegerField(null=True, blank=True)
    source = models.CharField(max_length=12, choices=list(SOURCES.items()))
    source_ref = models.CharField(max_length=60)
    words = models.CharField(max_length=300)
    raised_at = models.DateTimeField()
    happened = DateTimeRangeField()
    happened_precision = models.CharField(max_length=10, choices=PRECISIONS)
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    dismissed_why = models.CharField(max_length=300, blank=True)
    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, null=True, blank=True, related_name="candidates")

    class Meta:
        ordering = ["-raised_at", "-pk"]
        constraints = [
            void_is_whole("candidate"),
            models.UniqueConstraint(
                fields=["source", "source_ref"], condition=Q(voided_at__isnull=True), name="candidate_once_a_sign"
            ),
            pair("candidate_dismissed_pair", "dismissed_at", "dismissed_by"),
            models.CheckConstraint(
                condition=Q(dismissed_at__isnull=True) | Q(breach__isnull=True), name="candidate_dismissed_or_reported"
            ),
        ]
        indexes = [
            models.Index(
                fields=["case"],
                condition=Q(dismissed_at__isnull=True, breach__isnull=True, voided_at__isnull=True),
                name="candidate_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.source_ref}"

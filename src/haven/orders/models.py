"""The order, its clauses, its versions and its ends (ss.27, 35-38, 44)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Case as When
from django.db.models import F, Func, Q, Value
from django.db.models import When as Then
from django.db.models.functions import Least

from haven.accounts.models import Force
from haven.accounts.records import Fact, void_is_whole
from haven.cases.models import Case
from haven.courts.models import Court, HearingOutcome, ResponsiblePerson
from haven.documents.models import Document
from haven.parties.models import Person
from haven.service.models import Service


class _Range(Func):
    function = "tstzrange"


class Order(Fact):
    """A domestic abuse protection order. What it requires is in its versions; its status is computed, never stored."""

    ROUTES = {
        "s28_police_after_notice": "Police application after a notice (s.28(3))",
        "s28_police": "Police application (s.28(2)(b))",
        "s28_protected": "The protected person's application (s.28(2)(a))",
        "s28_other": "Another person's application (s.28(2)(d))",
        "s31_family": "Family proceedings (s.31(2))",
        "s31_conviction": "On conviction (s.31(3))",
        "s31_acquittal": "On acquittal (s.31(5))",
        "s31_appeal": "On appeal allowed (s.31(6))",
        "s31_county": "County court proceedings (s.31(7))",
    }
    ENDS = {"period": "For a period", "event": "Until an event", "further_order": "Until further order"}
    ref = models.CharField(max_length=20, unique=True)
    verify_code = models.CharField(max_length=20)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="orders")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    subject = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="orders_against")
    route = models.CharField(max_length=30, choices=list(ROUTES.items()))
    made_by = models.ForeignKey(Court, on_delete=models.PROTECT, related_name="orders")
    made_at = models.DateTimeField()
    outcome = models.ForeignKey(HearingOutcome, on_delete=models.PROTECT, related_name="orders")
    without_notice = models.BooleanField(default=False)
    effect_rule = models.CharField(
        max_length=16, choices=[("on_making", "On making"), ("on_end_of_order", "When another order ends")]
    )
    effect_waits_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="waiting"
    )
    effective_at = models.DateTimeField(null=True, blank=True)
    ends_kind = models.CharField(max_length=16, choices=list(ENDS.items()))
    last_day = models.DateField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    ends_event = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    court_paper_no = models.CharField(max_length=60, blank=True)
    in_effect = models.GeneratedField(
        expression=When(
            Then(effective_at__isnull=True, then=Value("empty", output_field=DateTimeRangeField())),
            default=_Range(F("effective_at"), Least(F("ends_at"), F("ended_at")), output_field=DateTimeRangeField()),
        ),
        output_field=DateTimeRangeField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            void_is_whole("order"),
            models.CheckConstraint(
                condition=Q(ends_kind="period", last_day__isnull=False, ends_at__isnull=False, ends_event="")
                | (Q(ends_kind="event", last_day__isnull=True, ends_at__isnull=True) & ~Q(ends_event=""))
                | Q(ends_kind="further_order", last_day__isnull=True, ends_at__isnull=True, ends_event=""),
                name="order_end_matches_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(effective_at__isnull=True) | Q(ends_at__gt=F("effective_at")),
                name="order_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("effective_at")), name="order_ended_after_start"
            ),
            models.CheckConstraint(
                condition=Q(effect_rule="on_end_of_order", effect_waits_for__isnull=False)
                | Q(effect_rule="on_making", effect_waits_for__isnull=True),
                name="waits_iff_on_end_of_order",
            ),
            models.UniqueConstraint(
                fields=["outcome"], condition=Q(voided_at__isnull=True, court_paper_no=""), name="one_order_an_outcome"
            ),
        ]
        indexes = [
            GistIndex(fields=["in_effect"], name="order_in_effect"),
            GistIndex(fields=["force", "in_effect"], name="order_force_in_effect"),
            models.Index(fields=["subject"], name="order_by_subject"),
            models.Index(fields=["force", "ends_at"], condition=Q(ended_at__isnull=True), name="order_ends_soon"),
            models.Index(fields=["force", "-made_at"], name="order_by_force"),
            models.Index(fields=["-made_at", "-ref"], name="order_newest"),
        ]

    def __str__(self) -> str:
        return self.ref


class OrderEnd(Fact):
    BECAUSE = {
        "period": "Its period ended",
        "event": "The event happened",
        "discharged": "Discharged by a court",
        "revoked_on_appeal": "Revoked on appeal",
        "replaced": "Replaced",
        "entered_in_error": "Entered in error",
    }
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="ends")
    at = models.DateTimeField()
    because = models.CharField(max_length=20, choices=list(BECAUSE.items()))
    by_outcome = models.ForeignKey(HearingOutcome, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    event_proof = models.CharField(max_length=300, blank=True)
    reasons_enc = models.BinaryField(null=True, blank=True)

    class Meta:
        constraints = [
            void_is_whole("order_end"),
            models.UniqueConstraint(fields=["order"], condition=Q(voided_at__isnull=True), name="order_ends_once"),
        ]

    def __str__(self) -> str:
        return f"end of {self.order_id}"


class OrderVersion(Fact):
    """A whole copy of what the order requires from one instant. Nothing in it changes but when it was superseded and
    when its paper was served."""

    CAUSES = {"made": "Made", "varied": "Varied", "slip_rule": "Corrected"}
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="versions")
    seq = models.IntegerField()
    cause = models.CharField(max_length=10, choices=list(CAUSES.items()))
    outcome = models.ForeignKey(HearingOutcome, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    effective_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    notice_given_to_subject = models.BooleanField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    served_at = models.DateTimeField(null=True, blank=True)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reasons_enc = models.BinaryField(null=True, blank=True)
    effect = models.GeneratedField(
        expression=When(
            Then(effective_at__isnull=True, then=Value("empty", output_field=DateTimeRangeField())),
            default=_Range(F("effective_at"), F("superseded_at"), output_field=DateTimeRangeField()),
        ),
        output_field=DateTimeRangeField(),
        db_persist=True,
    )

    class Meta:
        ordering = ["seq"]
        constraints = [
            void_is_whole("version"),
            models.UniqueConstraint(fields=["order", "seq"], name="version_number_once"),
            ExclusionConstraint(
                name="one_version_at_a_time",
                expressions=[("order", RangeOperators.EQUAL), ("effect", RangeOperators.OVERLAPS)],
                condition=Q(voided_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id} version {self.seq}"


class Requirement(models.Model):
    """A clause of one version. Its number belongs to the order for life and is never used again."""

    CHANGES = {
        "made": "Made",
        "same": "Unchanged",
        "added": "Added",
        "extended": "Extended",
        "lightened": "Lightened",
        "replaced": "Replaced",
    }
    version = models.ForeignKey(OrderVersion, on_delete=models.PROTECT, related_name="requirements")
    clause = models.IntegerField()
    term = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    legal_en = models.TextField()
    plain_en = models.TextField()
    starts_on = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    until_event = models.CharField(max_length=300, blank=True)
    is_duty = models.BooleanField(default=False)
    responsible = models.ForeignKey(
        ResponsiblePerson, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    suitability_evidence = models.CharField(max_length=300, blank=True)
    place_mode = models.CharField(
        max_length=10,
        choices=[("none", "No place"), ("named", "Named"), ("described", "Described"), ("sealed", "Sealed")],
    )
    place_handle = models.UUIDField(null=True, blank=True)
    change = models.CharField(max_length=10, choices=list(CHANGES.items()))
    provision = models.CharField(max_length=60)

    class Meta:
        ordering = ["clause"]
        constraints = [
            models.UniqueConstraint(fields=["version", "clause"], name="clause_once_a_version"),
            models.CheckConstraint(
                condition=Q(is_duty=False)
                | Q(term="electronic_monitoring")
                | (Q(responsible__isnull=False) & ~Q(suitability_evidence="")),
                name="duty_has_responsible_person_and_evidence",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(starts_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="clause_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(term="electronic_monitoring") | Q(ends_at__isnull=False), name="monitoring_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.clause} {self.term}"


class Awareness(Fact):
    """When the subject came to know of a version (ss.39(2), 45(8)). The first counts."""

    HOW = {
        "served": "Served",
        "in_court": "Present in court",
        "told_by_officer": "Told by an officer",
        "admitted": "Admitted",
    }
    version = models.ForeignKey(OrderVersion, on_delete=models.PROTECT, related_name="awareness")
    at = models.DateTimeField()
    how = models.CharField(max_length=16, choices=list(HOW.items()))
    proof = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [void_is_whole("awareness")]

    def __str__(self) -> str:
        return f"{self.how} {self.at}"

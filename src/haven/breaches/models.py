"""A breach in its smallest true form: reported, looked at, decided, and what a court did."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q

from haven.accounts.models import Force, User
from haven.accounts.records import Fact, pair, void_is_whole
from haven.cases.models import Case
from haven.notices.models import Notice, NoticeTerm
from haven.orders.models import Order, Requirement


class Breach(Fact):
    """Of a notice (no offence: arrest and court, s.26) or of an order (an offence, s.39). Never mixed."""

    SOURCES = {
        "officer": "An officer",
        "protected": "The protected person",
        "supporter": "A supporter",
        "import": "Import",
    }
    HOW_PURSUED = {"arrest": "Arrest", "charge": "Charge", "summons": "Summons", "referral": "Referral for charge"}
    JURISDICTIONS = {
        "ew": "England or Wales",
        "scotland": "Scotland",
        "ni": "Northern Ireland",
        "abroad": "Abroad",
        "online_unknown": "Online, place not known",
    }
    ref = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="breaches")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    of = models.CharField(max_length=8, choices=[("notice", "Notice"), ("order", "Order")])
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, null=True, blank=True, related_name="breaches")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, blank=True, related_name="breaches")
    source = models.CharField(max_length=12, choices=list(SOURCES.items()))
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    happened = DateTimeRangeField()
    happened_precision = models.CharField(
        max_length=10, choices=[("minute", "At a time"), ("between", "Between two times"), ("day", "On a day")]
    )
    jurisdiction = models.CharField(max_length=16, choices=list(JURISDICTIONS.items()), default="ew")
    in_danger = models.CharField(max_length=10, choices=[("yes", "Yes"), ("no", "No"), ("not_known", "Not known")])
    account_enc = models.BinaryField()
    excuse_enc = models.BinaryField(null=True, blank=True)
    other_offence = models.CharField(max_length=300, blank=True)
    pursued_at = models.DateTimeField(null=True, blank=True)
    pursued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    pursued_how = models.CharField(max_length=10, choices=list(HOW_PURSUED.items()), blank=True)
    decided_not_at = models.DateTimeField(null=True, blank=True)
    decided_not_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_not_why = models.TextField(blank=True)
    arrested_at = models.DateTimeField(null=True, blank=True)
    arrest_power = models.CharField(max_length=20, blank=True)
    brought_to_court_at = models.DateTimeField(null=True, blank=True)
    charge_decided_at = models.DateTimeField(null=True, blank=True)
    charged = models.BooleanField(null=True, blank=True)
    charge_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            void_is_whole("breach"),
            models.CheckConstraint(
                condition=Q(of="notice", notice__isnull=False, order__isnull=True)
                | Q(of="order", notice__isnull=True, order__isnull=False),
                name="breach_of_exactly_one",
            ),
            pair("breach_pursued_pair", "pursued_at", "pursued_by"),
            pair("breach_decided_not_pair", "decided_not_at", "decided_not_by"),
            models.CheckConstraint(
                condition=Q(pursued_at__isnull=True) | Q(decided_not_at__isnull=True), name="pursued_or_not"
            ),
            models.CheckConstraint(
                condition=~Q(of="notice") | Q(charged__isnull=True, charge_decided_at__isnull=True),
                name="breach_of_notice_is_never_charged",
            ),
        ]
        indexes = [
            models.Index(fields=["force", "-reported_at"], name="breach_by_force"),
            models.Index(fields=["-reported_at", "-id"], name="breach_newest"),
            models.Index(
                fields=["case"],
                condition=Q(pursued_at__isnull=True, decided_not_at__isnull=True, voided_at__isnull=True),
                name="breach_to_decide",
            ),
        ]

    def __str__(self) -> str:
        return self.ref


class BreachClause(models.Model):
    """A clause that is said to be broken, in the exact words that were in force at the time."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="clauses")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    notice_term = models.ForeignKey(NoticeTerm, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    clause = models.IntegerField()
    wording_copy = models.TextField()
    answer = models.CharField(max_length=20)
    findings = models.JSONField(default=list)

    class Meta:
        ordering = ["clause"]
        constraints = [
            models.CheckConstraint(
                condition=Q(requirement__isnull=False, notice_term__isnull=True)
                | Q(requirement__isnull=True, notice_term__isnull=False),
                name="breach_clause_of_one_thing",
            ),
            models.UniqueConstraint(fields=["breach", "clause"], name="breach_clause_once"),
        ]

    def __str__(self) -> str:
        return f"{self.breach_id} clause {self.clause}"


class BreachOutcome(Fact):
    RESULTS = {
        "no_charge": "Not charged",
        "withdrawn": "Withdrawn",
        "acquitted": "Acquitted",
        "convicted": "Convicted",
        "dealt_with": "Dealt with by the court (notice)",
        "released": "Released (notice)",
    }
    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="outcomes")
    result = models.CharField(max_length=12, choices=list(RESULTS.items()))
    decided_at = models.DateTimeField()
    court = models.CharField(max_length=160, blank=True)
    custody_days = models.IntegerField(null=True, blank=True)
    custody_months = models.IntegerField(null=True, blank=True)
    suspended = models.BooleanField(default=False)
    community = models.BooleanField(default=False)
    fine_pounds = models.IntegerField(null=True, blank=True)
    tagged = models.BooleanField(default=False)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            void_is_whole("breach_outcome"),
            models.UniqueConstraint(fields=["breach"], condition=Q(voided_at__isnull=True), name="breach_outcome_once"),
        ]

    def __str__(self) -> str:
        return f"{self.result} {self.breach_id}"

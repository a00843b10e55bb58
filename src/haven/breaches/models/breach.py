"""What is said to be broken, and what became of it: of a notice, of an order, or of the duty to notify. Never mixed."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Q

from haven.accounts.models import Force, User
from haven.accounts.records import Fact, pair, void_is_whole
from haven.cases.models import BailCondition, Case
from haven.notices.models import Notice, NoticeTerm
from haven.orders.models import Order, Requirement

PRECISIONS = [("minute", "At a time"), ("between", "Between two times"), ("day", "On a day")]
SOURCES = {
    "officer": "An officer",
    "protected": "The protected person",
    "supporter": "A supporter",
    "responsible": "A responsible person",
    "alert": "A tag alert",
    "notification": "A missed notification",
    "import": "Import",
}
# Those who tell us and do not decide which clause it is.
LAY_SOURCES = ("protected", "supporter", "responsible")


class Breach(Fact):
    """Of a notice (no offence: arrest and court, s.26), of an order (an offence, s.39), or of the duty to notify (an
    offence of its own, s.43; `order` is the one that carries the duty)."""

    OF = {"notice": "Notice", "order": "Order", "notification": "Duty to notify"}
    SOURCES = SOURCES
    HOW_PURSUED = {"arrest": "Arrest", "charge": "Charge", "summons": "Summons", "referral": "Referral for charge"}
    JURISDICTIONS = {
        "ew": "England or Wales",
        "scotland": "Scotland",
        "ni": "Northern Ireland",
        "abroad": "Abroad",
        "online_unknown": "Online, place not known",
    }
    WHERE = {
        "in_person": "In person",
        "phone": "By phone or message",
        "online": "Online",
        "through_other": "Through another person",
        "other": "Some other way",
    }
    EXCUSES = {
        "none": "No reason given",
        "reason": "Gave a reason",
        "invited": "Says that the protected person invited them",
        "not_asked": "Not asked yet",
    }
    RESPONSES = {
        "arrested": "Arrested",
        "not_arrested": "Not arrested",
        "not_found": "The subject was not there",
        "later": "Nothing yet",
    }
    SEEN = {"alone": "Yes, alone", "not_alone": "Yes, not alone", "not_yet": "Not yet"}
    YES_NO = {"yes": "Yes", "no": "No", "not_known": "Not known"}
    NO_CHARGE = {
        "evidence": "Not enough evidence",
        "public_interest": "Not in the public interest",
        "excuse": "A reasonable excuse is accepted",
        "not_aware": "Not shown that the subject knew of the order",
        "other": "Another reason",
    }
    ENDS_OF_CUSTODY = {
        "court": "Brought before the court",
        "live_link": "Before the court by live link",
        "released": "Released",
        "bail": "Released on police bail",
    }
    REMANDS = {"none": "Not remanded", "bail": "Remanded on bail", "custody": "Remanded in custody"}
    ref = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="breaches")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    of = models.CharField(max_length=12, choices=list(OF.items()))
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, null=True, blank=True, related_name="breaches")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, null=True, blank=True, related_name="breaches")
    duty_ref = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=12, choices=list(SOURCES.items()))
    reporter_words = models.CharField(max_length=120, blank=True)
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    happened = DateTimeRangeField()
    happened_precision = models.CharField(max_length=10, choices=PRECISIONS)
    jurisdiction = models.CharField(max_length=16, choices=list(JURISDICTIONS.items()), default="ew")
    where = models.CharField(max_length=16, choices=list(WHERE.items()), default="other")
    place_enc = models.BinaryField(null=True, blank=True)
    online_enc = models.BinaryField(null=True, blank=True)
    in_danger = models.CharField(max_length=10, choices=list(YES_NO.items()))
    account_enc = models.BinaryField()
    excuse_said = models.CharField(max_length=10, choices=list(EXCUSES.items()), default="not_asked")
    excuse_enc = models.BinaryField(null=True, blank=True)
    other_offence = models.CharField(max_length=300, blank=True)
    response = models.CharField(max_length=12, choices=list(RESPONSES.items()), default="later")
    response_enc = models.BinaryField(null=True, blank=True)
    protected_seen = models.CharField(max_length=10, choices=list(SEEN.items()), default="not_yet")
    protected_safe = models.CharField(max_length=10, choices=list(YES_NO.items()), default="not_known")
    contact_still_right = models.CharField(max_length=10, choices=list(YES_NO.items()), default="not_known")
    # What the law said of the paper as a whole at that time: yes, no or lawyer, with its findings.
    then_answer = models.CharField(max_length=10, default="yes")
    then_findings = models.JSONField(default=list)
    identified_at = models.DateTimeField(null=True, blank=True)
    identified_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="breaches_owned")
    pursued_at = models.DateTimeField(null=True, blank=True)
    pursued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    pursued_how = models.CharField(max_length=10, choices=list(HOW_PURSUED.items()), blank=True)
    decided_not_at = models.DateTimeField(null=True, blank=True)
    decided_not_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_not_why = models.TextField(blank=True)
    arrested_at = models.DateTimeField(null=True, blank=True)
    arrest_power = models.CharField(max_length=20, blank=True)
    arrest_station = models.CharField(max_length=120, blank=True)
    custody_ended_at = models.DateTimeField(null=True, blank=True)
    custody_how = models.CharField(max_length=10, choices=list(ENDS_OF_CUSTODY.items()), blank=True)
    remand = models.CharField(max_length=8, choices=list(REMANDS.items()), blank=True)
    charge_decided_at = models.DateTimeField(null=True, blank=True)
    charged = models.BooleanField(null=True, blank=True)
    charge_counts = models.JSONField(default=list)
    no_charge_code = models.CharField(max_length=16, choices=list(NO_CHARGE.items()), blank=True)
    charge_reason = models.CharField(max_length=300, blank=True)
    bail = models.ManyToManyField(BailCondition, related_name="breaches", blank=True)

    class Meta:
        constraints = [
            void_is_whole("breach"),
            models.CheckConstraint(
                condition=Q(of="notice", notice__isnull=False, order__isnull=True, duty_ref="")
                | Q(of="order", notice__isnull=True, order__isnull=False, duty_ref="")
                | (Q(of="notification", notice__isnull=True, order__isnull=False) & ~Q(duty_ref="")),
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
            models.CheckConstraint(
                condition=~Q(arrest_power="s26_1") | Q(of="notice"), name="s26_arrest_is_for_a_notice"
            ),
            # s.43(6): one failure to notify is prosecuted once.
            models.UniqueConstraint(
                fields=["duty_ref"],
                condition=Q(of="notification", charged=True, voided_at__isnull=True),
                name="one_prosecution_a_duty",
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
    """How one count ended. A breach of a notice has one, which is no count of an indictment."""

    COUNTS = {
        "notice": "Breach of a notice (no offence)",
        "s39": "Breach of the order (s.39)",
        "s43_1a": "Not notifying (s.43(1)(a))",
        "s43_1b": "Notifying what is known to be false (s.43(1)(b))",
        "s43_2": "Refusing fingerprints or a photograph (s.43(2))",
        "contempt": "Contempt of court",
        "underlying": "Another offence",
    }
    RESULTS = {
        "no_charge": "Not charged",
        "withdrawn": "Withdrawn",
        "acquitted": "Acquitted",
        "convicted": "Convicted",
        "contempt": "Punished as contempt of court",
        "dealt_with": "Dealt with by the court (notice)",
        "released": "Released (notice)",
    }
    TRIED = {"summary": "In a magistrates' court", "indictment": "On indictment"}
    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="outcomes")
    count = models.CharField(max_length=12, choices=list(COUNTS.items()))
    offence = models.CharField(max_length=200, blank=True)
    result = models.CharField(max_length=12, choices=list(RESULTS.items()))
    tried = models.CharField(max_length=12, choices=list(TRIED.items()), blank=True)
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
        ordering = ["pk"]
        constraints = [
            void_is_whole("breach_outcome"),
            models.UniqueConstraint(
                fields=["breach", "count", "offence"], condition=Q(voided_at__isnull=True), name="breach_outcome_once"
            ),
            # s.39(3)-(4): convicted of it, or punished for it as contempt, never both.
            models.UniqueConstraint(
                fields=["breach"],
                condition=Q(voided_at__isnull=True)
                & (Q(count="s39", result="convicted") | Q(count="contempt", result="contempt")),
                name="convicted_or_contempt_never_both",
            ),
            models.CheckConstraint(
                condition=Q(count="notice", result__in=["dealt_with", "released"])
                | (~Q(count="notice") & ~Q(result__in=["dealt_with", "released"])),
                name="outcome_of_notice_apart",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result} {self.breach_id}"

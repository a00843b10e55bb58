"""What is asked of a court, when it sits, and what it decided (ss.28-34)."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from haven.accounts.models import Force, TimeRange, User
from haven.accounts.records import Fact, Record, pair, void_is_whole
from haven.cases.models import Case
from haven.documents.models import Document
from haven.notices.models import Notice


class Court(models.Model):
    KINDS = {
        "magistrates_court": "Magistrates' court",
        "family_court": "Family court",
        "county_court": "County court",
        "crown_court": "Crown Court",
        "high_court": "High Court",
    }
    name = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=20, choices=list(KINDS.items()))
    local_justice_area = models.CharField(max_length=120, blank=True)
    areas = models.JSONField(default=list)
    address = models.TextField(blank=True)
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class Sitting(models.Model):
    """A time when a court sits, as data: Saturday and bank holiday courts among them."""

    KINDS = {
        "list": "Ordinary list",
        "remand": "Remand court",
        "saturday": "Saturday court",
        "holiday": "Holiday court",
    }
    court = models.ForeignKey(Court, on_delete=models.PROTECT, related_name="sittings")
    room = models.CharField(max_length=40)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    papers_by = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=list(KINDS.items()))
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="sitting_ends_after_start"),
            models.CheckConstraint(condition=Q(papers_by__lte=F("starts_at")), name="papers_before_sitting"),
            ExclusionConstraint(
                name="room_sits_once",
                expressions=[
                    ("court", RangeOperators.EQUAL),
                    ("room", RangeOperators.EQUAL),
                    (TimeRange("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_at__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["court", "starts_at"], name="sitting_by_court")]

    def __str__(self) -> str:
        return f"{self.court} {self.starts_at}"


class ResponsiblePerson(Record):
    """Who supervises a requirement to do something (s.36(2)), or provides monitoring (s.37(6))."""

    name = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    monitor = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Application(Fact):
    """An application to a court. After a notice it is by the police, to the magistrates, and never without notice."""

    KINDS = {"order": "For an order", "vary": "To vary", "discharge": "To discharge"}
    APPLICANTS = {
        "chief_officer": "The police",
        "protected_person": "The protected person",
        "other_person": "Another person",
        "court_own_motion": "The court",
    }
    WITHDRAWN = {
        "charged": "A charge was laid",
        "not_needed": "No longer needed to protect",
        "evidence": "The evidence changed",
        "wrong_person": "The notice named the wrong person",
        "other": "Another reason",
    }
    ref = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="applications")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=list(KINDS.items()))
    route = models.CharField(max_length=40)
    applicant_kind = models.CharField(max_length=20, choices=list(APPLICANTS.items()))
    after_notice = models.ForeignKey(
        Notice, on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    about_order = models.CharField(max_length=20, blank=True)
    court = models.ForeignKey(Court, on_delete=models.PROTECT, related_name="applications")
    prepared_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    without_notice = models.BooleanField(default=False)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    requirements_notice_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_second = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_because = models.CharField(max_length=20, choices=list(WITHDRAWN.items()), blank=True)
    determined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            void_is_whole("application"),
            models.CheckConstraint(
                condition=Q(after_notice__isnull=True)
                | Q(kind="order", applicant_kind="chief_officer", without_notice=False),
                name="after_a_notice_by_police_on_notice",
            ),
            pair("application_withdrawn_pair", "withdrawn_at", "withdrawn_by"),
            models.UniqueConstraint(
                fields=["after_notice"],
                condition=Q(withdrawn_at__isnull=True, voided_at__isnull=True, after_notice__isnull=False),
                name="one_application_a_notice",
            ),
        ]
        indexes = [
            models.Index(
                fields=["made_at"],
                condition=Q(determined_at__isnull=True, withdrawn_at__isnull=True),
                name="application_open",
            )
        ]

    def __str__(self) -> str:
        return self.ref


class ProposedRequirement(models.Model):
    """A draft requirement of an application. The kinds and their wording are the law package's."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="proposed")
    position = models.IntegerField()
    term = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    from_notice_clause = models.IntegerField(null=True, blank=True)
    responsible = models.ForeignKey(
        ResponsiblePerson, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    suitability_evidence = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["application", "position"], name="proposed_position_once")]

    def __str__(self) -> str:
        return f"{self.position} {self.term}"


class Hearing(Fact):
    """A hearing listed. It begins or is vacated; what was decided is another row."""

    KINDS = {"first": "First hearing", "adjourned": "Adjourned hearing", "variation": "Variation hearing"}
    NOTICE_RULES = {
        "given": "Notice given to the subject (s.29(4))",
        "left_s29_5": "Left at the address given (s.29(5))",
        "efforts_s29_6": "No address given, reasonable efforts made (s.29(6))",
        "none_needed_present": "Told in court when the hearing was adjourned",
    }
    public_id = models.CharField(max_length=32, unique=True)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="hearings")
    court = models.ForeignKey(Court, on_delete=models.PROTECT, related_name="hearings")
    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, null=True, blank=True, related_name="hearings")
    room = models.CharField(max_length=40)
    listed_for = models.DateTimeField()
    listed_at = models.DateTimeField()
    hearing_kind = models.CharField(max_length=10, choices=list(KINDS.items()))
    notice_rule = models.CharField(max_length=24, choices=list(NOTICE_RULES.items()), blank=True)
    notice_given_at = models.DateTimeField(null=True, blank=True)
    notice_efforts = models.TextField(blank=True)
    notice_document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField(null=True, blank=True)
    vacated_at = models.DateTimeField(null=True, blank=True)
    vacated_why = models.TextField(blank=True)

    class Meta:
        constraints = [
            void_is_whole("hearing"),
            models.CheckConstraint(
                condition=Q(begun_at__isnull=True) | Q(vacated_at__isnull=True), name="begun_or_vacated"
            ),
            models.CheckConstraint(
                condition=~Q(notice_rule="efforts_s29_6") | ~Q(notice_efforts=""), name="efforts_are_described"
            ),
        ]
        indexes = [models.Index(fields=["court", "listed_for"], name="hearing_by_court")]

    def __str__(self) -> str:
        return f"hearing {self.listed_for}"


class HearingOutcome(Fact):
    """What the court decided, recorded once."""

    RESULTS = {
        "made": "Made an order",
        "refused": "Refused",
        "adjourned": "Adjourned",
        "withdrawn": "Withdrawn",
        "varied": "Varied",
        "discharged": "Discharged",
        "unchanged": "Left as it is",
    }
    ADJOURNED_FOR = {
        "assessment": "An assessment",
        "service": "Service",
        "time": "More time",
        "other": "Another reason",
    }
    PRESENCE = {"person": "In person", "video": "By video", "audio": "By audio", "absent": "Absent"}
    hearing = models.ForeignKey(Hearing, on_delete=models.PROTECT, related_name="outcomes")
    result = models.CharField(max_length=12, choices=list(RESULTS.items()))
    adjourned_for = models.CharField(max_length=12, choices=list(ADJOURNED_FOR.items()), blank=True)
    decided_at = models.DateTimeField()
    subject_presence = models.CharField(max_length=8, choices=list(PRESENCE.items()))
    notice_given_to_subject = models.BooleanField()
    reasons_enc = models.BinaryField()
    next_hearing = models.OneToOneField(
        Hearing, on_delete=models.PROTECT, null=True, blank=True, related_name="adjourned_from"
    )
    gates = models.JSONField(default=list)

    class Meta:
        constraints = [
            void_is_whole("outcome"),
            models.UniqueConstraint(
                fields=["hearing"], condition=Q(voided_at__isnull=True), name="one_outcome_a_hearing"
            ),
            models.CheckConstraint(
                condition=(Q(result="adjourned", next_hearing__isnull=False) & ~Q(adjourned_for=""))
                | (~Q(result="adjourned") & Q(next_hearing__isnull=True, adjourned_for="")),
                name="next_hearing_iff_adjourned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result} {self.hearing_id}"


class Correction(Record):
    """What a second person put right in the record of a court or an order: both values, why, who and when. Append only."""

    WHAT = {
        "begun": "When the hearing began",
        "outcome": "What the court decided",
        "order_service": "When the order was served",
        "awareness": "When the subject knew of the order",
        "death": "The death of the subject",
    }
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="corrections")
    what = models.CharField(max_length=16, choices=list(WHAT.items()))
    about_ref = models.CharField(max_length=40)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reasons_enc = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["case", "what"], name="correction_of_case")]

    def __str__(self) -> str:
        return f"Correction {self.pk}"

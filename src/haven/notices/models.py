"""An officer asks, an inspector decides, a constable serves (ss.22-25)."""

from django.contrib.postgres.fields import DateTimeRangeField
from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Case as When
from django.db.models import F, Func, Q, Value
from django.db.models import When as Then

from haven.accounts.models import Force, RankHeld, User
from haven.accounts.records import Fact, Record, pair, void_is_whole
from haven.cases.models import Case
from haven.documents.models import Document
from haven.service.models import Service

NOTICE_TERMS = ("not_abuse", "no_contact", "distance_from_home", "not_evict", "not_enter", "leave_premises")
HOME_TERMS = ("not_evict", "not_enter", "leave_premises")


class NoticeProposal(Record):
    """What the officer asks for. It carries the reference of the notice from the start."""

    ref = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="proposals")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="proposals")
    proposed_at = models.DateTimeField()
    behaviours = models.JSONField(default=list)
    account_enc = models.BinaryField()
    necessity_enc = models.BinaryField()
    grounds_enc = models.BinaryField()
    shared_home = models.BooleanField()
    abuse_when_protected_aged = models.IntegerField(null=True, blank=True)
    terms = models.JSONField(default=list)
    earlier_version = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="later")
    release_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [pair("proposal_withdrawn_pair", "withdrawn_at", "withdrawn_by")]
        indexes = [models.Index(fields=["force", "proposed_at"], name="proposal_by_force")]

    def __str__(self) -> str:
        return self.ref


class Consideration(Record):
    """What was considered before the notice, and what was done to find out (s.24)."""

    TOPICS = {
        "child_welfare": "The welfare of children",
        "protected_opinion": "The opinion of the protected person",
        "subject_representations": "What the subject says",
        "occupant_opinion": "The opinion of others who live there",
    }
    ANSWERS = {"obtained": "Obtained", "could_not": "Could not be obtained", "not_applicable": "Does not apply"}
    VIEWS = {"supports": "Supports it", "opposes": "Does not agree", "no_view": "Has no view", "not_known": "Not known"}
    proposal = models.ForeignKey(NoticeProposal, on_delete=models.PROTECT, related_name="considerations")
    topic = models.CharField(max_length=30, choices=list(TOPICS.items()))
    answer = models.CharField(max_length=16, choices=list(ANSWERS.items()))
    view = models.CharField(max_length=10, choices=list(VIEWS.items()), blank=True)
    steps_taken = models.TextField(blank=True)
    words_enc = models.BinaryField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "topic"], name="topic_once"),
            models.CheckConstraint(condition=~Q(answer="could_not") | ~Q(steps_taken=""), name="could_not_says_steps"),
        ]

    def __str__(self) -> str:
        return f"{self.topic}: {self.answer}"


class NoticeQuestion(Record):
    """A question of the inspector and its answer. The request keeps waiting."""

    proposal = models.ForeignKey(NoticeProposal, on_delete=models.PROTECT, related_name="questions")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    question_enc = models.BinaryField()
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_enc = models.BinaryField(null=True, blank=True)

    class Meta:
        constraints = [pair("question_answered_pair", "answered_by", "answered_at", "answer_enc")]

    def __str__(self) -> str:
        return f"question on {self.proposal_id}"


class Authorisation(Record):
    """The decision of a senior officer on a request. One final decision each."""

    DECISIONS = {
        "authorised": "Authorised",
        "authorised_with_changes": "Authorised with changes",
        "sent_back": "Sent back",
        "refused": "Refused",
    }
    proposal = models.OneToOneField(NoticeProposal, on_delete=models.PROTECT, related_name="authorisation")
    decision = models.CharField(max_length=30, choices=list(DECISIONS.items()))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="authorisations")
    rank_at = models.CharField(max_length=30)
    # The rank as it was held then: substantive, or acting with who conferred it.
    rank_held = models.ForeignKey(RankHeld, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    reasons_enc = models.BinaryField()
    terms = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    told_by_telephone_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_sha256="")
                | (Q(signed_at__isnull=False) & ~Q(signed_sha256=""))
                | ~Q(decision__in=["authorised", "authorised_with_changes"]),
                name="signature_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=["authorised", "authorised_with_changes"])
                | Q(signed_at__isnull=False)
                | Q(told_by_telephone_at__isnull=False),
                name="unsigned_only_by_telephone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.proposal_id}"


class _ServedRange(Func):
    function = "tstzrange"


class Notice(Fact):
    """A domestic abuse protection notice. It runs from service (s.29(2)) until its application is determined or
    withdrawn (s.25(2)(d)); its status is computed, never stored."""

    ENDS = {
        "order_made": "An order was made",
        "application_refused": "The court refused the application",
        "application_withdrawn": "The application was withdrawn",
        "held_void": "A court held it void",
    }
    ref = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notices")
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    proposal = models.OneToOneField(NoticeProposal, on_delete=models.PROTECT, related_name="notice")
    authorisation = models.OneToOneField(Authorisation, on_delete=models.PROTECT, related_name="notice")
    authorised_at = models.DateTimeField()
    authorised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    authority_withdrawn_at = models.DateTimeField(null=True, blank=True)
    authority_withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    authority_withdrawn_why = models.TextField(blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    served_at = models.DateTimeField(null=True, blank=True)
    wrong_person_reported_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_because = models.CharField(max_length=30, choices=list(ENDS.items()), blank=True)
    in_effect = models.GeneratedField(
        expression=When(
            Then(served_at__isnull=True, then=Value("empty", output_field=DateTimeRangeField())),
            default=_ServedRange(F("served_at"), F("ended_at"), output_field=DateTimeRangeField()),
        ),
        output_field=DateTimeRangeField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            void_is_whole("notice"),
            pair("notice_served_pair", "served_at", "service"),
            models.CheckConstraint(
                condition=Q(served_at__isnull=True) | Q(served_at__gte=F("authorised_at")),
                name="served_after_authority",
            ),
            models.CheckConstraint(
                condition=Q(served_at__isnull=True) | Q(authority_withdrawn_at__isnull=True),
                name="not_served_and_authority_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_because="")
                | (
                    Q(ended_at__isnull=False, served_at__isnull=False, ended_at__gte=F("served_at"))
                    & ~Q(ended_because="")
                ),
                name="notice_end_is_whole",
            ),
            pair("notice_authority_withdrawn_pair", "authority_withdrawn_at", "authority_withdrawn_by"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_at__isnull=True, authority_withdrawn_at__isnull=True, voided_at__isnull=True),
                name="one_live_notice_a_case",
            ),
        ]
        indexes = [
            GistIndex(fields=["in_effect"], name="notice_in_effect"),
            models.Index(fields=["served_at"], condition=Q(ended_at__isnull=True), name="notice_served_live"),
            models.Index(fields=["force", "-authorised_at"], name="notice_by_force"),
            models.Index(fields=["-authorised_at", "-ref"], name="notice_newest"),
        ]

    def __str__(self) -> str:
        return self.ref


class NoticeTerm(models.Model):
    """A term of a notice: the closed list of s.23, with its clause number and exact words."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="terms")
    clause = models.IntegerField()
    term = models.CharField(max_length=30, choices=[(term, term) for term in NOTICE_TERMS])
    distance_m = models.IntegerField(null=True, blank=True)
    shared_home = models.BooleanField(default=False)
    wording_en = models.TextField()
    plain_en = models.TextField()
    provision = models.CharField(max_length=60)

    class Meta:
        ordering = ["clause"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "clause"], name="notice_clause_once"),
            models.UniqueConstraint(fields=["notice", "term"], name="notice_term_once"),
            models.CheckConstraint(condition=Q(term__in=NOTICE_TERMS), name="notice_term_of_section_23"),
            models.CheckConstraint(
                condition=~Q(term__in=HOME_TERMS) | Q(shared_home=True), name="home_terms_need_shared"
            ),
            models.CheckConstraint(
                condition=Q(term="distance_from_home", distance_m__gte=1, distance_m__lte=5000)
                | (~Q(term="distance_from_home") & Q(distance_m__isnull=True)),
                name="distance_iff_distance_term",
            ),
            models.CheckConstraint(condition=~Q(clause=1) | Q(term="not_abuse"), name="clause_1_is_not_abuse"),
        ]

    def __str__(self) -> str:
        return f"{self.clause} {self.term}"


class VoidRuling(Record):
    """What a court is said to have decided: that a served notice is void. One person records it; the notice ends when a
    second agrees. Both stay, and so does one that nobody agreed to."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="void_rulings")
    court = models.CharField(max_length=120)
    court_reference = models.CharField(max_length=60)
    decided_at = models.DateTimeField()
    reasons_enc = models.BinaryField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            pair("void_ruling_agreed_pair", "agreed_at", "agreed_by"),
            pair("void_ruling_declined_pair", "declined_at", "declined_by"),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True) | Q(declined_at__isnull=True), name="void_ruling_one_answer"
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("asked_by")), name="void_ruling_two_people"
            ),
            models.UniqueConstraint(
                fields=["notice"],
                condition=Q(declined_at__isnull=True),
                name="one_void_ruling_a_notice",
            ),
        ]

    def __str__(self) -> str:
        return f"ruling on {self.notice_id}"

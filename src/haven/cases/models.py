"""The case, its chronology, its clocks, who holds it, and what a person must know before acting on it."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from haven.accounts.models import Force, Team, TimeRange, User
from haven.accounts.records import Fact, Record, pair, void_is_whole
from haven.parties.models import Person
from haven_law.definitions import CONNECTIONS


class Case(Record):
    """One subject and one protected person. Cases of one subject know of each other through the person."""

    ORIGINS = {
        "police": "Police",
        "own_application": "Own application",
        "third_party": "Another person's application",
        "other_proceedings": "Other proceedings",
        "import": "Imported",
    }
    ref = models.CharField(max_length=20, unique=True)
    subject = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases_as_subject")
    protected = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases_as_protected")
    lead_force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="cases")
    area = models.CharField(max_length=60)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    origin = models.CharField(max_length=20, choices=list(ORIGINS.items()), default="police")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(subject=F("protected")), name="subject_is_not_protected"),
            models.UniqueConstraint(
                fields=["subject", "protected"],
                condition=Q(closed_at__isnull=True),
                name="one_open_case_for_two_people",
            ),
        ]
        indexes = [
            models.Index(fields=["lead_force", "opened_at"], name="case_by_force"),
            models.Index(fields=["-opened_at", "-id"], name="case_newest"),
        ]

    def __str__(self) -> str:
        return self.ref


class CaseForce(Record):
    """Another force that was given part of a case: shared with it, or left with it after a transfer."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="party_forces")
    force = models.ForeignKey(Force, on_delete=models.PROTECT)
    access = models.CharField(max_length=10, choices=[("read", "Read"), ("work", "Work")])
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    why = models.TextField()

    def __str__(self) -> str:
        return f"{self.force} on {self.case}"


class Connection(Fact):
    """What the subject is to the protected person (s.2). Several may be true."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="connections")
    code = models.CharField(max_length=40, choices=[(code, code) for code in CONNECTIONS])
    since = models.CharField(max_length=60, blank=True)
    until = models.CharField(max_length=60, blank=True)
    basis = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [void_is_whole("connection")]

    def __str__(self) -> str:
        return self.code


class Child(Fact):
    """A child whose welfare matters (s.24(1)(a)). Initials only; a school and a full name are sealed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="children")
    initials = models.CharField(max_length=10)
    year_born = models.IntegerField()
    related_to = models.CharField(
        max_length=10, choices=[("subject", "The subject"), ("protected", "The protected person"), ("both", "Both")]
    )
    lives_with = models.CharField(max_length=80, blank=True)
    saw_it = models.BooleanField(null=True, blank=True)
    school_handle = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [void_is_whole("child")]

    def __str__(self) -> str:
        return self.initials


class Occupant(Fact):
    """Somebody else who lives at the premises, and whether their opinion must be asked (s.24(2))."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="occupants")
    name = models.CharField(max_length=402)
    connected_to = models.CharField(max_length=200, blank=True)
    is_adult = models.BooleanField(default=True)

    class Meta:
        constraints = [void_is_whole("occupant")]

    def __str__(self) -> str:
        return self.name


class CaseEvent(Record):
    """One line of the chronology, written with the change it tells of. Only ever added."""

    PRECISIONS = {"minute": "To the minute", "day": "Day only", "between": "Between two times"}
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    seq = models.IntegerField()
    kind = models.CharField(max_length=60)
    at = models.DateTimeField()
    at_until = models.DateTimeField(null=True, blank=True)
    at_precision = models.CharField(max_length=10, choices=list(PRECISIONS.items()), default="minute")
    by_key = models.CharField(max_length=80)
    by_words = models.CharField(max_length=200)
    about_kind = models.CharField(max_length=20, blank=True)
    about_ref = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by")
    command_id = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="event_number_once"),
            models.CheckConstraint(
                condition=Q(at_until__isnull=True) | Q(at_until__gt=F("at")), name="event_between_is_ordered"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-at"], name="event_by_case"),
            models.Index(fields=["kind", "at"], name="event_by_kind"),
            models.Index(fields=["about_ref"], name="event_about"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.seq} {self.kind}"


class PendingEvent(models.Model):
    """An event whose followers have not all run. Deleted with the last of them, in their transaction."""

    event = models.OneToOneField(CaseEvent, on_delete=models.CASCADE, related_name="pending")
    tries = models.IntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    not_before = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"pending {self.event_id}"


class FollowUp(models.Model):
    """A follower that ran for an event: at most once."""

    event = models.ForeignKey(CaseEvent, on_delete=models.PROTECT, related_name="follow_ups")
    follower = models.CharField(max_length=60)
    done_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "follower"], name="follower_once_an_event")]

    def __str__(self) -> str:
        return f"{self.follower} for {self.event_id}"


class Deadline(Fact):
    """A clock as a row: two-sided where the law is unsettled, with its working, its owner and how it was met."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deadlines")
    kind = models.CharField(max_length=40)
    about_kind = models.CharField(max_length=20)
    about_ref = models.CharField(max_length=40)
    starts_at = models.DateTimeField()
    act_by = models.DateTimeField()
    outer_limit = models.DateTimeField()
    provision = models.CharField(max_length=80, blank=True)
    policy_key = models.CharField(max_length=80, blank=True)
    nature = models.CharField(
        max_length=16,
        choices=[
            ("duty", "Duty"),
            ("power", "Power"),
            ("policy", "Our rule"),
            ("right_of_other", "A right of another"),
        ],
    )
    inputs = models.JSONField(default=dict)
    steps = models.JSONField(default=list)
    calendar_version = models.CharField(max_length=64, blank=True)
    ambiguity = models.CharField(max_length=200, blank=True)
    owner_role = models.CharField(max_length=20)
    owner_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="+")
    met_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    close_reason = models.CharField(max_length=80, blank=True)
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaces")

    class Meta:
        constraints = [
            void_is_whole("deadline"),
            models.CheckConstraint(condition=Q(act_by__lte=F("outer_limit")), name="act_by_not_after_outer_limit"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, close_reason="")
                | (Q(closed_at__isnull=False) & ~Q(close_reason="")),
                name="deadline_close_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(met_at__isnull=True) | Q(closed_at__isnull=False), name="met_deadline_is_closed"
            ),
            models.UniqueConstraint(
                fields=["about_ref", "kind"],
                condition=Q(closed_at__isnull=True, replaced_by__isnull=True),
                name="one_open_clock_of_a_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["act_by"], condition=Q(closed_at__isnull=True), name="deadline_open"),
            models.Index(fields=["case"], name="deadline_by_case"),
            models.Index(fields=["about_ref"], name="deadline_about"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.about_ref}"


class DeadlineRung(models.Model):
    """One step of the ladder of warnings of a deadline."""

    deadline = models.ForeignKey(Deadline, on_delete=models.PROTECT, related_name="rungs")
    rung = models.CharField(max_length=30)
    due_at = models.DateTimeField()
    raised_at = models.DateTimeField(null=True, blank=True)
    told = models.JSONField(default=list)
    escalated = models.IntegerField(default=0)
    escalate_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deadline", "rung"], name="rung_once"),
            pair("rung_acknowledged_pair", "acknowledged_by", "acknowledged_at"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(raised_at__isnull=True), name="rung_due"),
            models.Index(
                fields=["escalate_at"],
                condition=Q(acknowledged_at__isnull=True, escalate_at__isnull=False),
                name="rung_unanswered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rung} of {self.deadline_id}"


class Heartbeat(models.Model):
    """The last time a watch ran to its end. A stale one is itself an alarm."""

    watch = models.CharField(max_length=30, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.watch


class Assignment(Record):
    """Who holds a case in which role. With no user the team holds it."""

    ROLES = {"officer": "Officer in the case", "owner": "Owner", "lawyer": "Lawyer", "deputy": "Deputy"}
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    role = models.CharField(max_length=10, choices=list(ROLES.items()))
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="assignments")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_holder_of_a_case_role",
                expressions=[
                    ("case", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (TimeRange("from_at", "until_at"), RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} of {self.case}"


class Conflict(Record):
    """A user who must not see or decide a case: related, acquainted or otherwise not independent."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="conflicts")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="conflicts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="conflicts")
    nature = models.CharField(max_length=200)
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_second = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(case__isnull=False, person__isnull=True) | Q(case__isnull=True, person__isnull=False),
                name="conflict_with_case_or_person",
            ),
            pair("conflict_lifted_pair", "lifted_at", "lifted_by", "lifted_second"),
            models.CheckConstraint(condition=~Q(lifted_by=F("lifted_second")), name="conflict_lifted_by_two"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.nature}"


class Restriction(Record):
    """A case that only named people see. For everybody else it does not exist, save the doorstep answer."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="restrictions")
    because = models.TextField()
    desk = models.CharField(max_length=200)
    from_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lifted_second = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(lifted_at__isnull=True), name="one_restriction_at_a_time"
            ),
            pair("restriction_lifted_pair", "lifted_at", "lifted_by", "lifted_second"),
        ]

    def __str__(self) -> str:
        return f"restriction of {self.case}"


class RestrictionNamed(Record):
    restriction = models.ForeignKey(Restriction, on_delete=models.PROTECT, related_name="named")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="named_on")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.user} on {self.restriction_id}"


class CounterAllegation(Record):
    """The same two people the other way round: who is the primary aggressor, decided by an inspector who has
    decided nothing in the other case. Held outside both cases, so that neither leads to the other."""

    first = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    account_enc = models.BinaryField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    may_proceed = models.BooleanField(null=True, blank=True)
    reasons_enc = models.BinaryField(null=True, blank=True)
    draft = models.ForeignKey("Draft", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            pair("counter_decided_pair", "decided_by", "decided_at", "may_proceed"),
            models.CheckConstraint(condition=~Q(asked_by=F("decided_by")), name="counter_decided_by_another"),
        ]

    def __str__(self) -> str:
        return f"counter-allegation {self.pk}"


class RiskAssessment(Fact):
    GRADES = {"standard": "Standard", "medium": "Medium", "high": "High"}
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="risks")
    tool = models.CharField(max_length=30)
    grade = models.CharField(max_length=10, choices=list(GRADES.items()))
    score = models.CharField(max_length=20, blank=True)
    judgement_enc = models.BinaryField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    force_record_no = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [void_is_whole("risk")]

    def __str__(self) -> str:
        return f"{self.tool} {self.grade}"


class IncidentRef(Record):
    KINDS = {"incident": "Incident", "crime": "Crime", "cad": "Dispatch", "custody": "Custody"}
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="incident_refs")
    kind = models.CharField(max_length=10, choices=list(KINDS.items()))
    number = models.CharField(max_length=60)

    def __str__(self) -> str:
        return self.number


class Detention(Fact):
    """Where a person is held, and when they may be released."""

    KINDS = {"custody": "Police custody", "prison": "Prison", "hospital": "Hospital", "removal": "Immigration removal"}
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="detentions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="detentions")
    kind = models.CharField(max_length=10, choices=list(KINDS.items()))
    place = models.CharField(max_length=200)
    from_at = models.DateTimeField()
    expected_release_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [void_is_whole("detention")]

    def __str__(self) -> str:
        return self.place


class BailCondition(Fact):
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="bail_conditions")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=400)
    covers = models.JSONField(default=list)
    from_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    power = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [void_is_whole("bail")]

    def __str__(self) -> str:
        return self.words


class FirearmsAnswer(Fact):
    ANSWERS = {"yes": "Yes", "no": "No", "not_known": "Not known"}
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="firearms")
    answer = models.CharField(max_length=10, choices=list(ANSWERS.items()))
    detail = models.CharField(max_length=300, blank=True)
    licensing_told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [void_is_whole("firearms")]

    def __str__(self) -> str:
        return self.answer


class AlertFlag(Record):
    """A short fixed sentence that a person must see before acting. Never an address."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="flags")
    code = models.CharField(max_length=40)
    words = models.CharField(max_length=200)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    seen_at_door = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.words


class Task(Record):
    """Something a person must do. Proof and time are kept when it is done."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=40)
    words = models.CharField(max_length=300)
    about_kind = models.CharField(max_length=20, blank=True)
    about_ref = models.CharField(max_length=40, blank=True)
    for_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")
    for_team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="tasks")
    duty_role = models.CharField(max_length=20, blank=True)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    basis = models.CharField(max_length=80, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proof = models.CharField(max_length=300, blank=True)
    from_event = models.ForeignKey(CaseEvent, on_delete=models.PROTECT, null=True, blank=True, related_name="tasks")

    class Meta:
        constraints = [
            # What happened may do a task as well as a person: then the proof says what it was.
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True)
                | (Q(done_at__isnull=False) & (Q(done_by__isnull=False) | ~Q(proof=""))),
                name="task_done_by_or_proof",
            ),
            models.UniqueConstraint(
                fields=["from_event", "kind"], condition=Q(from_event__isnull=False), name="task_once_an_event"
            ),
        ]
        indexes = [models.Index(fields=["for_team", "due_at"], condition=Q(done_at__isnull=True), name="task_open")]

    def __str__(self) -> str:
        return self.words


class Unrecorded(Record):
    """Something sent on the public host, or asked on the telephone, that could not be recorded by itself however often it
    was tried: as it was typed, enciphered under the case, for the person whose task it is. `post` names what it was."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="unrecorded")
    post = models.CharField(max_length=80)
    sender = models.CharField(max_length=60)
    what = models.CharField(max_length=80)
    sent_at = models.DateTimeField()
    typed_enc = models.BinaryField()
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "post"], name="unrecorded_once_a_case")]

    def __str__(self) -> str:
        return f"unrecorded {self.ref}"


class LegalAdvice(Fact):
    """A lawyer's recorded decision on a point that the law leaves open, for this case and this question."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="advice")
    question = models.CharField(max_length=80)
    about_ref = models.CharField(max_length=40)
    lawyer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reading = models.CharField(max_length=300)
    permits = models.BooleanField(default=True)
    reasons_enc = models.BinaryField()

    class Meta:
        constraints = [void_is_whole("advice")]

    def __str__(self) -> str:
        return self.question


class Draft(models.Model):
    """Answers being given, saved at every step, enciphered, and not searchable by content."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=30)
    about_ref = models.CharField(max_length=40, blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="drafts")
    answers_enc = models.BinaryField()
    step = models.CharField(max_length=40, blank=True)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    submitted_ref = models.CharField(max_length=40, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "kind"], name="draft_by_owner")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about_ref"],
                condition=Q(submitted_ref="", discarded_at__isnull=True) & ~Q(about_ref=""),
                name="one_open_draft_about_a_thing",
            )
        ]

    def __str__(self) -> str:
        return f"draft {self.kind}"

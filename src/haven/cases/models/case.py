"""A case between two people, whose it is, and who else is in it."""

from django.db import models
from django.db.models import F, Q

from haven.accounts.models import Force
from haven.accounts.records import Fact, Record, void_is_whole
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
    # Where the subject lives; with `lives_in`, the area that decides in its place (A11), for the reason that is kept.
    area = models.CharField(max_length=60)
    lives_in = models.CharField(max_length=60, blank=True, default="", db_default="")
    area_reason_enc = models.BinaryField(null=True, blank=True)
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
            models.CheckConstraint(
                condition=Q(lives_in="", area_reason_enc__isnull=True)
                | (~Q(lives_in="") & Q(area_reason_enc__isnull=False)),
                name="another_area_has_a_reason",
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

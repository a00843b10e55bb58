"""Who signs in, for which force, with which rank and role, and who holds a duty now."""

from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Now

from haven_law.definitions import RANKS


class TimeRange(Func):
    function = "tstzrange"
    template = "%(function)s(%(expressions)s, '[)')"


class DayRange(Func):
    """The days of a row as a closed range; an open end is allowed."""

    function = "daterange"
    template = "%(function)s(%(expressions)s, '[]')"


ROLES = {
    "response_officer": "Response officer",
    "sergeant": "Sergeant",
    "authorising_inspector": "Authorising inspector",
    "orders_unit": "Civil orders unit",
    "police_lawyer": "Police lawyer",
    "court_user": "Court user",
    "call_handler": "Call handler",
    "feedback_manager": "Feedback manager",
    "professional_standards": "Professional standards",
    "auditor": "Auditor",
    "analyst": "Analyst",
    "administrator": "Administrator",
    "responsible_person": "Responsible person",
    "supporter": "Support worker",
}
# In practice a page may ask for a password to sign; all invented people share this one. Production has no such people.
PRACTICE_PASSWORD = "practice makes safe"  # noqa: S105
DUTY_ROLES = {
    "duty_sergeant": "Duty sergeant",
    "duty_inspector": "Duty inspector",
    "legal_adviser": "Legal adviser",
    "unit_desk": "Unit desk",
    "control_room": "Control room",
}


class Force(models.Model):
    """A force as s.22(8) lists them. A court or other body that signs in has a row of kind court or partner."""

    KINDS = {
        "local": "Local police force",
        "btp": "British Transport Police",
        "mdp": "Ministry of Defence Police",
        "court": "Court",
        "partner": "Partner",
    }
    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=list(KINDS.items()))
    police_areas = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    KINDS = {
        "response": "Response team",
        "inspectors": "Inspectors",
        "unit": "Civil orders unit",
        "legal": "Legal",
        "control": "Control room",
        "court": "Court",
        "standards": "Professional standards",
        "office": "Office",
    }
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=list(KINDS.items()))
    area = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["force", "name"], name="team_name_once_a_force")]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """A person who signs in to the staff site. Roles and rank are asked as at an instant, never stored here."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    collar_no = models.CharField(max_length=20, blank=True)
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="users")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True, related_name="users")
    is_active = models.BooleanField(default=True)
    disabled_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_active=True, disabled_at__isnull=True) | Q(is_active=False, disabled_at__isnull=False),
                name="user_disabled_is_whole",
            )
        ]

    def __str__(self) -> str:
        return self.name


class RoleGrant(models.Model):
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=30, choices=list(ROLES.items()))
    team = models.ForeignKey(Team, on_delete=models.PROTECT, null=True, blank=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(granted_by=F("user")), name="nobody_grants_to_themselves"),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")), name="role_ends_after_it_begins"
            ),
            ExclusionConstraint(
                name="role_granted_once_at_a_time",
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (Coalesce("team", Value(0)), RangeOperators.EQUAL),
                    (TimeRange("from_at", "until_at"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.role}"


class RankHeld(models.Model):
    """A rank held by a person between two days: substantive, or temporary or acting with who conferred it. One that was
    stopped before its first day, or was wrong, is voided: it never counts, and stays."""

    HOW = {"substantive": "Substantive", "temporary": "Temporary", "acting": "Acting"}
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="ranks")
    rank = models.CharField(max_length=30, choices=[(rank, rank) for rank in RANKS])
    held = models.CharField(max_length=12, choices=list(HOW.items()))
    conferred_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    from_day = models.DateField()
    until_day = models.DateField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(held="substantive", conferred_by__isnull=True)
                | (~Q(held="substantive") & Q(conferred_by__isnull=False)),
                name="acting_rank_says_who_conferred_it",
            ),
            models.CheckConstraint(condition=~Q(conferred_by=F("user")), name="nobody_confers_on_themselves"),
            models.CheckConstraint(
                condition=Q(until_day__isnull=True) | Q(until_day__gte=F("from_day")), name="rank_ends_after_it_begins"
            ),
            ExclusionConstraint(
                name="rank_held_once_at_a_time",
                condition=Q(voided_at__isnull=True),
                expressions=[
                    ("user", RangeOperators.EQUAL),
                    ("rank", RangeOperators.EQUAL),
                    ("held", RangeOperators.EQUAL),
                    (DayRange("from_day", "until_day"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.held} {self.rank}"

    def counts_on(self, day: date) -> bool:
        """Is the rank held on this London day? Its first and its last day count."""
        return self.voided_at is None and self.from_day <= day and (self.until_day is None or self.until_day >= day)


class DutyHolding(models.Model):
    """Who holds a duty role of a team from one instant to another. An unheld role is an alarm."""

    HOW = {"taken": "Taken", "handed_over": "Handed over", "rota": "From the rota"}
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="duty_holdings")
    duty_role = models.CharField(max_length=20, choices=list(DUTY_ROLES.items()))
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="duty_holdings")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=12, choices=list(HOW.items()))
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="duty_held_by_one_at_a_time",
                expressions=[
                    ("team", RangeOperators.EQUAL),
                    ("duty_role", RangeOperators.EQUAL),
                    (TimeRange("from_at", "until_at"), RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.duty_role}: {self.user}"


class Instance(models.Model):
    """One row: which installation this is, and whether it holds practice data."""

    instance_id = models.UUIDField()
    practice = models.BooleanField()
    placed_at = models.DateTimeField(null=True, blank=True)
    progress_done = models.IntegerField(default=0)
    progress_of = models.IntegerField(default=0)

    def __str__(self) -> str:
        return str(self.instance_id)


class PracticeAccount(models.Model):
    """A door on the sign-in page in practice mode."""

    user = models.OneToOneField(User, on_delete=models.CASCADE)
    role = models.CharField(max_length=30, choices=list(ROLES.items()))
    world = models.CharField(max_length=40)
    first = models.CharField(max_length=200)
    position = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.user}"


class Command(models.Model):
    """A request that was carried out, so that the same one sent twice has one effect."""

    actor_key = models.CharField(max_length=80)
    command_id = models.UUIDField()
    fingerprint = models.CharField(max_length=64)
    response = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor_key", "command_id"], name="command_once")]

    def __str__(self) -> str:
        return str(self.command_id)

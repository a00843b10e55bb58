"""Who works on a case, who must not, and who alone may know of it."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from haven.accounts.models import Team, TimeRange, User
from haven.accounts.records import Record, pair
from haven.cases.models.case import Case
from haven.parties.models import Person


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
    people_enc = models.BinaryField(null=True, blank=True)
    account_enc = models.BinaryField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    may_proceed = models.BooleanField(null=True, blank=True)
    reasons_enc = models.BinaryField(null=True, blank=True)
    # Our time for deciding, who was told that it is over, and when the next is told: no clock of a case, since a clock
    # would lead from one case to the other.
    decide_by = models.DateTimeField(null=True, blank=True)
    told = models.JSONField(default=list)
    tell_next_at = models.DateTimeField(null=True, blank=True)
    draft = models.ForeignKey("Draft", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            pair("counter_decided_pair", "decided_by", "decided_at", "may_proceed"),
            models.CheckConstraint(condition=~Q(asked_by=F("decided_by")), name="counter_decided_by_another"),
        ]

    def __str__(self) -> str:
        return f"counter-allegation {self.pk}"


class Mirror(Record):
    """Two cases of the same two people, the other way round. Held outside both, as the question of the primary aggressor
    is: it says who may not decide, and no page of either case reads it."""

    earlier = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    later = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["earlier", "later"], name="mirror_once"),
            models.CheckConstraint(condition=~Q(earlier=F("later")), name="mirror_of_two_cases"),
        ]

    def __str__(self) -> str:
        return f"mirror {self.pk}"

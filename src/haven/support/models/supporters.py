"""Who helps her: a friend with a card of her own, or an organisation's worker with an account; and for what, until when."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q

from haven.accounts.models import TimeRange, User
from haven.accounts.records import Record
from haven.parties.models import Person


class Supporter(Record):
    """Somebody she named. A worker of an organisation has an account (`user`); a friend has card and phrase of their own,
    kept as a person of their own (`person`)."""

    KINDS = {"worker": "Worker of an organisation", "friend": "Friend or relative", "guardian": "Speaks for a child"}
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=list(KINDS.items()))
    organisation = models.CharField(max_length=120, blank=True)
    user = models.OneToOneField(User, on_delete=models.PROTECT, null=True, blank=True, related_name="supporter")
    person = models.OneToOneField(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="as_supporter")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(user__isnull=True) | Q(person__isnull=True), name="supporter_is_one")
        ]

    def __str__(self) -> str:
        return self.name


class Consent(Record):
    """What she lets one supporter do, and until when. Withdrawn, it is over at that instant."""

    SCOPES = {
        "see_updates": "See my updates",
        "hear_updates": "Hear my updates on the telephone",
        "report": "Tell you that something happened",
        "change_plan_with_her": "Change with me how you contact me",
        "help_apply": "Help me to apply or to ask for a change",
    }
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    supporter = models.ForeignKey(Supporter, on_delete=models.PROTECT, related_name="consents")
    scopes = ArrayField(models.CharField(max_length=24))
    given_how = models.CharField(max_length=40)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_at__gt=F("from_at")), name="consent_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(scopes=[]), name="consent_is_for_something"),
            ExclusionConstraint(
                name="one_consent_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("supporter", RangeOperators.EQUAL),
                    (TimeRange("from_at", "until_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(revoked_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"

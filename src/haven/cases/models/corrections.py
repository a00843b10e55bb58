"""What was wrong of a person, and what it was put right to: both stay."""

from django.db import models
from django.db.models import F, Q

from haven.accounts.models import User
from haven.accounts.records import Record, pair
from haven.cases.models.case import Case
from haven.parties.models import Person, PersonName


class PersonCorrection(Record):
    """One person asks, another decides. `before` and `after` hold names or a date of birth as they are shown."""

    WHAT = {"name": "the name", "later_name": "a later name", "born": "the date of birth"}
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="person_corrections")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="corrections")
    what = models.CharField(max_length=10, choices=list(WHAT.items()))
    name = models.ForeignKey(PersonName, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reasons_enc = models.BinaryField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            pair("person_correction_decided_pair", "decided_by", "decided_at", "accepted"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="person_correction_two_people"
            ),
            models.UniqueConstraint(
                fields=["person", "what"], condition=Q(decided_at__isnull=True), name="person_correction_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what} of {self.person_id}"

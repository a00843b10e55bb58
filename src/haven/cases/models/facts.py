"""What is known beside the notice or order: risk, records of the police, custody, bail, firearms, flags."""

from django.db import models

from haven.accounts.models import User
from haven.accounts.records import Fact, Record, void_is_whole
from haven.cases.models.case import Case
from haven.parties.models import Person


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

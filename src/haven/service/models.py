"""Attempts to put a paper into a hand, and the proof."""

from django.db import models
from django.db.models import Q

from haven.accounts.models import User
from haven.accounts.records import Fact, void_is_whole
from haven.cases.models import Case
from haven.documents.models import Document
from haven.parties.models import Address, Person


class ServiceAttempt(Fact):
    """One attempt. For a notice only a constable in person counts (s.25(3)); for an order the court may direct."""

    CAPACITIES = {
        "constable": "Constable",
        "police_employee": "Police employee",
        "court": "Court",
        "process_server": "Process server",
        "other_as_directed": "Another as the court directed",
    }
    RESULTS = {
        "handed": "Handed to the subject",
        "refused_but_left": "Refused to take it, left with the subject",
        "left_at_given_address": "Left at the address given",
        "not_found": "Not found",
        "evaded": "Avoided it",
        "wrong_person": "Wrong person",
    }
    SUCCEEDED = ("handed", "refused_but_left", "left_at_given_address")
    PLACES = {
        "home": "At home",
        "street": "In the street",
        "custody": "In police custody",
        "prison": "In prison",
        "hospital": "In hospital",
        "court": "At court",
        "work": "At work",
        "other": "Somewhere else",
    }
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="service_attempts")
    paper_kind = models.CharField(max_length=20)
    about_ref = models.CharField(max_length=40, db_index=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_capacity = models.CharField(max_length=20, choices=list(CAPACITIES.items()))
    at = models.DateTimeField()
    place_kind = models.CharField(max_length=10, choices=list(PLACES.items()))
    result = models.CharField(max_length=24, choices=list(RESULTS.items()))
    identity_facts = models.IntegerField(default=0)
    interpreter = models.CharField(max_length=200, blank=True)
    appropriate_adult = models.CharField(max_length=200, blank=True)
    read_out = models.BooleanField(default=False)
    understood = models.CharField(
        max_length=10, choices=[("yes", "Yes"), ("no", "No"), ("not_sure", "Not sure")], blank=True
    )
    said_enc = models.BinaryField(null=True, blank=True)

    class Meta:
        constraints = [
            void_is_whole("attempt"),
            models.CheckConstraint(
                condition=~Q(result="handed") | Q(identity_facts__gte=2), name="handed_only_to_a_person_identified"
            ),
            models.CheckConstraint(
                condition=~Q(paper_kind="notice", result__in=["handed", "refused_but_left", "left_at_given_address"])
                | Q(by_capacity="constable", result__in=["handed", "refused_but_left"]),
                name="notice_served_by_a_constable_in_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paper_kind} {self.about_ref} {self.result}"


class Service(Fact):
    """The attempt that succeeded. A paper is served on a person once; a competing account is kept and flagged."""

    attempt = models.OneToOneField(ServiceAttempt, on_delete=models.PROTECT, related_name="service")
    about_ref = models.CharField(max_length=40)
    mode_rule = models.CharField(max_length=80)
    court_direction = models.CharField(max_length=300, blank=True)
    competing = models.BooleanField(default=False)

    class Meta:
        constraints = [
            void_is_whole("service"),
            models.UniqueConstraint(
                fields=["about_ref"], condition=Q(voided_at__isnull=True, competing=False), name="served_once"
            ),
        ]

    def __str__(self) -> str:
        return f"service of {self.about_ref}"


class HearingAddress(Fact):
    """The address asked for on service (s.25(4)), or that none was given."""

    ANSWERS = {
        "given": "Gave an address",
        "refused": "Refused",
        "none": "Has none",
        "not_asked_because": "Not asked",
    }
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    about_ref = models.CharField(max_length=40, db_index=True)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=20, choices=list(ANSWERS.items()))
    why_not = models.CharField(max_length=300, blank=True)
    address = models.ForeignKey(Address, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            void_is_whole("hearing_address"),
            models.CheckConstraint(
                condition=Q(answer="given", address__isnull=False) | (~Q(answer="given") & Q(address__isnull=True)),
                name="address_only_if_given",
            ),
            models.CheckConstraint(
                condition=~Q(answer="not_asked_because") | ~Q(why_not=""), name="not_asked_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"address for {self.about_ref}"

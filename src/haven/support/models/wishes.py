"""What belongs to a safe contact plan beside its ways and hours: which news, when, and what happened since."""

from django.db import models

from haven.accounts.records import Record
from haven.cases.models import CaseEvent
from haven.parties.models import Person, SafeContactPlan


class PlanWishes(models.Model):
    """What she chose for one version of her plan (experience 3.2, Q5 to Q13)."""

    OTHERS = {
        "hang_up": "Hang up",
        "ask_first_name": "Ask for the greeting name",
        "agreed_words": "Say the agreed words",
    }
    LANGUAGES = {"en": "English", "cy": "Welsh"}
    plan = models.OneToOneField(SafeContactPlan, on_delete=models.PROTECT, related_name="wishes")
    greeting = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5, choices=list(LANGUAGES.items()), default="en")
    other_answers = models.CharField(max_length=16, choices=list(OTHERS.items()), default="hang_up")
    line_news_allowed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"wishes of plan {self.plan_id}"


class NewsPreference(models.Model):
    """When she wants to hear one kind of news."""

    WHEN = {"at_once": "At once", "next_window": "In the next safe hours", "if_asked": "Only when they ask"}
    plan = models.ForeignKey(SafeContactPlan, on_delete=models.PROTECT, related_name="preferences")
    update_kind = models.CharField(max_length=30)
    when = models.CharField(max_length=12, choices=list(WHEN.items()))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "update_kind"], name="one_wish_a_kind_of_news")]

    def __str__(self) -> str:
        return f"{self.update_kind}: {self.when}"


class PlanTrigger(Record):
    """Something happened after which she must be asked again: release, charge, sentence, order made, order ending."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="plan_triggers")
    event = models.ForeignKey(CaseEvent, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "event"], name="one_trigger_an_event")]
        indexes = [models.Index(fields=["person", "at"], name="trigger_of_person")]

    def __str__(self) -> str:
        return f"trigger {self.event_id}"

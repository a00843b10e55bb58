"""Calls and what came of them. Nobody's words, number or secret is in a row here."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from haven.accounts.models import User
from haven.accounts.records import Record
from haven.cases.models import Case
from haven.parties.models import Person
from haven.support.models import LineCredential, Update


class Call(models.Model):
    """One call. `named` is whose card was named, proven or not: no page shows it. `person` is set by proof alone."""

    LINES = {"handler": "A person", "automated": "The automated line"}
    SAFE = {"yes": "Yes", "no": "No", "unsure": "Not sure"}
    CLAIMS = {
        "protected": "The person who is protected",
        "helper": "Somebody who helps them",
        "other": "Somebody else",
    }
    PROOFS = {"none": "Not proven", "phrase": "By the phrase", "pin": "By card and PIN", "both": "By phrase and PIN"}
    # What a level rests on: one thing that she knows, or two.
    LEVEL_OF = {"none": 0, "phrase": 1, "pin": 1, "both": 2}
    SIGNS = {
        "wrong_phrase": "Could not say the phrase, or guessed",
        "asks_where": "Asked where somebody lives, works, or goes to school",
        "asks_whether": "Asked whether there is a case, or who said what",
        "prompted": "Somebody else could be heard telling them what to say",
        "angry": "Became angry when nothing was told",
        "knows_other_side": "Spoke of it from the other side",
        "several_cards": "Gave the number of more than one card",
    }
    ENDED = {
        "told": "They were told what there was",
        "nothing": "There was nothing to tell",
        "not_proven": "Not proven, nothing was said",
        "callback": "A call-back was asked for",
        "handed_on": "Put through, or handed to somebody else",
        "dropped": "The call broke off",
    }
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    line = models.CharField(max_length=10, choices=list(LINES.items()))
    sid_hash = models.CharField(max_length=64, null=True, blank=True, unique=True)  # noqa: DJ001  absent, not empty
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="calls_taken")
    began_at = models.DateTimeField()
    heard_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(max_length=12, choices=list(ENDED.items()), blank=True)
    safe = models.CharField(max_length=8, choices=list(SAFE.items()), blank=True)
    claims = models.CharField(max_length=10, choices=list(CLAIMS.items()), blank=True)
    relay = models.BooleanField(default=False)
    named = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="calls")
    proof = models.CharField(max_length=8, choices=list(PROOFS.items()), default="none", db_default="none")
    duress = models.BooleanField(default=False, db_default=False)
    signs = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    cli_hash = models.CharField(max_length=64, blank=True)
    told = models.ManyToManyField(Update, related_name="+", blank=True)
    step = models.IntegerField(default=0, db_default=0)
    held = models.BinaryField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, proof="none") | (Q(person__isnull=False) & ~Q(proof="none")),
                name="call_person_needs_proof",
            ),
            models.CheckConstraint(
                condition=Q(line="handler", taken_by__isnull=False, sid_hash__isnull=True)
                | Q(line="automated", taken_by__isnull=True, sid_hash__isnull=False),
                name="call_has_a_handler_or_a_number",
            ),
        ]
        indexes = [
            models.Index(fields=["taken_by", "began_at"], condition=Q(ended_at__isnull=True), name="calls_open"),
            models.Index(fields=["cli_hash", "began_at"], condition=~Q(cli_hash=""), name="calls_of_number"),
        ]

    def __str__(self) -> str:
        return f"call {self.public_id}"

    @property
    def level(self) -> int:
        return self.LEVEL_OF[self.proof]


class CallStep(models.Model):
    """One step of a call, without a word of the caller. What follows from it waits for a worker until `seen_at`."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="steps")
    n = models.IntegerField()
    kind = models.CharField(max_length=16)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    failures = models.IntegerField(default=0, db_default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "n"], name="one_step_a_number")]
        indexes = [models.Index(fields=["at"], condition=Q(seen_at__isnull=True), name="steps_unseen")]

    def __str__(self) -> str:
        return f"{self.n} {self.kind}"


class CallbackTask(Record):
    """A promise to ring her, in the hours that her plan leaves open. Two tries at most, then somebody speaks to her in
    another way."""

    MOST_TRIES = 2
    DONE = {
        "spoke": "Spoke to them",
        "unreached": "Two calls did not reach them",
        "too_late": "The safe hours closed before they were reached",
        "not_wanted": "They rang before, or do not want it any more",
        "unsafe": "The plan changed, and nobody may ring",
    }
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="callbacks")
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="callbacks")
    asked_at = models.DateTimeField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    attempts = models.IntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    done_how = models.CharField(max_length=12, choices=list(DONE.items()), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="callback_closes_after_opening"),
            models.CheckConstraint(condition=Q(attempts__gte=0, attempts__lte=2), name="callback_two_tries"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_how="") | (Q(done_at__isnull=False) & ~Q(done_how="")),
                name="callback_done_says_how",
            ),
            models.UniqueConstraint(fields=["case"], condition=Q(done_at__isnull=True), name="one_callback_a_case"),
        ]
        indexes = [models.Index(fields=["closes_at"], condition=Q(done_at__isnull=True), name="callbacks_open")]

    def __str__(self) -> str:
        return f"call-back {self.public_id}"


class CallbackTry(Record):
    """One time that we rang. What was said is nowhere."""

    RESULTS = {
        "spoke": "They answered, and could talk",
        "not_now": "They answered, and could not talk",
        "other": "Somebody else answered: nothing was said",
        "voicemail": "A machine answered: nothing was said",
        "no_answer": "Nobody answered",
    }
    callback = models.ForeignKey(CallbackTask, on_delete=models.PROTECT, related_name="tries")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    result = models.CharField(max_length=10, choices=list(RESULTS.items()), blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["callback"], condition=Q(ended_at__isnull=True), name="one_try_at_a_time")
        ]

    def __str__(self) -> str:
        return f"try at {self.at}"


class LineShown(models.Model):
    """All that the automated line may tell one person, made by the staff side from her cases as they stood at `made_at`.
    After `good_until`, or when it is old, nothing is told: an answer that may have changed is no answer."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="+")
    shown = models.JSONField()
    made_at = models.DateTimeField()
    good_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"shown to {self.person_id}"


class PracticeCard(models.Model):
    """A card of the practice story, so that the line can be tried. In production there is none."""

    card = models.OneToOneField(LineCredential, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.words

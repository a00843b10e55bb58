"""Invitations, answers, and what was done about them. Nothing joins an invitation to a response: no key, no time finer
than a day, no order of rows."""

import uuid

from django.db import models
from django.db.models import Q

from haven.accounts.models import Force, User
from haven.accounts.records import Record, pair
from haven.cases.models import Case
from haven.feedback.questions import MOMENTS
from haven.outbox.models import OutboxMessage

MOMENT_CODES = [(code, code) for code in MOMENTS]
REPLY_HOW = {
    "in_person": "In person",
    "call": "On a call, in their safe hours",
    "she_rang": "When they rang",
    "supporter": "Through their supporter",
    "could_not": "It could not be done safely",
}
LANGUAGES = {"en": "English", "cy": "Welsh"}


class FeedbackInvitation(Record):
    """One code for one person, on paper or on a screen beside her. Used once, and then only the day is known."""

    HOW = {
        "card": "Card with a code",
        "form": "Paper form to fill in",
        "easy": "Easy Read form to fill in",
        "phone": "Asked on a call",
    }
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="feedback_invitations")
    moment = models.CharField(max_length=12, choices=MOMENT_CODES)
    how = models.CharField(max_length=8, choices=list(HOW.items()))
    language = models.CharField(max_length=5, choices=list(LANGUAGES.items()), default="en")
    code_hash = models.CharField(max_length=64, unique=True)
    sent_message = models.ForeignKey(OutboxMessage, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=models.F("made_at")), name="invitation_ends_later")
        ]

    def __str__(self) -> str:
        return f"invitation {self.moment}"


class FeedbackTry(models.Model):
    """A code that was not one, from a source that can be counted and not read. Removed after a day."""

    source_hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["source_hash", "at"], name="feedback_try_of_source")]

    def __str__(self) -> str:
        return "try"


class FeedbackPost(models.Model):
    """What the public host sent, until the worker has taken it within seconds. Words are closed. The case is here only
    where she was told that one person will see who she is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    borough = models.CharField(max_length=60)
    moment = models.CharField(max_length=12)
    language = models.CharField(max_length=5)
    version = models.CharField(max_length=10)
    answers = models.JSONField()
    words_closed = models.BinaryField()
    received_on = models.DateField()
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    broken = models.BooleanField(default=False)

    def __str__(self) -> str:
        return "post"


class FeedbackAction(Record):
    """You said, we did: one theme, whose it is, and when it was made public."""

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    theme = models.CharField(max_length=80)
    said = models.CharField(max_length=300)
    did = models.CharField(max_length=300)
    said_cy = models.CharField(max_length=300, blank=True)
    did_cy = models.CharField(max_length=300, blank=True)
    translator = models.CharField(max_length=120, blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    made_at = models.DateTimeField()
    reviewer = models.CharField(max_length=120, blank=True)
    published_on = models.DateField(null=True, blank=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    people = models.IntegerField(default=0)

    class Meta:
        constraints = [
            pair("feedback_action_published_pair", "published_on", "published_by"),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True) | (~Q(reviewer="") & Q(people__gte=5)),
                name="published_with_a_reviewer_and_five",
            ),
            models.CheckConstraint(
                condition=Q(said_cy="", did_cy="", translator="")
                | (~Q(said_cy="") & ~Q(did_cy="") & ~Q(translator="")),
                name="welsh_of_an_action_names_its_translator",
            ),
        ]

    def __str__(self) -> str:
        return self.theme


class FeedbackResponse(models.Model):
    """What somebody answered. Without a name, a case or a time; with the case, enciphered, only where she asked for a
    reply or something in it means danger."""

    ref = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    borough = models.CharField(max_length=60)
    moment = models.CharField(max_length=12, choices=MOMENT_CODES)
    language = models.CharField(max_length=5, choices=list(LANGUAGES.items()))
    version = models.CharField(max_length=10)
    answers = models.JSONField(default=dict)
    words_enc = models.BinaryField(null=True, blank=True)
    received_on = models.DateField()
    read_by_day = models.DateField()
    reply_by_day = models.DateField(null=True, blank=True)
    reply_case_enc = models.BinaryField(null=True, blank=True)
    reply_wanted = models.BooleanField(default=False)
    signs = models.JSONField(default=list)
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    safe_at = models.DateTimeField(null=True, blank=True)
    safe_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    safe_words_enc = models.BinaryField(null=True, blank=True)
    action = models.ForeignKey(
        FeedbackAction, on_delete=models.PROTECT, null=True, blank=True, related_name="responses"
    )
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    replied_how = models.CharField(max_length=12, choices=list(REPLY_HOW.items()), blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    closed_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            pair("feedback_read_pair", "read_at", "read_by"),
            pair("feedback_taken_pair", "taken_at", "taken_by"),
            pair("feedback_safe_pair", "safe_at", "safe_by"),
            pair("feedback_replied_pair", "replied_at", "replied_by"),
            pair("feedback_closed_pair", "closed_at", "closed_by"),
            models.CheckConstraint(
                condition=Q(reply_case_enc__isnull=True) | Q(reply_wanted=True) | ~Q(signs=[]),
                name="case_only_for_reply_or_safety",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(signs=[]) | Q(safe_at__isnull=False),
                name="alert_is_handled_before_it_closes",
            ),
        ]
        indexes = [
            models.Index(fields=["force", "read_by_day"], condition=Q(closed_at__isnull=True), name="feedback_open")
        ]

    def __str__(self) -> str:
        return f"response {self.moment}"

"""What she asked for on her pages, or on the telephone, and what became of it. Nothing changes by itself: a person acts."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from haven.accounts.models import User
from haven.accounts.records import Record, pair
from haven.cases.models import Case, Task
from haven.support.models.supporters import Supporter


class Asked(Record):
    """One thing asked for, in her words (enciphered under the case). To change or end a notice or order is held for 72
    hours, and the person is spoken to alone before anything follows (T-08)."""

    KINDS = {
        "contact": "Another way to reach them",
        "needs": "Help that they need",
        "change": "To change or end what protects them",
        "people": "Somebody who helps them",
    }
    WANTS = {
        "no_call": "No more calls",
        "no_text": "No more texts",
        "no_email": "No more e-mail",
        "no_post": "No more post",
        "no_supporter": "Not through the person who helps them",
        "other_hours": "Other hours",
        "new_way": "A new way",
        "interpreter": "An interpreter",
        "bsl": "British Sign Language",
        "text_relay": "Calls by text relay (18001)",
        "screens": "Screens at court",
        "separate_entrance": "A separate way into court",
        "video_link": "A video link",
        "intermediary": "Somebody who helps to understand and answer",
        "easy_read": "Easy Read",
        "welsh": "Welsh",
        "welsh_spoken": "To speak Welsh",
        "welsh_written": "Written Welsh",
        "reminders": "A reminder before each hearing",
        "other": "Something else",
        "stronger": "That it says more, or lasts longer",
        "lighter": "That it says less",
        "end": "That it ends",
        "add": "To add somebody",
    }
    ANSWERS = {
        "done": "Done as they asked",
        "to_court": "Taken to the court",
        "took_back": "They no longer want it",
        "not_done": "Not done, and they were told why",
    }
    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="asked")
    kind = models.CharField(max_length=10, choices=list(KINDS.items()))
    wants = ArrayField(models.CharField(max_length=20))
    about_ref = models.CharField(max_length=20, blank=True)
    words_enc = models.BinaryField(null=True, blank=True)
    by_supporter = models.ForeignKey(Supporter, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    hold_until = models.DateTimeField(null=True, blank=True)
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="+")
    alone_at = models.DateTimeField(null=True, blank=True)
    alone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(max_length=10, choices=list(ANSWERS.items()), blank=True)
    answer_enc = models.BinaryField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            pair("asked_alone_pair", "alone_at", "alone_by"),
            pair("asked_answered_pair", "answered_at", "answered_by"),
            models.CheckConstraint(
                condition=Q(kind="change", hold_until__isnull=False) | (~Q(kind="change") & Q(hold_until__isnull=True)),
                name="asked_change_is_held",
            ),
            # Whatever a page may say: nothing goes to a court before the hold is over and they were spoken to alone.
            models.CheckConstraint(
                condition=~Q(kind="change", answer__in=["to_court", "done"])
                | Q(alone_at__isnull=False, answered_at__gte=F("hold_until")),
                name="asked_change_waits_and_is_free",
            ),
        ]
        indexes = [models.Index(fields=["case"], condition=Q(answered_at__isnull=True), name="asked_open")]

    def __str__(self) -> str:
        return f"asked {self.kind}"

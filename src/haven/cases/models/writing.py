"""What somebody writes: a lawyer's advice, and answers being given."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from haven.accounts.models import User
from haven.accounts.records import Fact, void_is_whole
from haven.cases.models.case import Case


class LegalAdvice(Fact):
    """A lawyer's recorded decision on a point that the law leaves open, for this case and this question."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="advice")
    question = models.CharField(max_length=80)
    about_ref = models.CharField(max_length=40)
    lawyer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reading = models.CharField(max_length=300)
    permits = models.BooleanField(default=True)
    reasons_enc = models.BinaryField()

    class Meta:
        constraints = [void_is_whole("advice")]

    def __str__(self) -> str:
        return self.question


class Draft(models.Model):
    """Answers being given, saved at every step, enciphered, and not searchable by content."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=30)
    about_ref = models.CharField(max_length=40, blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="drafts")
    answers_enc = models.BinaryField()
    step = models.CharField(max_length=40, blank=True)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    submitted_ref = models.CharField(max_length=40, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "kind"], name="draft_by_owner")]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "kind", "about_ref"],
                condition=Q(submitted_ref="", discarded_at__isnull=True) & ~Q(about_ref=""),
                name="one_open_draft_about_a_thing",
            )
        ]

    def __str__(self) -> str:
        return f"draft {self.kind}"

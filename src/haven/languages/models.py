"""Who approved the words of a text in a language, when, and which version of them."""

from django.db import models
from django.db.models import Q

from haven.accounts.models import User
from haven.accounts.records import Record, pair


class TextApproval(Record):
    """One approval of one version. The words are known by their version: when one changes, the approval holds no more."""

    TEXTS = {
        "site": "Pages of the public site",
        "messages": "Messages that are sent",
        "line": "Words of the phone line",
    }
    LANGUAGES = {"cy": "Welsh"}
    text = models.CharField(max_length=20, choices=list(TEXTS.items()))
    language = models.CharField(max_length=5, choices=list(LANGUAGES.items()), default="cy")
    version = models.CharField(max_length=12)
    translator = models.CharField(max_length=120)
    standing = models.CharField(max_length=160)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            pair("text_approval_withdrawn_pair", "withdrawn_at", "withdrawn_by"),
            models.UniqueConstraint(
                fields=["text", "language", "version"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_approval_a_version",
            ),
            models.CheckConstraint(condition=~Q(translator="") & ~Q(standing=""), name="approval_names_who"),
            models.CheckConstraint(condition=Q(version__regex=r"^[0-9a-f]{12}$"), name="approval_names_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.text} {self.language} {self.version}"

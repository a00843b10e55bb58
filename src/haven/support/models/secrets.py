"""What proves that it is her: set face to face, kept as hashes that nobody can read back."""

from django.db import models
from django.db.models import Q

from haven.accounts.models import User
from haven.accounts.records import Record
from haven.parties.models import Person


class Secret(Record):
    """One secret of one person. A new one takes the place of the old. Only the words that staff say to her can be read."""

    KINDS = {
        "phrase": "Phrase of three words",
        "pin": "PIN",
        "duress_pin": "PIN under duress",
        "cannot_talk": "Words for: I cannot talk",
        "send_help": "Words for: send help",
        "staff_words": "Words that we say, so that she knows it is us",
    }
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="secrets")
    kind = models.CharField(max_length=12, choices=list(KINDS.items()))
    hash = models.CharField(max_length=160, blank=True)
    sounds_hash = models.CharField(max_length=160, blank=True)
    cipher = models.BinaryField(null=True, blank=True)
    set_in_person_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(replaced_at__isnull=True), name="one_secret_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind="staff_words", hash="", cipher__isnull=False)
                | (~Q(kind="staff_words") & ~Q(hash="") & Q(cipher__isnull=True)),
                name="only_staff_words_can_be_read",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"


class LineCredential(Record):
    """The card: eight digits that are nobody's reference. What is on it opens nothing without PIN and phrase."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cards")
    card_number = models.CharField(max_length=8, unique=True)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    locked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at__isnull=True), name="one_card_a_person"),
            models.CheckConstraint(condition=Q(card_number__regex=r"^[0-9]{8}$"), name="card_is_eight_digits"),
        ]

    def __str__(self) -> str:
        return f"card of {self.person_id}"


class CredentialTry(models.Model):
    """One try to prove who it is, from a source: right or wrong. What was typed is not kept."""

    source_hash = models.CharField(max_length=64)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    ok = models.BooleanField()
    duress = models.BooleanField(default=False)
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["at"], condition=Q(seen_at__isnull=True), name="tries_unseen"),
            models.Index(fields=["source_hash", "at"], name="tries_of_source"),
            models.Index(fields=["person", "at"], condition=Q(person__isnull=False), name="tries_at_person"),
        ]

    def __str__(self) -> str:
        return f"try at {self.at}"

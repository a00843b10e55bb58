"""Rows that every kind of person has who signs in on the public host: the secrets of a partner, who is signed in, who tried, and
what was sent. Each kind has tables of its own, so that a function of one can open no other."""

from django.conf import settings
from django.db import models

from haven.accounts.records import Record


class PartnerSignIn(Record):
    """The narrow sign-in of somebody of another organisation. It is made by the orders unit: the password and the key of the
    second step are shown once. The user beside it has no password of the staff site."""

    password = models.CharField(max_length=200)
    second_step_enc = models.BinaryField()
    last_step = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True


class PartnerSession(models.Model):
    """Somebody signed in on the public host. Only a hash of what their browser holds is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True


class PartnerTry(models.Model):
    """A try to sign in: by a hash of the address that was typed, and whether it was right."""

    key_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    ok = models.BooleanField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"try {self.at}"


class Posted(models.Model):
    """What was sent on the public host, closed, until a worker has recorded it: `refused` says why not, or that a person has
    it; `failures` how often it was tried in vain."""

    command_id = models.UUIDField(unique=True)
    at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    failures = models.IntegerField(default=0, db_default=0)
    refused = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"post {self.command_id}"

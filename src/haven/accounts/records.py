"""Two kinds of row. A record says when Haven knew it and from whom; a fact can be voided, never edited."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Record(models.Model):
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True


class Fact(Record):
    """A wrong fact is voided by a second person and written again: both values stay."""

    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    void_reason = models.TextField(blank=True)

    class Meta:
        abstract = True


def void_is_whole(name: str) -> models.CheckConstraint:
    """The three columns of a voiding are all set or all empty."""
    return models.CheckConstraint(
        condition=Q(voided_at__isnull=True, voided_by__isnull=True, void_reason="")
        | (Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason="")),
        name=f"{name}_void_is_whole",
    )


def pair(name: str, *fields: str) -> models.CheckConstraint:
    """The who and the when of one act: both set or both empty."""
    none = Q(**{f"{field}__isnull": True for field in fields})
    every = Q(**{f"{field}__isnull": False for field in fields})
    return models.CheckConstraint(condition=none | every, name=name)

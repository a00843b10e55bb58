"""A service that supports protected people, and who works there."""

from django.db import models
from django.db.models import Q

from haven.accounts.models import Force, User
from haven.accounts.public_host import PartnerSignIn
from haven.accounts.records import Record, pair
from haven.support.models import Supporter


class Organisation(Record):
    """A support service outside the police, such as one with independent domestic violence advisers."""

    made_for = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    practice = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            pair("organisation_ended_pair", "ended_at", "ended_by"),
            models.UniqueConstraint(
                fields=["made_for", "name"], condition=Q(ended_at__isnull=True), name="one_organisation_of_a_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Worker(PartnerSignIn):
    """Somebody who works there, with a sign-in on the public host only. The password and the key of the second step are
    shown once; the user beside it has no password of the staff site. `supporter` is who consents are given to."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="support_worker")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="workers")
    supporter = models.OneToOneField(Supporter, on_delete=models.PROTECT, related_name="worker")

    class Meta:
        constraints = [pair("worker_ended_pair", "ended_at", "ended_by")]

    def __str__(self) -> str:
        return f"worker {self.user_id}"

"""Who is signed in on the public host, who tried to, and what they sent."""

from django.db import models
from django.db.models import Q

from haven.accounts.public_host import PartnerSession, PartnerTry, Posted
from haven.supporters.models.caseload import Placement
from haven.supporters.models.people import Worker


class WorkerSession(PartnerSession):
    """A worker signed in on the public host. Only a hash of what their browser holds is kept."""

    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="sessions")

    def __str__(self) -> str:
        return f"session of {self.worker_id}"


class WorkerTry(PartnerTry):
    """A try to sign in: by a hash of the address that was typed, and whether it was right."""

    class Meta:
        indexes = [models.Index(fields=["key_hash", "at"], name="worker_try_by_key")]


class WorkerPost(Posted):
    """What a worker sent on the public host, closed, until it is recorded by the operation. The public host can put it here
    and reads back that it came, and what became of it."""

    KINDS = {
        "told": "Told them news",
        "report": "Something happened",
        "hand_over": "Handed over to a colleague",
        "cover": "Away, with cover",
        "cover_end": "Back again",
    }
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="posts")
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, null=True, blank=True, related_name="posts")
    kind = models.CharField(max_length=12, choices=list(KINDS.items()))
    closed = models.BinaryField()
    became = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["at"], condition=Q(taken_at__isnull=True), name="worker_post_waiting"),
            models.Index(fields=["worker", "at"], name="worker_post_of"),
        ]

"""Who is signed in on the public host, who tried to, and what they sent."""

from django.db import models
from django.db.models import Q

from haven.supporters.models.caseload import Placement
from haven.supporters.models.people import Worker


class WorkerSession(models.Model):
    """A worker signed in on the public host. Only a hash of what their browser holds is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    worker = models.ForeignKey(Worker, on_delete=models.CASCADE, related_name="sessions")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"session of {self.worker_id}"


class WorkerTry(models.Model):
    """A try to sign in: by a hash of the address that was typed, and whether it was right."""

    key_hash = models.CharField(max_length=64)
    at = models.DateTimeField()
    ok = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["key_hash", "at"], name="worker_try_by_key")]

    def __str__(self) -> str:
        return f"try {self.at}"


class WorkerPost(models.Model):
    """What a worker sent on the public host, closed, until it is recorded by the operation. The public host can put it here
    and reads back that it came, and what became of it."""

    KINDS = {
        "told": "Told them news",
        "report": "Something happened",
        "hand_over": "Handed over to a colleague",
        "cover": "Away, with cover",
        "cover_end": "Back again",
    }
    command_id = models.UUIDField(unique=True)
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="posts")
    placement = models.ForeignKey(Placement, on_delete=models.PROTECT, null=True, blank=True, related_name="posts")
    kind = models.CharField(max_length=12, choices=list(KINDS.items()))
    closed = models.BinaryField()
    at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    failures = models.IntegerField(default=0, db_default=0)
    became = models.CharField(max_length=40, blank=True)
    refused = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["at"], condition=Q(taken_at__isnull=True), name="worker_post_waiting"),
            models.Index(fields=["worker", "at"], name="worker_post_of"),
        ]

    def __str__(self) -> str:
        return f"post {self.command_id}"

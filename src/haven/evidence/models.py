"""Files that prove a breach: as they came in, the copy that may be shown, who had them, and the pack for a prosecutor."""

from django.db import models
from django.db.models import Q

from haven.accounts.models import User
from haven.accounts.records import Fact, Record, pair, void_is_whole
from haven.breaches.models import Breach


class Upload(Record):
    """A file on its way in, with what was said of it. It stays in quarantine until it was looked into."""

    KINDS = {
        "photo": "Photograph",
        "screenshot": "Picture of a screen",
        "messages": "Messages or call records",
        "document": "Document",
        "sound": "Sound recording",
        "film": "Film, body-worn or from a camera",
        "other": "Something else",
    }
    TAKERS = {
        "me": "I did",
        "officer": "Another officer",
        "protected": "The protected person",
        "witness": "A witness",
        "camera": "A camera or a system, by itself",
    }
    STATES = {
        "waiting": "Waiting for the file",
        "receiving": "Coming in",
        "quarantined": "Being checked",
        "accepted": "Checked",
        "refused": "Refused",
        "abandoned": "Never sent",
    }
    SCANS = {"not_scanned": "Not scanned", "clean": "Nothing found", "found": "Something found"}
    public_id = models.CharField(max_length=32, unique=True)
    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="uploads")
    kind = models.CharField(max_length=12, choices=list(KINDS.items()))
    words_enc = models.BinaryField()
    taken_by = models.CharField(max_length=10, choices=list(TAKERS.items()))
    captured_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=list(STATES.items()), default="waiting")
    name_enc = models.BinaryField(null=True, blank=True)
    size = models.BigIntegerField(null=True, blank=True)
    received = models.BigIntegerField(default=0)
    progress_at = models.DateTimeField()
    claimed_type = models.CharField(max_length=100, blank=True)
    found_type = models.CharField(max_length=40, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    file_name = models.CharField(max_length=40, blank=True)
    scan = models.CharField(max_length=12, choices=list(SCANS.items()), default="not_scanned")
    notes = models.JSONField(default=list)
    why = models.CharField(max_length=300, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    tries = models.IntegerField(default=0)
    checked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "receiving", "abandoned"], sha256="")
                | (Q(state__in=["quarantined", "accepted", "refused"]) & ~Q(sha256="") & Q(size__gt=0)),
                name="a_whole_file_has_its_hash",
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(why=""), name="refused_says_why"),
            models.CheckConstraint(condition=~Q(state="accepted") | ~Q(scan="found"), name="nothing_found_is_accepted"),
        ]
        indexes = [
            models.Index(fields=["progress_at"], condition=Q(state__in=["waiting", "receiving"]), name="upload_open"),
            models.Index(fields=["claimed_until"], condition=Q(state="quarantined"), name="upload_to_check"),
        ]

    def __str__(self) -> str:
        return self.public_id


class Evidence(Fact):
    """An exhibit: the file as it came, which never changes, and the copy without hidden data, made of it."""

    public_id = models.CharField(max_length=32, unique=True)
    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="evidence")
    number = models.IntegerField()
    upload = models.OneToOneField(Upload, on_delete=models.PROTECT, related_name="evidence")
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    copy_name = models.CharField(max_length=40, blank=True)
    copy_type = models.CharField(max_length=40, blank=True)
    copy_sha256 = models.CharField(max_length=64, blank=True)
    copy_size = models.BigIntegerField(null=True, blank=True)
    preview_enc = models.BinaryField(null=True, blank=True)
    text_enc = models.BinaryField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_why_enc = models.BinaryField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            void_is_whole("evidence"),
            pair("evidence_withdrawn_pair", "withdrawn_at", "withdrawn_by", "withdrawn_why_enc"),
            models.UniqueConstraint(fields=["breach", "number"], name="exhibit_number_once"),
            models.CheckConstraint(
                condition=Q(copy_name="", copy_sha256="", copy_size__isnull=True)
                | (~Q(copy_name="") & ~Q(copy_sha256="") & Q(copy_size__isnull=False)),
                name="copy_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"exhibit {self.number} of {self.breach_id}"


class Handling(Record):
    """One step of continuity: who had it before, who has it now, since when, and why. Only ever added."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="handlings")
    from_words = models.CharField(max_length=200)
    to_words = models.CharField(max_length=200)
    at = models.DateTimeField()
    why_enc = models.BinaryField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"handling of {self.evidence_id}"


class Pack(Record):
    """Everything for the prosecutor in one file, with the list of hashes that proves it whole."""

    STATES = {"asked": "Waiting", "making": "Being made", "ready": "Ready", "failed": "Not made"}
    AUDIENCES = {"prosecutor": "The prosecutor"}
    WAYS = {
        "case_system": "Through the case system of the prosecutor",
        "secure_mail": "By secure email",
        "by_hand": "By hand, on a carrier",
    }
    public_id = models.CharField(max_length=32, unique=True)
    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="packs")
    audience = models.CharField(max_length=12, choices=list(AUDIENCES.items()), default="prosecutor")
    state = models.CharField(max_length=8, choices=list(STATES.items()), default="asked")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    exhibits = models.JSONField(default=list)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    manifest = models.JSONField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.BigIntegerField(null=True, blank=True)
    file_name = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_how = models.CharField(max_length=12, choices=list(WAYS.items()), blank=True)
    sent_to = models.CharField(max_length=160, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            pair("pack_sent_pair", "sent_at", "sent_by"),
            models.CheckConstraint(
                condition=Q(state="ready", made_at__isnull=False, manifest__isnull=False, size__gt=0)
                & ~Q(sha256="")
                & ~Q(file_name="")
                | (~Q(state="ready") & Q(made_at__isnull=True, manifest__isnull=True, sha256="")),
                name="a_ready_pack_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(state="ready"), name="only_a_ready_pack_is_sent"
            ),
            models.UniqueConstraint(
                fields=["breach"], condition=Q(state__in=["asked", "making"]), name="one_pack_in_the_making"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

"""Requirements to do something (s.36): who is responsible, what they may read, what they said, and how they sign in."""

import uuid

from django.db import models
from django.db.models import Q

from haven.accounts.models import Force, User
from haven.accounts.public_host import PartnerSession, PartnerSignIn, PartnerTry, Posted
from haven.accounts.records import Fact, Record, pair, void_is_whole
from haven.courts.models import Application, ResponsiblePerson
from haven.orders.models import Order


class SupervisorAccount(PartnerSignIn):
    """The narrow sign-in of a responsible person, on the public host only. It is made by the orders unit: the password and
    the key of the second step are shown once. The user beside it has no password of the staff site."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="supervisor")
    made_for = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    organisation = models.CharField(max_length=200)
    practice = models.BooleanField(default=False)

    class Meta:
        constraints = [pair("supervisor_account_ended_pair", "ended_at", "ended_by")]

    def __str__(self) -> str:
        return f"sign-in of {self.user_id}"


class Supervision(Record):
    """One requirement to do something, with who is responsible for supervising it (s.36(2)). `shown` is all that they may
    read of the order on the public host: their own clause, never where a protected person can be found."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="supervisions")
    clause = models.IntegerField()
    term = models.CharField(max_length=40)
    responsible = models.ForeignKey(ResponsiblePerson, on_delete=models.PROTECT, related_name="supervisions")
    account = models.ForeignKey(
        SupervisorAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="supervisions"
    )
    shown = models.JSONField(default=dict)
    begun_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["order", "clause"]
        constraints = [
            models.UniqueConstraint(
                fields=["order", "clause"], condition=Q(ended_at__isnull=True), name="one_supervision_a_clause"
            )
        ]
        indexes = [models.Index(fields=["account"], condition=Q(ended_at__isnull=True), name="supervision_by_account")]

    def __str__(self) -> str:
        return f"{self.order_id} clause {self.clause}"


class SupervisionReport(Fact):
    """What a responsible person said of a requirement (s.36(5)(c)), by their own sign-in or to the unit."""

    SAYS = {
        "in_progress": "Going on as it should",
        "complied_all": "Complied with all of it",
        "failed": "Failed to comply",
        "instructed": "Told the subject how to keep in touch",
    }
    ABOUT = {
        "requirement": "The requirement itself",
        "in_touch": "Keeping in touch as instructed (s.36(7)(a))",
        "new_home": "Telling of a new home, or of none (s.36(7)(b)-(c))",
    }
    HOW = {"signed_in": "By their own sign-in", "phone": "By telephone", "letter": "In writing", "meeting": "In person"}
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="reports")
    says = models.CharField(max_length=14, choices=list(SAYS.items()))
    about = models.CharField(max_length=12, choices=list(ABOUT.items()), default="requirement")
    happened_from = models.DateField()
    happened_to = models.DateField()
    at = models.DateTimeField()
    how = models.CharField(max_length=10, choices=list(HOW.items()))
    words_enc = models.BinaryField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            void_is_whole("supervision_report"),
            models.CheckConstraint(
                condition=Q(happened_to__gte=models.F("happened_from")), name="supervision_report_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.says} {self.supervision_id}"


class SuitabilityEvidence(Fact):
    """What the person who is to be responsible said to the court beforehand of a requirement: whether it suits the subject,
    and whether it can be enforced (s.36(3)). Both are enciphered under the case."""

    HOW = {
        "statement": "Written statement",
        "report": "Report or assessment",
        "letter": "Letter",
        "to_be_heard": "Will be heard at court",
    }
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="suitability_evidence")
    term = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    organisation = models.CharField(max_length=200, blank=True)
    given_on = models.DateField()
    how = models.CharField(max_length=12, choices=list(HOW.items()))
    suitability_enc = models.BinaryField()
    enforceability_enc = models.BinaryField()

    class Meta:
        ordering = ["-given_on", "-pk"]
        constraints = [void_is_whole("suitability_evidence")]

    def __str__(self) -> str:
        return f"{self.term} {self.application_id}"


class SupervisorSession(PartnerSession):
    """Somebody signed in on the public host. Only a hash of what their browser holds is kept."""

    account = models.ForeignKey(SupervisorAccount, on_delete=models.CASCADE, related_name="sessions")

    def __str__(self) -> str:
        return f"session of {self.account_id}"


class SupervisorTry(PartnerTry):
    """A try to sign in on the public host: by a hash of the address that was typed, and whether it was right."""

    class Meta:
        indexes = [models.Index(fields=["key_hash", "at"], name="supervisor_try_by_key")]


class SupervisorPost(Posted):
    """What a responsible person sent on the public host, closed, until a worker has recorded it. The public site can put
    it here and can read nothing back but that it came."""

    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="posts")
    account = models.ForeignKey(SupervisorAccount, on_delete=models.PROTECT, related_name="posts")
    says = models.CharField(max_length=14)
    about = models.CharField(max_length=12)
    happened_from = models.DateField()
    happened_to = models.DateField()
    words_closed = models.BinaryField()
    report = models.OneToOneField(
        SupervisionReport, on_delete=models.PROTECT, null=True, blank=True, related_name="post"
    )

    class Meta:
        indexes = [models.Index(fields=["at"], condition=Q(taken_at__isnull=True), name="supervisor_post_waiting")]

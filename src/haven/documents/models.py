"""Papers kept as they were made: bytes with their hash, for one audience."""

from django.db import models

from haven.accounts.records import Record

AUDIENCES = {
    "served": "Served on the subject",
    "court": "The court",
    "court_sealed": "The court, sealed",
    "police": "The police",
}


class Document(Record):
    """A paper. The audience and the bytes never change; a new paper supersedes an old one."""

    doc_id = models.CharField(max_length=32, unique=True)
    audience = models.CharField(max_length=20, choices=list(AUDIENCES.items()))
    template_code = models.CharField(max_length=40)
    template_version = models.CharField(max_length=20)
    language = models.CharField(max_length=5, default="en")
    sha256 = models.CharField(max_length=64)
    content_enc = models.BinaryField()
    key_owner = models.CharField(max_length=60)
    pages = models.IntegerField()
    about_kind = models.CharField(max_length=20)
    about_ref = models.CharField(max_length=30, db_index=True)
    gate_result = models.CharField(max_length=20, default="clear")
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(audience="served") | models.Q(gate_result="clear"),
                name="served_paper_passed_the_gate",
            )
        ]

    def __str__(self) -> str:
        return f"{self.template_code} {self.about_ref}"

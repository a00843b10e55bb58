"""Versions of the leaflet with their days and who approved them, and what was given to whom."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from haven.accounts.records import Record
from haven.cases.models import Case
from haven.leaflets.texts import FORMATS, LANGUAGES


class DayRange(Func):
    """From the first day to the last, both in it."""

    function = "daterange"
    template = "%(function)s(%(expressions)s, '[]')"


class LeafletVersion(Record):
    """The leaflet in one language and format, as it counted from a day to a day. A page keeps its words, a paper its bytes:
    what somebody was given can be looked at years later."""

    code = models.CharField(max_length=20, default="rights")
    language = models.CharField(max_length=5, choices=list(LANGUAGES.items()))
    format = models.CharField(max_length=10, choices=list(FORMATS.items()))
    from_day = models.DateField()
    until_day = models.DateField(null=True, blank=True)
    text_version = models.CharField(max_length=12)
    text = models.JSONField(default=dict)
    document = models.BinaryField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    approved_by = models.CharField(max_length=120)
    standing = models.CharField(max_length=160)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_leaflet_a_day",
                expressions=[
                    ("code", RangeOperators.EQUAL),
                    ("language", RangeOperators.EQUAL),
                    ("format", RangeOperators.EQUAL),
                    (DayRange(F("from_day"), F("until_day")), RangeOperators.OVERLAPS),
                ],
                condition=Q(until_day__isnull=True) | Q(until_day__gte=F("from_day")),
            ),
            models.CheckConstraint(condition=~Q(approved_by="") & ~Q(standing=""), name="leaflet_names_who_approved"),
            models.CheckConstraint(
                condition=Q(format__in=["web", "web_easy"], document__isnull=True)
                | Q(format__in=["a5", "card", "easy"], document__isnull=False),
                name="leaflet_paper_has_its_bytes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.language} {self.format} {self.from_day}"


class LeafletHandout(Record):
    """What was offered to a protected person, and what became of it. "Not safe" is an answer like the others."""

    ANSWERS = {
        "paper": "Given on paper",
        "qr": "Given as a code to photograph",
        "read_aloud": "Read out",
        "not_safe": "Not safe to leave paper",
        "declined": "Not wanted",
    }
    LEFT_WITH = ("paper", "qr", "read_aloud")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="leaflets")
    version = models.ForeignKey(
        LeafletVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="handouts"
    )
    language = models.CharField(max_length=5, choices=list(LANGUAGES.items()), default="en")
    format = models.CharField(max_length=10, choices=list(FORMATS.items()), blank=True)
    answer = models.CharField(max_length=12, choices=list(ANSWERS.items()))
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer__in=["not_safe", "declined"], version__isnull=True, format="")
                | (Q(answer__in=["paper", "qr", "read_aloud"]) & ~Q(format="")),
                name="nothing_was_left_where_it_was_not_safe",
            )
        ]

    def __str__(self) -> str:
        return f"{self.answer} {self.at:%d %B %Y}"

"""What the law package needs as dated rows, given to it as values. Shipped rows live in haven_law; these add to them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Now


class DayRange(Func):
    """The days of a row as a closed range; an open end is allowed."""

    function = "daterange"
    template = "%(function)s(%(expressions)s, '[]')"


class Sourced(models.Model):
    source = models.CharField(max_length=300)
    confirmed = models.BooleanField(default=False)
    added_by = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        abstract = True


class CommencementArea(Sourced):
    """An area where sections of Part 3 are in force between two days (law.md 12). Practice rows only in practice."""

    area_code = models.CharField(max_length=40)
    area_name = models.CharField(max_length=120)
    force_code = models.CharField(max_length=20)
    force_live_from = models.DateField(null=True, blank=True)
    provisions = models.CharField(max_length=60, default="pilot")
    from_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    instrument = models.CharField(max_length=120)
    practice_only = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="area_periods_do_not_overlap",
                condition=Q(withdrawn_at__isnull=True),
                expressions=[
                    ("area_code", RangeOperators.EQUAL),
                    ("provisions", RangeOperators.EQUAL),
                    ("practice_only", RangeOperators.EQUAL),
                    (DayRange("from_day", "last_day"), RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.area_name} from {self.from_day}"


class BankHoliday(Sourced):
    """A change of the shipped calendar: a day that comes, such as one proclaimed late (Banking and Financial Dealings
    Act 1971 s.1), a day that falls away, or the last day of a year whose list was confirmed. Where nobody has read the
    proclamation it is unconfirmed: then the earlier of two dates stays the one to work to."""

    EFFECTS = {"comes": "A bank holiday", "goes": "No bank holiday", "confirms": "The list of the year is confirmed"}
    day = models.DateField()
    name = models.CharField(max_length=120)
    effect = models.CharField(max_length=10, choices=list(EFFECTS.items()), default="comes")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day"], condition=Q(withdrawn_at__isnull=True) & ~Q(effect="confirms"), name="one_row_a_holiday"
            ),
            models.UniqueConstraint(
                fields=["day"], condition=Q(withdrawn_at__isnull=True, effect="confirms"), name="one_row_a_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.day}"


class DatedValue(Sourced):
    """A number or text that changes by date: a policy time of the force, or a limit set by statute. A row of statute
    goes before the shipped row of the same key for the days that both cover."""

    key = models.CharField(max_length=80)
    value = models.CharField(max_length=200)
    from_day = models.DateField()
    last_day = models.DateField(null=True, blank=True)
    is_policy = models.BooleanField(default=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="value_periods_do_not_overlap",
                condition=Q(withdrawn_at__isnull=True),
                expressions=[
                    ("key", RangeOperators.EQUAL),
                    (DayRange("from_day", "last_day"), RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"


class EMAvailability(Sourced):
    """The Secretary of State has notified that monitoring can be arranged in a local justice area (s.37(4)-(5))."""

    local_justice_area = models.CharField(max_length=120)
    kinds = models.JSONField(default=list)
    notified_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.local_justice_area

"""What a change of the law's dated rows says, whether it may be, and which rows it writes. Nothing here decides for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from haven.lawdata.models import BankHoliday, CommencementArea, DatedValue, EMAvailability
from haven.lawdata.queries import CalendarChange, calendar, calendar_changes
from haven.lawkeeping.models import LawChange
from haven_law.areas import AREAS, PROVISIONS
from haven_law.calendar import CERTAIN, good_friday
from haven_law.citation import daa
from haven_law.clock import in_words
from haven_law.dated import LABELS, SHIPPED_VALUES
from haven_law.findings import Decision, Finding, allow, refuse

RULE = "Haven rule of law data"
HOLIDAY_LAW = "BFDA 1971 s.1"
FIRST_YEAR, LAST_YEAR = 2020, 2100
OF_CALENDAR = ("holiday_comes", "holiday_goes", "year_confirmed")


@dataclass(frozen=True)
class NewChange:
    """A change as it is asked for. Which of the last fields count follows from the kind: `day` and `name` of a holiday,
    `year` of a list, `areas` with `from_day`, `last_day`, the instrument in `name` and, where it is known, the day from which
    the force works with notices there in `live_from` (A22), `key` and `value` of a number."""

    kind: str
    source: str
    confirmed: bool
    reason: str = ""
    day: date | None = None
    name: str = ""
    year: int | None = None
    areas: tuple[str, ...] = ()
    from_day: date | None = None
    last_day: date | None = None
    key: str = ""
    value: str = ""
    live_from: date | None = None

    def payload(self) -> dict[str, object]:
        """As the row keeps it."""
        days = {name: getattr(self, name) for name in ("day", "from_day", "last_day", "live_from")}
        kept: dict[str, object] = {name: day.isoformat() for name, day in days.items() if day is not None}
        if self.kind == "year_confirmed":
            kept["year"] = self.year
        texts: dict[str, object] = {"name": self.name, "areas": list(self.areas), "key": self.key, "value": self.value}
        return kept | {name: value for name, value in texts.items() if value}


def from_row(row: LawChange) -> NewChange:
    """A change that was asked for, as it was asked."""
    kept = row.payload

    def day(name: str) -> date | None:
        return date.fromisoformat(kept[name]) if kept.get(name) else None

    return NewChange(
        row.kind, row.source, row.confirmed, row.reason, day("day"), kept.get("name", ""), kept.get("year"),
        tuple(kept.get("areas", ())), day("from_day"), day("last_day"), kept.get("key", ""), kept.get("value", ""),
        day("live_from"),
    )  # fmt: skip


def words_of(new: NewChange) -> str:
    """One sentence that says what changes."""
    if new.kind == "holiday_comes" and new.day is not None:
        return f"{in_words(new.day)} becomes a bank holiday: {new.name}"
    if new.kind == "holiday_goes" and new.day is not None:
        return f"{in_words(new.day)} is no bank holiday any more"
    if new.kind == "year_confirmed":
        return f"The bank holidays of {new.year} are confirmed"
    if new.kind == "areas" and new.from_day is not None:
        until = f"to {in_words(new.last_day)}" if new.last_day else "with no known end"
        live = f"; the force is live there from {in_words(new.live_from)}" if new.live_from else ""
        return f"{area_words(new.areas)}: in force from {in_words(new.from_day)} {until} ({new.name}){live}"
    if new.kind == "monitoring" and new.from_day is not None:
        until = f" to {in_words(new.last_day)}" if new.last_day else ""
        return f"Tags are available in {new.name} from {in_words(new.from_day)}{until}"
    label = LABELS.get(new.key, new.key)
    since = f" from {in_words(new.from_day)}" if new.from_day else ""
    return f"{label}: {new.value}{since}"


def area_words(codes: tuple[str, ...]) -> str:
    """The areas by name, or how many when there are many."""
    names = [AREAS.get(code, code) for code in codes]
    return ", ".join(names) if len(names) <= 3 else f"{', '.join(names[:2])} and {len(names) - 2} more areas"


def possible(new: NewChange) -> Decision:
    """Whether the change fits what is known now. Its words for a person stand beside the field that they are about."""
    if not new.source.strip():
        return refuse(RULE, "Say where this stands: the Gazette notice, or the instrument")
    check = {
        "holiday_comes": _comes, "holiday_goes": _goes, "year_confirmed": _confirms, "areas": _areas, "value": _value,
        "monitoring": _monitoring,
    }.get(new.kind)  # fmt: skip
    if check is None:
        raise ValueError(f"'{new.kind}' is not a change that can be asked for.")
    problem = check(new)
    return problem or allow(RULE, words_of(new))


def _comes(new: NewChange) -> Decision | None:
    problem = _day_problem(new)
    if problem or new.day is None:
        return problem
    if not new.name.strip():
        return refuse(RULE, "Say what the day is called")
    why = calendar().why_disregarded(new.day)
    holiday = calendar().bank_holiday(new.day)
    unread = holiday is not None and (holiday.certainty != CERTAIN or not holiday.confirmed)
    if why is not None and not unread:
        return refuse(HOLIDAY_LAW, f"{in_words(new.day)} is left out already: {why[0]}")
    return _pending(new, new.day)


def _goes(new: NewChange) -> Decision | None:
    problem = _day_problem(new)
    if problem or new.day is None:
        return problem
    if calendar().bank_holiday(new.day) is None:
        return refuse(HOLIDAY_LAW, f"{in_words(new.day)} is no bank holiday in this calendar")
    return _pending(new, new.day)


def _day_problem(new: NewChange) -> Decision | None:
    if new.day is None:
        return refuse(RULE, "Enter the day")
    if not FIRST_YEAR <= new.day.year <= LAST_YEAR:
        return refuse(RULE, f"The day must be in the years {FIRST_YEAR} to {LAST_YEAR}")
    always = new.day.weekday() == 6 or (new.day.month, new.day.day) == (12, 25) or new.day == good_friday(new.day.year)
    if always:
        return refuse(daa("29(3)"), f"{in_words(new.day)} is left out whatever is proclaimed")
    return None


def _pending(new: NewChange, day: date) -> Decision | None:
    rows = BankHoliday.objects.filter(day=day, withdrawn_at__isnull=True).exclude(effect="confirms")
    if rows.exists():
        return refuse(RULE, f"A change for {in_words(day)} counts already. Undo that one first")
    return None


def _confirms(new: NewChange) -> Decision | None:
    following = calendar().confirmed_until.year + 1
    if new.year != following:
        return refuse(RULE, f"The next year to confirm is {following}")
    if not new.confirmed:
        return refuse(HOLIDAY_LAW, "A year is confirmed by whoever has read its proclamations")
    return None


def _areas(new: NewChange) -> Decision | None:
    unknown = [code for code in new.areas if code not in AREAS]
    if not new.areas or unknown:
        return refuse(RULE, "Choose the areas")
    problem = _period_problem(new)
    if problem:
        return problem
    if not new.name.strip():
        return refuse(daa("90"), "Name the instrument, such as SI 2026/342")
    if new.live_from is not None and not date(FIRST_YEAR, 1, 1) <= new.live_from <= date(LAST_YEAR, 12, 31):
        return refuse(RULE, f"Enter the day the force goes live in the years {FIRST_YEAR} to {LAST_YEAR}")
    if not new.confirmed:
        return refuse(daa("90"), "A line counts only when somebody has read its instrument")
    end = Q(last_day__isnull=True) | Q(last_day__gte=new.from_day)
    rows = CommencementArea.objects.filter(end, area_code__in=new.areas, practice_only=False, withdrawn_at__isnull=True)
    if new.last_day is not None:
        rows = rows.filter(from_day__lte=new.last_day)
    there = rows.first()
    if there is not None:
        return refuse(RULE, f"A line for {there.area_name} counts for some of these days already. Undo that one first")
    return None


def _value(new: NewChange) -> Decision | None:
    same = [row for row in SHIPPED_VALUES if row.key == new.key]
    if not same:
        return refuse(RULE, "Choose which value changes")
    if isinstance(same[-1].value, int) and not (new.value.isascii() and new.value.isdigit() and len(new.value) <= 4):
        return refuse(RULE, f"Enter the new value as a whole number of {same[-1].unit}")
    if not new.value.strip():
        return refuse(RULE, "Enter the new value")
    problem = _period_problem(new)
    if problem:
        return problem
    end = Q(last_day__isnull=True) | Q(last_day__gte=new.from_day)
    rows = DatedValue.objects.filter(end, key=new.key, withdrawn_at__isnull=True)
    if new.last_day is not None:
        rows = rows.filter(from_day__lte=new.last_day)
    if rows.exists():
        return refuse(RULE, "A value counts for some of these days already. Undo that one first")
    return None


def _monitoring(new: NewChange) -> Decision | None:
    if not new.name.strip():
        return refuse(RULE, "Choose the local justice area")
    problem = _period_problem(new)
    if problem:
        return problem
    if not new.confirmed:
        return refuse(daa("37(4)(a)"), "An area counts only when somebody has read the notification")
    end = Q(ended_on__isnull=True) | Q(ended_on__gte=new.from_day)
    rows = EMAvailability.objects.filter(end, local_justice_area=new.name, withdrawn_at__isnull=True)
    if rows.exists():
        return refuse(RULE, f"Tags are recorded as available in {new.name} already")
    return None


def _period_problem(new: NewChange) -> Decision | None:
    if new.from_day is None or not FIRST_YEAR <= new.from_day.year <= LAST_YEAR:
        return refuse(RULE, f"Enter the first day, in the years {FIRST_YEAR} to {LAST_YEAR}")
    if new.last_day is not None and not new.from_day <= new.last_day <= date(LAST_YEAR, 12, 31):
        return refuse(RULE, "The last day must not be before the first")
    return None


def calendar_after(change: LawChange) -> tuple[CalendarChange, ...]:
    """The changes of the calendar as they would be once this one counts."""
    now = calendar_changes()
    if change.kind == "undo" and change.undoes is not None:
        gone = {tuple(row) for row in change.undoes.rows}
        rows = BankHoliday.objects.filter(withdrawn_at__isnull=True).order_by("day", "effect")
        kept = [r for r in rows if ("BankHoliday", r.pk) not in gone]
        return tuple(CalendarChange(r.effect, r.day, r.name, r.source, r.confirmed) for r in kept)
    if change.kind not in OF_CALENDAR:
        return now
    return (*now, _calendar_change(from_row(change)))


def _calendar_change(new: NewChange) -> CalendarChange:
    effect = {"holiday_comes": "comes", "holiday_goes": "goes", "year_confirmed": "confirms"}[new.kind]
    day = date(new.year or FIRST_YEAR, 12, 31) if effect == "confirms" else new.day
    assert day is not None
    return CalendarChange(effect, day, new.name or words_of(new)[:120], new.source, new.confirmed)


def write_rows(change: LawChange, at: datetime) -> list[list[str | int]]:
    """Write the rows of a change that counts now, or withdraw those of the one it undoes."""
    if change.kind == "undo":
        assert change.undoes is not None
        for model, pk in change.undoes.rows:
            _MODELS[str(model)].objects.filter(pk=pk, withdrawn_at__isnull=True).update(withdrawn_at=at)
        return []
    new = from_row(change)
    more: dict[str, Any] = {"source": new.source, "confirmed": new.confirmed, "added_by": change.asked_by.name[:200]}
    if change.kind in OF_CALENDAR:
        asked = _calendar_change(new)
        made = BankHoliday.objects.create(day=asked.day, name=asked.name, effect=asked.effect, **more)
        return [["BankHoliday", made.pk]]
    assert new.from_day is not None
    if change.kind == "value":
        value = DatedValue.objects.create(
            key=new.key, value=new.value, from_day=new.from_day, last_day=new.last_day, is_policy=False, **more
        )
        return [["DatedValue", value.pk]]
    if change.kind == "monitoring":
        made_available = EMAvailability.objects.create(
            local_justice_area=new.name, kinds=[], notified_on=new.from_day, ended_on=new.last_day, **more
        )
        return [["EMAvailability", made_available.pk]]
    return [["CommencementArea", _area_row(new, new.from_day, code, more).pk] for code in new.areas]


def _area_row(new: NewChange, from_day: date, code: str, more: dict[str, Any]) -> CommencementArea:
    return CommencementArea.objects.create(
        area_code=code,
        area_name=AREAS[code],
        force_code="",
        provisions=PROVISIONS,
        from_day=from_day,
        last_day=new.last_day,
        instrument=new.name[:120],
        force_live_from=new.live_from,
        **more,
    )


_MODELS: dict[str, type[BankHoliday] | type[CommencementArea] | type[DatedValue] | type[EMAvailability]] = {
    "BankHoliday": BankHoliday,
    "CommencementArea": CommencementArea,
    "DatedValue": DatedValue,
    "EMAvailability": EMAvailability,
}


def finding(new: NewChange) -> Finding:
    """The change as a finding, for the record."""
    provision = HOLIDAY_LAW if new.kind in OF_CALENDAR else daa("90") if new.kind == "areas" else RULE
    return Finding(provision, True, words_of(new))

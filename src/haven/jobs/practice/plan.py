"""The practice story as a plan: which cases, about whom, and when each thing was done, so that it stands around now.

A pure function of the instant and a seed. It reckons with haven_law alone, so that it can be proved for every day of a
year without a database."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from haven.jobs.practice.clock_choices import Sittings, served_past, served_with_left
from haven.jobs.practice.histories import Histories
from haven.jobs.practice.people import Crowd, Pair
from haven.jobs.practice.plan_values import CasePlan, Sizes
from haven_law.calendar import Calendar
from haven_law.clock import local_instants, to_london

PILOT_BEGAN = datetime.fromisoformat("2024-11-27T10:00:00+00:00")
# What happened long enough ago to be over, and the shortest stretch of months that the story can be spread over.
SETTLED, SHORTEST = timedelta(days=45), timedelta(days=60)
AREAS = ("Croydon", "Bromley", "Sutton")
AREA_WEIGHTS = (54, 28, 18)
# Counted time left of the clocks that run: one is under six hours.
LEFT = tuple(
    timedelta(hours=h, minutes=m) for h, m in ((3, 40), (9, 30), (15, 0), (21, 15), (27, 40), (35, 0), (43, 10))
)
PAST_BY = timedelta(hours=2, minutes=50)
# One minute less than these: the plan may be made late in the minute of now.
MINUTE = timedelta(minutes=1)


class TooEarly(Exception):
    """The clock of the machine stands before the pilot had run long enough to tell of."""


WHOLE = Sizes()


def plan(now: datetime, seed: int = 2024, sizes: Sizes = WHOLE, calendar: Calendar | None = None) -> list[CasePlan]:
    """Every case of the story as at `now`. The same instant and seed give the same plan. Raises TooEarly."""
    if now - SETTLED - SHORTEST < PILOT_BEGAN:
        raise TooEarly("The practice story begins with the pilot on 27 November 2024: it needs a later date than this.")
    return _Planner(now, seed, sizes, calendar or Calendar.shipped()).cases()


class _Planner:
    def __init__(self, now: datetime, seed: int, sizes: Sizes, calendar: Calendar) -> None:
        self.now, self.sizes, self.calendar = now, sizes, calendar
        self.chance = random.Random(seed)  # noqa: S311  chance for invented stories, not for secrets
        self.crowd = Crowd(self.chance)
        self.made = Histories(now, self.chance, Sittings(calendar), calendar)

    def cases(self) -> list[CasePlan]:
        sizes = self.sizes
        past = self._past_instants(sizes.orders + sizes.refused + sizes.withdrawn)
        kinds = ["order"] * sizes.orders + ["refused"] * sizes.refused + ["withdrawn"] * sizes.withdrawn
        self.chance.shuffle(kinds)
        found = [self._past(n, kind, at) for n, (kind, at) in enumerate(zip(kinds, past, strict=True))]
        found += [self._adjourned(n) for n in range(sizes.adjourned)]
        found += self._awaiting()
        found += [self._unserved(n) for n in range(sizes.unserved)]
        found += [self._waiting(n) for n in range(sizes.waiting)]
        found = self._special(found)
        found = self.made.with_lateness(found, sizes.late)
        found = self.made.with_unserved_orders(found, sizes.unserved_orders)
        found = self.made.with_changes(found)
        return self.made.with_breaches(found, sizes)

    def _past_instants(self, n: int) -> list[datetime]:
        """Instants of service over the months of the pilot, more as it went on, at any hour of the day."""
        first, last = PILOT_BEGAN + timedelta(days=2), self.now - SETTLED
        span = (last - first) / timedelta(days=1)
        days = sorted(span * self.chance.random() ** 0.72 for _ in range(n))
        return [self._at_an_hour(first + timedelta(days=d)) for d in days]

    def _at_an_hour(self, moment: datetime) -> datetime:
        """The same day at an hour at which officers serve: mostly evenings and nights."""
        hour = self.chance.choices(range(24), [5, 4, 3, 2, 1, 1, 1, 2, 2, 3, 3, 4, 4, 4, 4, 5, 6, 7, 8, 9, 9, 9, 8, 7])[
            0
        ]
        wall = datetime.combine(to_london(moment).date(), time(hour, self.chance.randrange(60)))
        found = local_instants(wall)
        return (found.instants or found.nearest)[0]

    def _begin(self, key: str, kind: str, served_at: datetime, connection: str | None = None) -> CasePlan:
        """A case as far as the request, before what followed is added."""
        area = self.chance.choices(AREAS, AREA_WEIGHTS)[0]
        proposed = served_at - timedelta(minutes=self.chance.randrange(65, 260))
        pair = self.crowd.pair(key, area, to_london(proposed).date(), connection)
        return self.made.request(key, kind, area, pair, proposed)

    def _past(self, n: int, kind: str, served_at: datetime) -> CasePlan:
        case = self.made.served(self._begin(f"c{n:03d}", kind, served_at), served_at)
        if kind == "withdrawn":
            return self.made.withdrawn(case, in_court=n % 3 == 0)
        again = kind == "order" and self.chance.random() < 0.11
        return self.made.heard(case, "made" if kind == "order" else "refused", adjourned_first=again)

    def _adjourned(self, n: int) -> CasePlan:
        served = self._at_an_hour(self.now - timedelta(days=9 + 6 * n))
        return self.made.continuing(self.made.served(self._begin(f"a{n}", "adjourned", served), served), n)

    def _awaiting(self) -> list[CasePlan]:
        """The running clocks and the one that is past. Every one has its application sent."""
        lefts = [LEFT[n % len(LEFT)] + timedelta(minutes=17 * (n // len(LEFT))) for n in range(self.sizes.awaiting - 1)]
        instants = [served_with_left(self.now, left, self.calendar) for left in lefts]
        running = [self._one_awaiting(n, at, past=False) for n, at in enumerate(instants)]
        return [*running, self._one_awaiting(len(lefts), served_past(self.now, PAST_BY, self.calendar), past=True)]

    def _one_awaiting(self, n: int, served: datetime, *, past: bool) -> CasePlan:
        begun = self._begin(f"w{n}", "awaiting", served)
        begun = replace(begun, inspector="sable") if n == 1 else begun  # an acting inspector decides one of them
        return self.made.awaiting(self.made.served(begun, served), n, past=past)

    def _unserved(self, n: int) -> CasePlan:
        authorised = self.now - (25 * MINUTE, 5 * 60 * MINUTE, 50 * MINUTE, 20 * 60 * MINUTE)[n % 4] - n * MINUTE
        return self.made.unserved(self._begin(f"u{n}", "unserved", authorised + 15 * MINUTE), authorised, n)

    def _waiting(self, n: int) -> CasePlan:
        proposed = self.now - (11 * MINUTE, 24 * MINUTE, 48 * MINUTE)[n % 3] - n * MINUTE
        case = self._begin(f"q{n}", "waiting", self.now)
        return self.made.waiting(replace(case, proposed_at=proposed), n)

    def _special(self, found: list[CasePlan]) -> list[CasePlan]:
        """Cases chosen on purpose, in the place of some that chance made."""
        orders = [n for n, case in enumerate(found) if case.kind == "order" and len(case.hearings) == 1]
        if len(orders) < 12:
            raise ValueError("The story needs at least twelve orders to tell of everybody.")
        step = len(orders) // 12
        chosen = [orders[n * step + step // 2] for n in range(12)]
        for place, index in enumerate(chosen[:9]):
            found[index] = self._one_special(place, found[index])
        found[chosen[9]], found[chosen[10]] = self._two_against_one(found[chosen[9]], found[chosen[10]])
        found[chosen[11]] = replace(found[chosen[11]], counter_at=self.now - 36 * MINUTE)
        return found

    def _one_special(self, place: int, case: CasePlan) -> CasePlan:
        on = to_london(case.proposed_at).date()
        subject, protected = case.subject, case.protected
        match place:
            case 0:
                return self._again(case, on, "child", subject_sex="male", protected_sex="female")
            case 1:
                return self._again(case, on, "sibling", subject_sex="female", protected_sex="female")
            case 2:
                return self._again(case, on, "former_intimate_partner", subject_sex="male", protected_sex="male")
            case 3:
                return self._again(case, on, "civil_partner", subject_sex="female", protected_sex="female")
            case 4:
                return self.made.without_home(case)
            case 5:
                return self.made.in_prison(case)
            case 6:
                return replace(case, restricted_at=case.proposed_at + 20 * MINUTE, officer="wren", inspector="mistry")
            case 7:
                young = replace(protected, born=_years_before(on, 17), home=case.protected.home)
                plain = replace(case, connection="intimate_partner", protected=young, children=(), shared_home=False)
                return self.made.plain_terms(plain)
            case _:
                said = replace(subject, gender_said="Non-binary", sex="not_known")
                return replace(case, subject=said, protected=replace(protected, precision="day"))

    def _again(self, case: CasePlan, on: date, connection: str, *, subject_sex: str, protected_sex: str) -> CasePlan:
        """The same times with two other people."""
        while True:
            pair: Pair = self.crowd.pair(f"{case.key}x", case.area, on, connection)
            if (pair.subject.sex, pair.protected.sex) == (subject_sex, protected_sex):
                return self.made.with_pair(case, pair)

    def _two_against_one(self, first: CasePlan, second: CasePlan) -> tuple[CasePlan, CasePlan]:
        """Two subjects against one protected person, served within hours of each other's case or months apart."""
        same = replace(first.protected, hidden=None, home=first.protected.home or first.subject.home)
        first = replace(first, protected=same, shared_home=False)
        second = replace(
            second, protected=same, connection="relative_by_marriage", group=first.group, area=first.area,
            officer=first.officer, shared_home=False, children=(),
        )  # fmt: skip
        return self.made.plain_terms(first), self.made.plain_terms(second)


def _years_before(day: date, years: int) -> date:
    return date(day.year - years, 1, 15) if day >= date(day.year, 1, 16) else date(day.year - years - 1, 12, 1)


def served(cases: Sequence[CasePlan]) -> list[CasePlan]:
    """The cases whose notice was served."""
    return [case for case in cases if case.served is not None]

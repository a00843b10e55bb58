"""The rows of the clock board, read with the same few queries however many there are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Q

from haven.accounts.actors import Actor
from haven.accounts.duty import holdings_at
from haven.accounts.models import User
from haven.cases.models import Assignment, Deadline, DeadlineRung
from haven.cases.permissions import visible_to
from haven.courts.models import Application, Hearing, Sitting
from haven.courts.queries import last_of, sittings_by_area
from haven.lawdata.queries import calendar
from haven.notices.models import Notice
from haven.notices.notice_states import heard_late, with_status
from haven.notices.queries_notices import people_at
from haven.parties.queries import display_names
from haven.web.staff.board.standing import LAST_HOURS, Facts, Standing, standing
from haven_law.calendar import Calendar
from haven_law.clock import HEARING_HOURS, counted_between, counted_left

HEARING = ("public_id", "application_id", "listed_for", "listed_at", "begun_at", "notice_given_at", "court__name")


@dataclass(frozen=True)
class Row:
    """One notice on the board. Texts of times are made in the page."""

    ref: str
    subject: str
    area: str
    clock_id: int
    act_by: datetime
    outer_limit: datetime
    ambiguity: str
    left: timedelta
    used: float
    pointer: float | None
    not_counted: tuple[str, ...]
    sitting: Sitting | None
    listed_there: bool
    sitting_soon: bool
    listed_for: datetime | None
    hearing_id: str | None
    stands: Standing
    owner: str
    told: tuple[datetime, ...]

    @property
    def kind(self) -> str | None:
        """How the left edge is marked."""
        return self.stands.kind if self.stands.kind in ("act", "wait") else None


@dataclass(frozen=True)
class Adjourned:
    """A notice whose hearing has begun: in force until the court decides (s.29(7)), with no 48-hour clock. `late`: it
    began after the 48 hours, so that a lawyer must decide what becomes of the notice (A5)."""

    ref: str
    subject: str
    area: str
    next_hearing: datetime | None
    court: str
    late: bool = False


@dataclass(frozen=True)
class Board:
    rows: list[Row]
    adjourned: list[Adjourned]
    areas: list[str]
    unclocked: list[str] = field(default_factory=list)
    heard_late: list[Adjourned] = field(default_factory=list)

    @property
    def past(self) -> int:
        return sum(row.stands.word == "Past deadline" for row in self.rows)

    @property
    def act(self) -> int:
        return sum(row.stands.kind == "act" for row in self.rows) - self.past + len(self.heard_late)


@dataclass(frozen=True)
class _Applied:
    """The application after a notice: since when it is made, and its hearings in order."""

    made_at: datetime | None
    hearings: list[Hearing] = field(default_factory=list)


@dataclass(frozen=True)
class _Read:
    """Everything the rows are made from, by the reference of the notice or the number of its case."""

    at: datetime
    calendar: Calendar
    clocks: Mapping[str, Deadline]
    names: Mapping[int, str]
    applications: Mapping[int, _Applied]
    sittings: Mapping[str, Sequence[Sitting]]
    owners: Mapping[int, Mapping[str, str]]
    desks: Mapping[int, str]
    told: Mapping[int, tuple[datetime, ...]]


def read_board(who: Actor, at: datetime, areas: Iterable[str] | None = None) -> Board:
    """The notices served and not decided in the cases this person may see, least time left first."""
    served = Notice.objects.filter(
        served_at__lte=at, ended_at__isnull=True, voided_at__isnull=True, case__in=visible_to(who, at)
    )
    # Only the columns that a row is made from: a board of a large force holds many notices.
    read_of = with_status(served, at).select_related("case").only("ref", "served_at", "case__area", "case__subject_id")
    found = list(read_of)
    every_area = sorted({notice.case.area for notice in found})
    if areas is not None:
        wanted = set(areas)
        found = [notice for notice in found if notice.case.area in wanted]
    read = _read(found, at)
    rows, adjourned, unclocked = [], [], []
    for notice in found:
        clock = read.clocks.get(notice.ref)
        if clock is None:
            unclocked.append(notice.ref)
        elif notice.status_code == "continuing":  # type: ignore[attr-defined]
            adjourned.append(_adjourned(notice, read))
        else:
            rows.append(_row(notice, clock, read))
    rows.sort(key=lambda row: (row.act_by, row.ref))
    adjourned.sort(key=lambda row: (row.next_hearing is None, row.next_hearing or at, row.ref))
    late = [one for one in adjourned if one.late]
    return Board(rows, [one for one in adjourned if not one.late], every_area, unclocked, late)


def _read(notices: Sequence[Notice], at: datetime) -> _Read:
    refs, cases = [n.ref for n in notices], [n.case_id for n in notices]
    clocks: dict[str, Deadline] = {}
    rows = Deadline.objects.filter(about_ref__in=refs, kind="hearing", replaced_by__isnull=True, voided_at__isnull=True)
    rows = rows.select_related("owner_team").only(
        "about_ref", "act_by", "outer_limit", "ambiguity", "steps", "closed_at", "owner_team__force_id"
    )
    for clock in rows.order_by("pk"):
        clocks[clock.about_ref] = clock
    last = max((clock.act_by for clock in clocks.values()), default=at)
    owners, desks = _holders(cases, clocks.values(), at)
    return _Read(
        at=at,
        calendar=calendar(),
        clocks=clocks,
        names=display_names({n.case.subject_id for n in notices}),
        applications=_applications(notices),
        sittings=sittings_by_area({n.case.area for n in notices}, at - timedelta(hours=12), last),
        owners=owners,
        desks=desks,
        told=_told(clocks.values()),
    )


def _applications(notices: Sequence[Notice]) -> dict[int, _Applied]:
    """By the notice. Rows are put together here: to prefetch them makes a queryset for each."""
    rows = Application.objects.filter(
        after_notice__in=[n.pk for n in notices], withdrawn_at__isnull=True, voided_at__isnull=True
    )
    found, by_row = {}, {}
    for pk, notice_id, made_at in rows.values_list("pk", "after_notice_id", "made_at"):
        found[notice_id] = by_row[pk] = _Applied(made_at)
    hearings = Hearing.objects.filter(application__in=by_row, vacated_at__isnull=True, voided_at__isnull=True)
    for hearing in hearings.select_related("court").only(*HEARING).order_by("listed_for"):
        by_row[hearing.application_id].hearings.append(hearing)
    return found


def _holders(
    cases: Sequence[int], clocks: Iterable[Deadline], at: datetime
) -> tuple[dict[int, dict[str, str]], dict[int, str]]:
    """Who holds each case as owner and as officer, and who holds the unit desk of each force, in words."""
    now = Q(from_at__lte=at) & (Q(until_at__isnull=True) | Q(until_at__gt=at))
    held = Assignment.objects.filter(now, case__in=cases, role__in=["owner", "officer"], user__isnull=False)
    assigned = list(held.select_related("user").only("case_id", "role", "user__name", "user__collar_no"))
    forces = {clock.owner_team.force_id for clock in clocks}
    desks = holdings_at(at).filter(duty_role="unit_desk", team__force__in=forces).select_related("user", "team")
    on_duty = list(desks.order_by("from_at"))
    people: dict[User, datetime] = {row.user: at for row in assigned if row.user is not None}
    names = people_at(people | {row.user: at for row in on_duty})
    owners: dict[int, dict[str, str]] = {}
    for row in assigned:
        owners.setdefault(row.case_id, {})[row.role] = names[row.user_id]  # type: ignore[index]
    return owners, {row.team.force_id: names[row.user_id] for row in on_duty}


def _told(clocks: Iterable[Deadline]) -> dict[int, tuple[datetime, ...]]:
    """When people were told, the newest last: from the warnings nobody has answered."""
    open_clocks = [clock.pk for clock in clocks if clock.closed_at is None]
    rungs = DeadlineRung.objects.filter(deadline__in=open_clocks, raised_at__isnull=False, acknowledged_at__isnull=True)
    found: dict[int, set[datetime]] = {}
    for deadline_id, told in rungs.values_list("deadline_id", "told"):
        times = {datetime.fromisoformat(str(entry["at"])) for entry in told if entry.get("user")}
        found.setdefault(deadline_id, set()).update(times)
    return {pk: tuple(sorted(times)[-2:]) for pk, times in found.items()}


def _row(notice: Notice, clock: Deadline, read: _Read) -> Row:
    at, case = read.at, notice.case
    counted = counted_left(at, clock.act_by, read.calendar)
    passed = at > clock.act_by
    sittings = read.sittings[case.area]
    sitting = None if passed else last_of(sittings, clock.act_by, after=at)
    listed = _listing(notice, read)
    stands = standing(_facts(notice, clock, read, sitting, listed))
    assert notice.served_at is not None
    return Row(
        ref=notice.ref,
        subject=read.names[case.subject_id],
        area=case.area,
        clock_id=clock.pk,
        act_by=clock.act_by,
        outer_limit=clock.outer_limit,
        ambiguity=clock.ambiguity,
        left=-counted.late if passed else counted.left,
        used=1.0 if passed else counted.used / HEARING_HOURS,
        pointer=counted_between(notice.served_at, sitting.starts_at, read.calendar) / HEARING_HOURS
        if sitting
        else None,
        not_counted=not_counted(clock.steps),
        sitting=sitting,
        listed_there=bool(
            sitting and listed and listed.listed_for == sitting.starts_at and listed.court_id == sitting.court_id
        ),
        sitting_soon=sitting is not None and timedelta() < sitting.starts_at - at < LAST_HOURS,
        listed_for=listed.listed_for if listed else None,
        hearing_id=str(listed.public_id) if listed else None,
        stands=stands,
        owner=_owner(case.pk, clock, stands, read),
        told=read.told.get(clock.pk, ()) if stands.kind == "act" else (),
    )


def _facts(notice: Notice, clock: Deadline, read: _Read, sitting: Sitting | None, listed: Hearing | None) -> Facts:
    at, application = read.at, read.applications.get(notice.pk)
    coming = [s.starts_at for s in read.sittings[notice.case.area] if s.ends_at > at]
    return Facts(
        position=notice.status_code,  # type: ignore[attr-defined]
        at=at,
        act_by=clock.act_by,
        left=counted_left(at, clock.act_by, read.calendar).left,
        prepared=application is not None,
        made=application is not None and application.made_at is not None and application.made_at <= at,
        listed_for=listed.listed_for if listed else None,
        notice_given=listed is not None and listed.notice_given_at is not None and listed.notice_given_at <= at,
        sitting=sitting.starts_at if sitting else None,
        next_sitting=min(coming, default=None),
    )


def _listing(notice: Notice, read: _Read) -> Hearing | None:
    """The first hearing that has not begun."""
    application = read.applications.get(notice.pk)
    hearings = application.hearings if application else []
    waiting = [h for h in hearings if h.begun_at is None and h.listed_at <= read.at]
    return waiting[0] if waiting else None


def _owner(case_id: int, clock: Deadline, stands: Standing, read: _Read) -> str:
    held = read.owners.get(case_id, {})
    mine = held.get(stands.owner) or held.get("owner")
    return mine or read.desks.get(clock.owner_team.force_id) or "Nobody holds the unit desk"


def _adjourned(notice: Notice, read: _Read) -> Adjourned:
    listed = _listing(notice, read)
    return Adjourned(
        ref=notice.ref,
        subject=read.names[notice.case.subject_id],
        area=notice.case.area,
        next_hearing=listed.listed_for if listed else None,
        court=listed.court.name if listed else "",
        late=heard_late(notice),
    )


def not_counted(steps: Iterable[Mapping[str, object]]) -> tuple[str, ...]:
    """The days left out, in words: Sunday 22 not counted."""
    said = []
    for step in steps:
        if step.get("why_not"):
            day, why = date.fromisoformat(str(step["day"])), str(step["why_not"])
            reason = "" if why == "Sunday" else f" ({why})"
            said.append(f"{day:%A} {day.day} not counted{reason}")
    return tuple(said)

"""The invented force, its people, courts and sittings: what practice and tests stand on before any case exists.

Everything here is invented. Telephone numbers come from the ranges kept for drama."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet

from haven.accounts.models import (
    PRACTICE_PASSWORD,
    DutyHolding,
    Force,
    Instance,
    PracticeAccount,
    RankHeld,
    RoleGrant,
    Team,
    User,
)
from haven.compliance.envelope import SECOND_STEP, close_up
from haven.compliance.models import SupervisorAccount
from haven.compliance.second_step import new_key
from haven.courts.models import Court, Sitting
from haven.jobs.practice.clock_choices import court_times
from haven.lawdata.models import CommencementArea, EMAvailability
from haven_law.calendar import Calendar
from haven_law.clock import to_london

BOROUGHS = ("Croydon", "Bromley", "Sutton")
BEGAN = datetime.fromisoformat("2020-01-01T00:00:00+00:00")


@dataclass(frozen=True)
class Post:
    """One invented member of staff."""

    code: str
    name: str
    number: str
    team: str
    role: str
    rank: str | None = None
    door: tuple[str, str] | None = None
    also: tuple[str, ...] = ()


POSTS = (
    Post(
        "ali",
        "Sana Ali",
        "4471",
        "Croydon Response",
        "response_officer",
        "constable",
        ("Police", "Check a person at a door. Give a notice."),
    ),
    Post("wren", "Jo Wren", "4519", "Bromley Response", "response_officer", "constable"),
    Post("penrose", "Kit Penrose", "4602", "Sutton Response", "response_officer", "constable"),
    Post(
        "adeyemi",
        "Tola Adeyemi",
        "3120",
        "Croydon Response",
        "sergeant",
        "sergeant",
        ("Police", "See the clocks of the shift. Decide on breaches."),
    ),
    Post(
        "halloran",
        "Ruth Halloran",
        "2207",
        "Duty Inspectors",
        "authorising_inspector",
        "inspector",
        ("Police", "Decide the requests that are waiting."),
    ),
    Post("mistry", "Dev Mistry", "2214", "Duty Inspectors", "authorising_inspector", "inspector"),
    Post("sable", "Nell Sable", "3188", "Duty Inspectors", "authorising_inspector", "sergeant"),
    Post(
        "okoro",
        "Obi Okoro",
        "3307",
        "Civil Orders Unit",
        "orders_unit",
        "sergeant",
        ("Police", "See every running clock. Apply to the court."),
    ),
    Post("nair", "Priya Nair", "4810", "Civil Orders Unit", "orders_unit", "constable"),
    Post(
        "fenwick",
        "Alice Fenwick",
        "",
        "Legal Services",
        "police_lawyer",
        None,
        ("Police", "Advise where the law is unsettled."),
    ),
    Post(
        "moss",
        "Joan Moss",
        "",
        "Croydon Magistrates' Court",
        "court_user",
        None,
        ("Court and partners", "Record what the court decides."),
    ),
    Post(
        "shah",
        "Imran Shah",
        "2190",
        "Professional Standards",
        "professional_standards",
        "inspector",
        ("Oversight", "Keep restricted cases closed to others."),
    ),
    Post(
        "controller",
        "Maya Lund",
        "",
        "Control Room",
        "call_handler",
        None,
        ("Police", "Take a call on the updates line. Ring back."),
    ),
    Post(
        "castell",
        "Hugh Castell",
        "",
        "Performance Office",
        "analyst",
        None,
        ("Oversight", "Figures, and how they are counted."),
    ),
    Post(
        "frome", "Nadia Frome", "", "Performance Office", "auditor", None, ("Oversight", "Who looked at what, and why.")
    ),
    Post(
        "marlow",
        "Femi Marlow",
        "",
        "Performance Office",
        "feedback_manager",
        None,
        ("Oversight", "Read what people said. Act on it."),
    ),
    Post(
        "lowry", "Pat Lowry", "", "Performance Office", "administrator", None, ("Oversight", "Set up. Sees no cases.")
    ),
    # A role or a rank needs a second administrator.
    Post(
        "harker",
        "Ines Harker",
        "",
        "Performance Office",
        "administrator",
        None,
        ("Oversight", "Agree to roles and ranks that another administrator asked for."),
    ),
    Post(
        "quill",
        "Erin Quill",
        "7781",
        "Northmoor Response",
        "response_officer",
        "constable",
        ("Another force", "Check a person. See what another force may see."),
    ),
)
TEAMS = {
    "Croydon Response": ("practice", "response", "Croydon"),
    "Bromley Response": ("practice", "response", "Bromley"),
    "Sutton Response": ("practice", "response", "Sutton"),
    "Duty Inspectors": ("practice", "inspectors", ""),
    "Civil Orders Unit": ("practice", "unit", ""),
    "Legal Services": ("practice", "legal", ""),
    "Control Room": ("practice", "control", ""),
    "Professional Standards": ("practice", "standards", ""),
    "Performance Office": ("practice", "office", ""),
    "Croydon Magistrates' Court": ("court", "court", "Croydon"),
    "Northmoor Response": ("northmoor", "response", ""),
}
# Who acts in a higher rank: the rank, who conferred it, and for how many days before and after the house is built.
ACTING = (("sable", "inspector", "halloran", 30, 365),)
# Responsible persons (s.36(2)) sign in on the public host alone. Names as the planned orders name them.
SUPERVISORS = (
    ("firth", "Dana Firth", "Larkspur Programmes"),
    ("leith", "Ona Leith", "Teasel Recovery Service"),
)
DUTIES = (
    ("Croydon Response", "duty_sergeant", "adeyemi"),
    ("Bromley Response", "duty_sergeant", "adeyemi"),
    ("Sutton Response", "duty_sergeant", "adeyemi"),
    ("Duty Inspectors", "duty_inspector", "halloran"),
    ("Civil Orders Unit", "unit_desk", "okoro"),
    ("Legal Services", "legal_adviser", "fenwick"),
    ("Control Room", "control_room", "controller"),
    ("Northmoor Response", "duty_sergeant", "quill"),
)


@dataclass
class House:
    """The people and places by short name."""

    forces: dict[str, Force] = field(default_factory=dict)
    teams: dict[str, Team] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    courts: dict[str, Court] = field(default_factory=dict)

    def __getattr__(self, name: str) -> User:
        """`house.ali` is the user of that code."""
        users: dict[str, User] = self.__dict__.get("users", {})
        if name in users:
            return users[name]
        raise AttributeError(name)


def build_house(
    at: datetime, *, days_before: int = 40, days_after: int = 60, password: str = PRACTICE_PASSWORD
) -> House:
    """Everything but cases, with sittings from `days_before` before `at` to `days_after` after it."""
    house = House()
    Instance.objects.get_or_create(defaults={"instance_id": uuid.uuid4(), "practice": True})
    _forces_and_teams(house)
    hashed = make_password(password)  # one hash for all: made well, a hash is slow on purpose
    _people(house, hashed)
    _acting(house, to_london(at).date())
    _courts(house)
    _areas()
    _supervisors(house, hashed)
    DutyHolding.objects.bulk_create(
        DutyHolding(team=house.teams[team], duty_role=role, user=house.users[code], from_at=BEGAN, how="rota")
        for team, role, code in DUTIES
    )
    first = to_london(at).date() - timedelta(days=days_before)
    add_sittings(house.courts.values(), first, days_before + days_after)
    return house


def existing_house() -> House:
    """The house that is already in the tables."""
    emails = {f"{post.code}@haven.example": post.code for post in POSTS}
    return House(
        forces={f.code: f for f in Force.objects.all()},
        teams={t.name: t for t in Team.objects.select_related("force")},
        users={emails[u.email]: u for u in _people_of(emails)},
        courts={c.name: c for c in Court.objects.all()},
    )


def _people_of(emails: Iterable[str]) -> QuerySet[User]:
    """With what every act asks of them, read once."""
    people = User.objects.filter(email__in=list(emails)).select_related("force", "team")
    return people.prefetch_related("role_grants", "ranks")


def _forces_and_teams(house: House) -> None:
    rows: tuple[tuple[str, str, str, list[str]], ...] = (
        ("practice", "Practice Force", "local", list(BOROUGHS)),
        ("northmoor", "Northmoor Police", "local", ["Northmoor"]),
        ("court", "Croydon Magistrates' Court", "court", []),
    )
    forces = [Force(code=code, name=name, kind=kind, police_areas=areas) for code, name, kind, areas in rows]
    house.forces = {force.code: force for force in Force.objects.bulk_create(forces)}
    teams = [
        Team(force=house.forces[force], name=name, kind=kind, area=area) for name, (force, kind, area) in TEAMS.items()
    ]
    house.teams = {team.name: team for team in Team.objects.bulk_create(teams)}


def _people(house: House, hashed: str) -> None:
    """Everybody with the roles, the rank and the door of their post."""
    people = [_user(house.teams[post.team], post, hashed) for post in POSTS]
    house.users = {post.code: user for post, user in zip(POSTS, User.objects.bulk_create(people), strict=True)}
    RoleGrant.objects.bulk_create(
        RoleGrant(user=house.users[post.code], role=role, from_at=BEGAN)
        for post in POSTS
        for role in (post.role, *post.also)
    )
    RankHeld.objects.bulk_create(
        RankHeld(user=house.users[post.code], rank=post.rank, held="substantive", from_day=BEGAN.date())
        for post in POSTS
        if post.rank
    )
    PracticeAccount.objects.bulk_create(
        PracticeAccount(user=house.users[post.code], role=post.role, world=post.door[0], first=post.door[1], position=n)
        for n, post in enumerate(POSTS)
        if post.door
    )


def _acting(house: House, today: date) -> None:
    RankHeld.objects.bulk_create(
        RankHeld(
            user=house.users[code],
            rank=rank,
            held="acting",
            conferred_by=house.users[by],
            from_day=today - timedelta(days=before),
            until_day=today + timedelta(days=after),
        )
        for code, rank, by, before, after in ACTING
    )


def _user(team: Team, post: Post, hashed: str) -> User:
    email = f"{post.code}@haven.example"
    return User(email=email, password=hashed, name=post.name, collar_no=post.number, force=team.force, team=team)


def _supervisors(house: House, hashed: str) -> None:
    """People of other organisations, with the sign-in that the orders unit made for each. They are not of the staff."""
    force = Force.objects.create(code="partners", name="Partners", kind="partner")
    unit, unusable = house.users["okoro"], make_password(None)
    users = User.objects.bulk_create(
        User(email=f"{code}@{organisation.split()[0].lower()}.example", password=unusable, name=name, force=force)
        for code, name, organisation in SUPERVISORS
    )
    RoleGrant.objects.bulk_create(
        RoleGrant(user=user, role="responsible_person", from_at=BEGAN, granted_by=unit) for user in users
    )
    SupervisorAccount.objects.bulk_create(
        SupervisorAccount(
            user=user,
            made_for=house.forces["practice"],
            organisation=organisation,
            password=hashed,
            second_step_enc=close_up(SECOND_STEP, new_key()),
            practice=True,
            made_at=BEGAN,
            recorded_by=unit,
        )
        for user, (_code, _name, organisation) in zip(users, SUPERVISORS, strict=True)
    )


def _courts(house: House) -> None:
    rows = (
        (
            "Croydon Magistrates' Court",
            "magistrates_court",
            "South London",
            ["Croydon", "Sutton"],
            "1 Larkspur Walk, Croydon",
        ),
        ("Bromley Magistrates' Court", "magistrates_court", "South London", ["Bromley"], "2 Teasel Rise, Bromley"),
    )
    held_by = house.forces["court"]
    courts = [
        Court(name=name, kind=kind, local_justice_area=area, areas=areas, address=address, force=held_by)
        for name, kind, area, areas, address in rows
    ]
    house.courts = {court.name: court for court in Court.objects.bulk_create(courts)}
    EMAvailability.objects.create(
        local_justice_area="South London",
        kinds=["curfew", "location"],
        notified_on=date(2024, 11, 27),
        source="Invented for practice",
    )


def _areas() -> None:
    CommencementArea.objects.bulk_create(
        CommencementArea(
            area_code=borough.lower(),
            area_name=borough,
            force_code="practice",
            from_day=date(2026, 11, 25),
            last_day=None,
            instrument="assumed extension, practice only",
            source="Invented for practice: no such instrument is known",
            confirmed=False,
            practice_only=True,
        )
        for borough in BOROUGHS
    )


def add_sittings(courts: object, first: date, days: int) -> None:
    """Ordinary lists on weekdays, a Saturday court, a remand court on bank holidays; no court on Sunday, Christmas Day
    or Good Friday."""
    times, rows = list(court_times(first, days, Calendar.shipped())), []
    for court in courts:  # type: ignore[attr-defined]
        held = set(Sitting.objects.filter(court=court, cancelled_at__isnull=True).values_list("room", "starts_at"))
        rows += [Sitting(court=court, **vars(t)) for t in times if (t.room, t.starts_at) not in held]
    Sitting.objects.bulk_create(rows, batch_size=2000)

"""What a planned case is made of, as plain values: no database, no clock. The acts turn them into operations."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Sizes:
    """How many of each. The whole story adds up as the figures were reported: 219 served notices are 180 that led to an
    order, 8 that await a hearing, and 31 refused, withdrawn or adjourned."""

    orders: int = 180
    awaiting: int = 8
    refused: int = 14
    withdrawn: int = 12
    adjourned: int = 5
    unserved: int = 4
    waiting: int = 3
    breaches_of_notices: int = 9
    breaches_of_orders: int = 30
    custody: int = 6
    tagged: int = 4
    late: int = 4
    not_pursued: int = 3
    undecided: int = 2
    unserved_orders: int = 2

    @property
    def served(self) -> int:
        return self.orders + self.awaiting + self.refused + self.withdrawn + self.adjourned


@dataclass(frozen=True)
class Someone:
    """A person. The same `key` in two cases is the same person. `home` is (lines, postcode) where the other may know it;
    `hidden` is where they are when the other must not know."""

    key: str
    given: str
    family: str
    born: date
    precision: str = "day"
    sex: str = ""
    gender_said: str = ""
    written: tuple[str, str] | None = None
    earlier_family: str = ""
    home: tuple[str, str] | None = None
    hidden: tuple[str, str, str] | None = None
    language: str = ""
    interpreter: bool = False
    no_fixed_abode: bool = False
    service_law: bool = False
    commitment: tuple[str, str, str] | None = None


@dataclass(frozen=True)
class ServePlan:
    """How the notice was served. `address`: (answer, lines, postcode, why not). `failed_at`: an attempt before it."""

    at: datetime
    result: str
    place_kind: str
    address: tuple[str, str, str, str]
    understood: str = "yes"
    interpreter: str = ""
    failed_at: datetime | None = None


@dataclass(frozen=True)
class HearingPlan:
    """A hearing, at a sitting of the court. Not begun, it waits. `result`: made, refused, withdrawn or adjourned."""

    room: str
    sitting_starts_at: datetime
    listed_at: datetime
    notice_given_at: datetime | None = None
    rule: str = "given"
    begun_at: datetime | None = None
    decided_at: datetime | None = None
    result: str = ""
    presence: str = "person"
    adjourned_for: str = ""
    late: bool = False


@dataclass(frozen=True)
class OrderPlan:
    """`lasts`: (kind, months, event). `clauses`: (term, blanks, months of its own or 0)."""

    lasts: tuple[str, int, str]
    clauses: tuple[tuple[str, dict[str, object], int], ...]
    served_at: datetime | None
    varied_at: datetime | None = None
    discharged_at: datetime | None = None


@dataclass(frozen=True)
class BreachPlan:
    """A breach from its report to its end, as far as it has come."""

    of: str
    happened_at: datetime
    reported_at: datetime
    text: int
    decision: str
    decided_at: datetime | None = None
    how: str = ""
    arrested_at: datetime | None = None
    ended_custody_at: datetime | None = None
    charged_at: datetime | None = None
    outcome_at: datetime | None = None
    result: str = ""
    months: int | None = None
    days: int | None = None
    suspended: bool = False
    community: bool = False
    fine: int | None = None
    tagged: bool = False


@dataclass(frozen=True)
class CasePlan:
    """One case. `group` keeps together the cases that share a person: one process carries them out, in order."""

    key: str
    group: str
    kind: str
    area: str
    subject: Someone
    protected: Someone
    connection: str
    officer: str
    inspector: str
    proposed_at: datetime
    text: int
    shared_home: bool = False
    terms: tuple[tuple[str, int | None], ...] = (("no_contact", None), ("distance_from_home", 100))
    behaviours: tuple[str, ...] = ("violent_or_threatening",)
    children: tuple[tuple[str, int, str], ...] = ()
    risk: str = "medium"
    firearms: str = "no"
    held: tuple[str, str, datetime | None] | None = None
    contact_plan: bool = True
    question: bool = False
    telephoned: bool = False
    authorised_at: datetime | None = None
    attempt_failed_at: datetime | None = None
    served: ServePlan | None = None
    prepared_at: datetime | None = None
    sent_at: datetime | None = None
    hearings: tuple[HearingPlan, ...] = ()
    withdrawn_at: datetime | None = None
    withdrawn_because: str = ""
    order: OrderPlan | None = None
    breaches: tuple[BreachPlan, ...] = field(default=())
    restricted_at: datetime | None = None
    counter_at: datetime | None = None

    @property
    def first_hearing_begun_at(self) -> datetime | None:
        return self.hearings[0].begun_at if self.hearings else None

    @property
    def notice_ended_at(self) -> datetime | None:
        """When the application was determined or withdrawn."""
        if self.withdrawn_at is not None:
            return self.withdrawn_at
        last = self.hearings[-1] if self.hearings else None
        return last.decided_at if last is not None and last.result in ("made", "refused", "withdrawn") else None

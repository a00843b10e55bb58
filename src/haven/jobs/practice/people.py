"""Who the planned cases are about: two people with a connection, chosen by chance from a seed, and some chosen on
purpose so that every kind of person stands in the story."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from haven.jobs.practice import addresses
from haven.jobs.practice.communities import COMMUNITIES, Community
from haven.jobs.practice.plan_values import Someone

COUPLES = (
    "spouse",
    "former_spouse",
    "intimate_partner",
    "former_intimate_partner",
    "civil_partner",
    "engaged",
    "co_parent",
)
COUPLE_WEIGHTS = (5, 4, 6, 12, 1, 1, 4)
FAMILY = (
    "child",
    "parent",
    "sibling",
    "step_child",
    "grandchild",
    "uncle_aunt",
    "first_cousin",
    "relative_by_marriage",
)
FAMILY_WEIGHTS = (6, 2, 5, 1, 1, 1, 1, 1)
# How many years older the subject is than the protected person, by what the subject is to them.
OLDER = {
    "child": (-38, -21), "parent": (20, 36), "step_child": (-34, -18), "grandchild": (-60, -42), "uncle_aunt": (10, 30),
    "grandparent": (42, 58),
}  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """The two people of a case."""

    subject: Someone
    protected: Someone
    connection: str
    shared_home: bool


class Crowd:
    """Draws people. No two people drawn have the same name."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self._names: set[tuple[str, str]] = set()

    def pair(self, key: str, area: str, on: date, connection: str | None = None) -> Pair:
        """Two people who are connected on a day. About one in four are relatives; couples are of any sex."""
        chance = self.chance
        if connection is None:
            family = chance.random() < 0.24
            codes, weights = (FAMILY, FAMILY_WEIGHTS) if family else (COUPLES, COUPLE_WEIGHTS)
            connection = chance.choices(codes, weights)[0]
        couple = connection in COUPLES
        community = self._community()
        other = community if not couple or chance.random() < 0.7 else self._community()
        sex = chance.choices(("male", "female"), (8, 3))[0]
        same = couple and chance.random() < 0.12
        other_sex = sex if same else {"male": "female", "female": "male"}[sex]
        if not couple:
            other_sex = chance.choice(("female", "female", "male"))
        born, other_born = self._births(connection, on)
        shared = (
            connection in ("spouse", "intimate_partner", "civil_partner", "child", "parent", "sibling")
            and chance.random() < 0.5
        )
        subject = self.someone(f"{key}s", area, community, sex, born)
        protected = self.someone(f"{key}p", area, other, other_sex, other_born)
        if not couple and connection not in ("relative_by_marriage",) and community is other:
            protected = self._same_family(protected, subject)
        if shared:
            protected = replace(protected, home=subject.home)
        elif chance.random() < 0.22:
            lines, code = addresses.hidden_place(chance)
            protected = replace(protected, home=None, hidden=(chance.choice(("refuge", "home", "home")), lines, code))
        return Pair(subject, protected, connection, shared)

    def someone(self, key: str, area: str, community: Community, sex: str, born: date) -> Someone:
        """One person of a community, with whatever chance gives them."""
        chance = self.chance
        given, family = self._name(community, sex)
        speaks = community.language if community.language and chance.random() < 0.35 else ""
        return Someone(
            key=key,
            given=given,
            family=family,
            born=born,
            sex=sex if chance.random() < 0.97 else "not_known",
            written=chance.choice(community.written) if community.written and chance.random() < 0.3 else None,
            earlier_family=self._earlier(community) if sex == "female" and chance.random() < 0.18 else "",
            home=addresses.home(chance, area),
            language=speaks,
            interpreter=bool(speaks) and chance.random() < 0.5,
            commitment=self._commitment() if chance.random() < 0.2 else None,
        )

    def _community(self) -> Community:
        return self.chance.choices(COMMUNITIES, [c.weight for c in COMMUNITIES])[0]

    def _name(self, community: Community, sex: str) -> tuple[str, str]:
        for _ in range(200):
            given = self.chance.choice(community.women if sex == "female" else community.men)
            family = self.chance.choice(community.families)
            if (given, family) not in self._names:
                self._names.add((given, family))
                return given, family
            second = self.chance.choice(community.women if sex == "female" else community.men)
            if second != given and (f"{given} {second}", family) not in self._names:
                self._names.add((f"{given} {second}", family))
                return f"{given} {second}", family
        raise LookupError("There are too few names for so many people.")

    def _same_family(self, person: Someone, other: Someone) -> Someone:
        """A relative has the same family name, if nobody of that name is there yet."""
        if (person.given, other.family) in self._names:
            return person
        self._names.add((person.given, other.family))
        return replace(person, family=other.family)

    def _earlier(self, community: Community) -> str:
        return self.chance.choice(community.families)

    def _births(self, connection: str, on: date) -> tuple[date, date]:
        """Days of birth: the subject is 18 or over throughout the story, the protected person 16 or over."""
        chance = self.chance
        low, high = OLDER.get(connection, (-9, 12))
        gap = chance.randrange(low, high + 1)
        age = chance.randrange(22, 58)
        if gap < -20:
            age = chance.randrange(21, 34)
        other = min(max(age - gap, 19), 86)
        return self.born(age, on), self.born(other, on)

    def born(self, age: int, on: date) -> date:
        """A day of birth that makes somebody so old on a day, or a year older."""
        return date(on.year - age - 1, 1, 1) + timedelta(days=self.chance.randrange(1, 360))

    def _commitment(self) -> tuple[str, str, str]:
        return self.chance.choice(
            (
                ("work", "Night shifts in a warehouse", "10pm to 6am, Monday to Thursday"),
                ("work", "Drives a delivery van", "From 7am, six days a week"),
                ("education", "Evening course at a college", "Tuesday and Thursday evenings"),
                ("belief", "Prays with others", "Friday midday"),
                ("belief", "Goes to church", "Sunday morning"),
                ("care", "Looks after a parent", "Every morning"),
            )
        )


def initials(chance: random.Random, family: str) -> str:
    return f"{chance.choice('ABCDEFGHJKLMNPRST')}{family[:1].upper()}"


def children_of(chance: random.Random, pair: Pair, on: date) -> tuple[tuple[str, int, str], ...]:
    """The children of about every third couple: initials, year of birth, and for some the school."""
    if pair.connection not in COUPLES or chance.random() > 0.45:
        return ()
    schools: Sequence[str] = ("", "Saltern Rise Primary, Cudweed Lane", "Vetchling Infants, Campion Steps", "")
    return tuple(
        (initials(chance, pair.subject.family), on.year - chance.randrange(1, 16), chance.choice(schools))
        for _ in range(chance.choice((1, 1, 2, 3)))
    )

"""Who is connected to whom, ages, kinds of abuse, ranks. DAA 2021 s.1, s.2, s.22(8); FLA 1996 s.63(1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from haven_law.citation import daa
from haven_law.clock import in_words
from haven_law.findings import Finding

SUBJECT_MINIMUM_AGE = 18
PROTECTED_MINIMUM_AGE = 16


@dataclass(frozen=True)
class Connection:
    """What the subject is to the protected person. ``lawful``: whether it is a personal connection within s.2."""

    code: str
    words: str
    provision: str
    lawful: bool
    ambiguity: str | None = None


_RELATIVE_A = "FLA 1996 s.63(1)(a)"
_RELATIVE_B = "FLA 1996 s.63(1)(b)"
_RELATIVE = "FLA 1996 s.63(1)"
_NONE = daa("2(1)")

_ROWS = (
    Connection("spouse", "husband or wife", daa("2(1)(a)"), True),
    Connection("former_spouse", "former husband or wife", daa("2(1)(a)"), True),
    Connection("civil_partner", "civil partner", daa("2(1)(b)"), True),
    Connection("former_civil_partner", "former civil partner", daa("2(1)(b)"), True),
    Connection("engaged", "engaged to be married", daa("2(1)(c)"), True),
    Connection("formerly_engaged", "was engaged to be married", daa("2(1)(c)"), True),
    Connection("civil_partnership_agreed", "has or had a civil partnership agreement", daa("2(1)(d)"), True),
    Connection("intimate_partner", "partner", daa("2(1)(e)"), True),
    Connection("former_intimate_partner", "former partner", daa("2(1)(e)"), True),
    Connection("co_parent", "each has, or had, a parental relationship to the same child", daa("2(1)(f)"), True),
    Connection("parent", "parent", _RELATIVE_A, True),
    Connection("child", "grown-up child", _RELATIVE_A, True),
    Connection("step_parent", "step-parent", _RELATIVE_A, True),
    Connection("step_child", "step-child", _RELATIVE_A, True),
    Connection("grandparent", "grandparent", _RELATIVE_A, True),
    Connection("grandchild", "grandchild", _RELATIVE_A, True),
    Connection("sibling", "brother or sister, full or half", _RELATIVE_B, True),
    Connection("step_sibling", "step-brother or step-sister", _RELATIVE_B, True, "A7"),
    Connection("uncle_aunt", "uncle or aunt", _RELATIVE_B, True),
    Connection("nephew_niece", "nephew or niece", _RELATIVE_B, True),
    Connection("first_cousin", "first cousin", _RELATIVE_B, True),
    Connection("relative_by_marriage", "relative by marriage or civil partnership", _RELATIVE, True, "A7"),
    Connection("relative_of_cohabitant", "relative of the person they live with as a couple", _RELATIVE, True),
    Connection(
        "relative_of_former_cohabitant", "relative of a person they used to live with as a couple", _RELATIVE, True
    ),
    Connection("second_cousin", "second cousin", _NONE, False),
    Connection("great_grandparent", "great-grandparent", _NONE, False),
    Connection("great_grandchild", "great-grandchild", _NONE, False),
    Connection("flatmate", "shares a home, with no relationship", _NONE, False),
    Connection("neighbour", "neighbour", _NONE, False),
    Connection("colleague", "colleague", _NONE, False),
    Connection("carer", "carer", _NONE, False),
    Connection("none", "none of these", _NONE, False),
)
CONNECTIONS: dict[str, Connection] = {row.code: row for row in _ROWS}

BEHAVIOURS: dict[str, str] = {
    "physical_or_sexual": "Physical or sexual abuse",
    "violent_or_threatening": "Violent or threatening behaviour",
    "controlling_or_coercive": "Controlling or coercive behaviour",
    "economic": "Economic abuse",
    "psychological_emotional_or_other": "Psychological, emotional or other abuse",
}
BEHAVIOUR_PROVISIONS: dict[str, str] = {
    code: daa(f"1(3)({letter})") for code, letter in zip(BEHAVIOURS, "abcde", strict=True)
}

RANKS: dict[str, str] = {
    "constable": "constable",
    "sergeant": "sergeant",
    "inspector": "inspector",
    "chief_inspector": "chief inspector",
    "superintendent": "superintendent",
    "chief_superintendent": "chief superintendent",
    "commander": "commander",
    "assistant_chief_constable": "assistant chief constable",
    "deputy_chief_constable": "deputy chief constable",
    "chief_constable": "chief constable",
}
RELEVANT_FORCES: dict[str, str] = {
    "local": "a police force maintained by a local policing body",
    "btp": "the British Transport Police Force",
    "mdp": "the Ministry of Defence Police",
}


def is_inspector_or_above(rank: str) -> bool:
    """Say whether a rank is at least inspector (s.22(8)). Raises ValueError for a rank that is not in ``RANKS``."""
    if rank not in RANKS:
        raise ValueError(f"'{rank}' is not a rank.")
    order = list(RANKS)
    return order.index(rank) >= order.index("inspector")


def age_on(born: date, day: date) -> int:
    """Whole years of age on a day; an age is reached at the start of the birthday (FLRA 1969 s.9).

    Who was born on 29 February has a birthday on 1 March in other years. Raises ValueError for a day before the birth.
    """
    if day < born:
        raise ValueError("The date of birth is after the day asked about.")
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def personally_connected(code: str) -> Finding:
    """Whether a connection makes two people personally connected (s.2; relatives by FLA 1996 s.63(1)).

    The code says what the subject is to the protected person. Step-siblings and relatives by marriage are read as
    within the words "by marriage" (A7). Raises ValueError for a code that is not in ``CONNECTIONS``.
    """
    connection = CONNECTIONS.get(code)
    if connection is None:
        raise ValueError(f"'{code}' is not a kind of connection.")
    if not connection.lawful:
        return Finding(
            connection.provision,
            False,
            f"The two are not personally connected: the only connection given is '{connection.words}'.",
        )
    return Finding(
        connection.provision, True, f"They are personally connected: {connection.words}.", connection.ambiguity
    )


def connected_by_any(codes: tuple[str, ...]) -> Finding:
    """The finding for all connections given: the clearest that is within s.2, else that there is none."""
    if not codes:
        return Finding(_NONE, False, "No connection between the two is given.")
    found = [personally_connected(code) for code in codes]
    met = [finding for finding in found if finding.met]
    if not met:
        return found[0]
    return next((finding for finding in met if finding.ambiguity is None), met[0])


def connection_citations(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Give what is cited beside a connection: s.2(1)(g) where it is one of relatives, defined elsewhere."""
    relative = any(CONNECTIONS[code].provision.startswith("FLA") for code in codes if code in CONNECTIONS)
    return (daa("2(1)(g)"),) if relative else ()


def subject_age(born: date | None, on: date, provision: str, judged: bool | None = None) -> Finding:
    """The subject must be 18 or over on the day (s.22(6) notice, s.32(5) order).

    Where the date of birth is not known, the person who decides must be satisfied of it themselves (``judged``).
    """
    return _age_finding("subject", born, on, SUBJECT_MINIMUM_AGE, provision, judged)


def protected_age(born: date | None, on: date, provision: str, judged: bool | None = None) -> Finding:
    """The protected person must be 16 or over on the day (s.22(2) notice, s.27(1) order)."""
    return _age_finding("protected person", born, on, PROTECTED_MINIMUM_AGE, provision, judged)


def _age_finding(who: str, born: date | None, on: date, minimum: int, provision: str, judged: bool | None) -> Finding:
    if born is not None:
        if born > on:
            return Finding(provision, False, f"The date of birth of the {who} is after {in_words(on)}.")
        age = age_on(born, on)
        words = f"The {who} is {age} on {in_words(on)}"
        if age < minimum:
            return Finding(provision, False, f"{words} and must be {minimum} or over.")
        return Finding(provision, True, f"{words}.")
    if judged is None:
        return Finding(
            provision,
            None,
            f"The date of birth of the {who} is not known. Satisfy yourself that they are {minimum} or over.",
            for_you=True,
        )
    satisfied = "is satisfied" if judged else "is not satisfied"
    return Finding(provision, judged, f"The person deciding {satisfied} that the {who} is {minimum} or over.")


def abuse_at_sixteen(age_at_latest: int | None, provision: str) -> Finding | None:
    """The latest abuse must have been when the protected person was 16 or over; otherwise a lawyer decides (A6).

    None when the age was not asked.
    """
    if age_at_latest is None:
        return None
    if age_at_latest >= PROTECTED_MINIMUM_AGE:
        return Finding(provision, True, f"The protected person was {age_at_latest} at the latest abuse.")
    return Finding(
        provision,
        None,
        f"The protected person was {age_at_latest} at the latest abuse; the Act speaks of abuse of a person of 16 or "
        "over.",
        "A6",
    )


# Which provisions each function applies; ``haven_law.provisions`` reads this.
ENACTS = {
    is_inspector_or_above: ("22(8)",),
    age_on: ("FLRA 1969 s.9",),
    personally_connected: ("2(1)", "FLA 1996 s.63(1)"),
    connected_by_any: ("2(1)",),
    connection_citations: ("2(1)(g)", "2(3)"),
    subject_age: ("22(6)", "32(5)"),
    protected_age: ("1(2)", "22(2)", "27(1)"),
    abuse_at_sixteen: ("1(2)", "22(3)", "32(2)"),
}

"""People bound by a notice or an order, found by name, date of birth and postcode. Every candidate comes from an index:
whole name, words of it, beginnings, then likeness; date of birth; postcode. Each part can fail alone, and says so."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher

from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from haven.cases.models import Case
from haven.parties.keys import fold, fold_postcode
from haven.parties.models import Person, SearchKey

log = logging.getLogger(__name__)
STRONG, POSSIBLE = "strong", "possible"
CANDIDATES = 300
MOST_ALIKE = 100
# How much of two names is the same letters in the same order: below the first they are different names.
LEAST_ALIKE = 0.75
NEARLY = 0.85
PREFIX = 3
SAME = (1.0, "same")


@dataclass(frozen=True)
class Asked:
    """What is looked for: any one is enough. The name may be a part of it."""

    name: str = ""
    born: date | None = None
    postcode: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        given = {"name": fold(self.name), "born": self.born, "postcode": fold_postcode(self.postcode)}
        return tuple(part for part, value in given.items() if value)


@dataclass(frozen=True)
class Found:
    """A person, how strongly they match, and why in words."""

    person_id: int
    strength: str
    why: str
    score: float


@dataclass(frozen=True)
class Result:
    """`unavailable`: parts that could not be searched, so that nothing found says nothing."""

    found: tuple[Found, ...]
    searched: tuple[str, ...]
    unavailable: tuple[str, ...]


@dataclass
class _Facts:
    """What a candidate agrees on. `name`: 1 the same, less when alike; none when not asked or not alike."""

    person: Person
    name: float = 0.0
    how: str = ""
    postcode: bool = False


def find_people(asked: Asked) -> Result:
    """Everybody who may be meant, best first. It does not look at what binds them: the caller keeps those whom
    something binds."""
    searched: list[str] = []
    unavailable: list[str] = []
    names = _part("name", asked.parts, searched, unavailable, lambda: name_scores(asked.name))
    born = _part("born", asked.parts, searched, unavailable, lambda: dict.fromkeys(_born(asked), SAME))
    places = _part(
        "postcode",
        asked.parts,
        searched,
        unavailable,
        lambda: dict.fromkeys(people_at_postcode(fold_postcode(asked.postcode)), SAME),
    )
    wanted = set(names) if fold(asked.name) else set(born) | set(places)
    wanted |= set(born) & set(places)
    people = Person.objects.filter(pk__in=wanted, voided_at__isnull=True)
    facts = [_Facts(p, names.get(p.pk, (0.0, ""))[0], names.get(p.pk, (0.0, ""))[1], p.pk in places) for p in people]
    found = [match for f in facts if (match := _judge(asked, f, unavailable)) is not None]
    return Result(tuple(_once(found)), tuple(searched), tuple(unavailable))


def _part(
    part: str,
    wanted: Iterable[str],
    searched: list[str],
    unavailable: list[str],
    read: Callable[[], dict[int, tuple[float, str]]],
) -> dict[int, tuple[float, str]]:
    """One part of the search, in a savepoint: when it fails the others still answer, and the page says what failed."""
    if part not in wanted:
        return {}
    try:
        with transaction.atomic():
            found = read()
    except DatabaseError:
        log.exception("A part of the doorstep search failed: %s", part)
        unavailable.append(part)
        return {}
    searched.append(part)
    return found


def name_scores(name: str, within: QuerySet[Case] | None = None) -> dict[int, tuple[float, str]]:
    """Subject -> how alike the name is (0 to 1) and in what way: same, words, part, alike. A list passes the cases that
    its reader may see in `within`: for a name that only a closed case holds nothing is said, not even that it is near.
    The keys are read first, in one statement; whose cases may be seen is asked of the few people they find."""
    folded = fold(name)
    words = folded.split()
    scores: dict[int, tuple[float, str]] = {}
    for person_id, part, key in _read_keys(folded, words):
        score = {"same": 1.0, "words": 0.97, "part": 0.7}.get(part) or _likeness(folded, key)
        if score and score > scores.get(person_id, (0.0, ""))[0]:
            scores[person_id] = (score, part)
    if within is None or not scores:
        return scores
    seen = set(within.filter(subject__in=list(scores)).values_list("subject_id", flat=True))
    return {person_id: found for person_id, found in scores.items() if person_id in seen}


# People against whom there is a case; those who are only protected are not looked for.
_SUBJECT = "EXISTS (SELECT 1 FROM cases_case c WHERE c.subject_id = k.person_id)"
_SAME = f"""(SELECT k.person_id, 'same', k.key FROM parties_searchkey k
 WHERE k.kind = 'name' AND k.key = %(name)s AND {_SUBJECT} LIMIT {CANDIDATES})"""  # noqa: S608  only our own constants are put in
_WORDS = f"""(SELECT k.person_id, 'words', '' FROM parties_searchkey k
 WHERE k.kind = 'word' AND k.key = ANY(%(words)s) AND {_SUBJECT}
 GROUP BY k.person_id HAVING count(DISTINCT k.key) = cardinality(%(words)s::text[]) ORDER BY k.person_id LIMIT {CANDIDATES})"""  # noqa: S608
_ALIKE = f"""(SELECT k.person_id, 'alike', k.key FROM parties_searchkey k
 WHERE k.kind = 'name' AND k.key %% %(name)s AND {_SUBJECT}
 ORDER BY similarity(k.key, %(name)s) DESC, k.person_id LIMIT {MOST_ALIKE})"""  # noqa: S608


def _read_keys(folded: str, words: list[str]) -> list[tuple[int, str, str]]:
    """The keys that are the same, hold all the words, begin with them, or share groups of three letters."""
    if not words:
        return []
    asked: dict[str, str | list[str]] = {"name": folded, "words": sorted(set(words))}
    parts = [_SAME, _WORDS]
    if all(len(word) >= PREFIX for word in words):
        parts.append(_beginnings(words, asked))
    if len(folded) >= PREFIX:
        parts.append(_ALIKE)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), asked)
        return list(cursor.fetchall())


def _beginnings(words: list[str], asked: dict[str, str | list[str]]) -> str:
    """Everybody for whom each of the words is the beginning of one of theirs: "jor ash" for Jordan Ashdown."""
    more = []
    for n, word in enumerate(words):
        asked[f"w{n}"] = word + "%"  # a folded word has no mark of its own
        if n:
            more.append(
                "EXISTS (SELECT 1 FROM parties_searchkey o WHERE o.person_id = k.person_id AND o.kind = 'word' "  # noqa: S608
                f"AND o.key LIKE %(w{n})s)"  # noqa: S608
            )
    others = "".join(f" AND {part}" for part in more)
    return f"""(SELECT DISTINCT k.person_id, 'part', '' FROM parties_searchkey k WHERE k.kind = 'word'
 AND k.key LIKE %(w0)s{others} AND {_SUBJECT} ORDER BY k.person_id LIMIT {CANDIDATES})"""  # noqa: S608


def _likeness(folded: str, key: str) -> float:
    """Measured letter by letter, so that one slip in a short name weighs as one slip. Nought: they are different names."""
    score = SequenceMatcher(None, key, folded, autojunk=False).ratio()
    return round(min(score, 0.96), 3) if score >= LEAST_ALIKE else 0.0


def _born(asked: Asked) -> Iterable[int]:
    subjects = Person.objects.filter(pk__in=Case.objects.values("subject_id"))
    return subjects.filter(born=asked.born).order_by("pk").values_list("pk", flat=True)[:CANDIDATES]


def people_at_postcode(folded: str, within: QuerySet[Case] | None = None) -> Iterable[int]:
    """Subjects with a place that they know of at this postcode."""
    cases = Case.objects.all() if within is None else within
    rows = SearchKey.objects.filter(kind="postcode", key=folded, person_id__in=cases.values("subject_id"))
    return rows.values_list("person_id", flat=True)[:CANDIDATES]


def _judge(asked: Asked, facts: _Facts, unavailable: list[str]) -> Found | None:
    """Strong when two of the facts agree and none speaks against it; possible when it may be; else nothing."""
    born = _born_agrees(asked.born, facts.person)
    named = bool(fold(asked.name)) and "name" not in unavailable
    if named and not facts.name:
        if not (born == "same" and facts.postcode):
            return None
    elif born == "different" and facts.name < 0.97:
        return None
    agree = [facts.name >= NEARLY, born == "same", facts.postcode]
    strong = sum(agree) >= 2 and born not in ("different", "near") and (facts.name >= NEARLY or not named)
    score = facts.name + {"same": 1.0, "near": 0.5, "": 0.0, "unknown": 0.0, "different": -0.5}[born]
    score += 0.5 if facts.postcode else 0.0
    return Found(
        facts.person.canonical_id or facts.person.pk,
        STRONG if strong else POSSIBLE,
        _why(asked, facts, born),
        round(score, 3),
    )


def _born_agrees(asked: date | None, person: Person) -> str:
    """same, near (day and month changed round, or a year apart), unknown, different; empty when it was not asked."""
    if asked is None:
        return ""
    if person.born is None:
        return "unknown"
    born = person.born
    if person.born_precision == "day":
        if born == asked:
            return "same"
        turned = (asked.day, asked.month, asked.year) == (born.month, born.day, born.year)
        year_off = (asked.day, asked.month) == (born.day, born.month) and abs(asked.year - born.year) == 1
        return "near" if turned or year_off or abs(asked - born) == timedelta(days=1) else "different"
    slack = {"month": 0, "year": 0, "apparent": 5}[person.born_precision]
    return "near" if abs(asked.year - born.year) <= slack else "different"


NAME_WORDS = {
    "same": "name is the same",
    "words": "all the words of the name are the same",
    "part": "part of the name is the same",
    "alike": "name is nearly the same",
    "": "name is different",
}
BORN_WORDS = {
    "same": "date of birth is the same",
    "near": "date of birth is nearly the same",
    "unknown": "date of birth is not recorded",
    "different": "date of birth is different",
}


def _why(asked: Asked, facts: _Facts, born: str) -> str:
    same = [
        part
        for part, is_same in (
            ("name", facts.how == "same"),
            ("date of birth", born == "same"),
            ("postcode", facts.postcode),
        )
        if is_same
    ]
    said = []
    if len(same) > 1:
        said.append(f"{', '.join(same[:-1])} and {same[-1]} are the same")
    elif same:
        said.append(f"{same[0]} is the same")
    if fold(asked.name) and facts.how != "same":
        said.append(NAME_WORDS[facts.how])
    if born not in ("", "same"):
        said.append(BORN_WORDS[born])
    if asked.postcode and not facts.postcode:
        said.append("postcode is not one we hold")
    words = "; ".join(said)
    return words[:1].upper() + words[1:]


def _once(found: list[Found]) -> list[Found]:
    """Best first; a person whose rows were merged stands once, as they match best."""
    best: dict[int, Found] = {}
    for match in sorted(found, key=lambda f: (f.strength != STRONG, -f.score, f.person_id)):
        best.setdefault(match.person_id, match)
    return list(best.values())

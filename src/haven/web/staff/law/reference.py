"""What the pages of the law show of the register, the readings and the product: the same for the site and for docs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from haven.web.staff.law.enforced import Enforced, enforced
from haven_law.ambiguities import AMBIGUITIES, Ambiguity
from haven_law.citation import INSTRUMENTS
from haven_law.dated import SHIPPED_VALUES, DatedValue
from haven_law.provisions import Entry, beside, falls_under, functions_of, register, tests_of
from haven_law.readings import Open, Reading, reading_of

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("What the words mean", ("1", "2", "3")),
    ("Notices", ("22", "23", "24", "25", "26")),
    ("How an order comes about", ("27", "28", "29", "30", "31", "32", "33", "34")),
    ("What an order says, and how long", ("35", "36", "37", "38")),
    ("Breach of an order", ("39", "40")),
    ("Notification", ("41", "42", "43")),
    ("Change, end, appeal", ("44", "45", "46", "47")),
    ("Proceedings and the rest", ("48", "49", "50", "51", "52", "53", "54", "55", "56", "Sch.1")),
)
SHOW = {"all": "All", "open": "With open questions", "unread": "With something not read or confirmed"}


@dataclass(frozen=True)
class Section:
    """One section: its entry in the register, its parts, its reading, where it is enforced, values not confirmed."""

    entry: Entry
    parts: tuple[Entry, ...]
    reading: Reading
    places: Enforced
    unconfirmed: tuple[DatedValue, ...]

    @property
    def number(self) -> str:
        return self.entry.provision.number

    @property
    def key(self) -> str:
        """As in the address of its page."""
        return key_of(self.number)

    @property
    def title(self) -> str:
        name = "Schedule 1" if self.number == "Sch.1" else f"Section {self.number}"
        return f"{name}: {self.entry.provision.words}"

    @property
    def open_points(self) -> tuple[Open, ...]:
        return self.reading.open_points

    @property
    def not_read(self) -> int:
        return len(self.reading.unread) + len(self.unconfirmed)

    @property
    def tests(self) -> int:
        return len({name for entry in (self.entry, *self.parts) for name in entry.tests})


def key_of(number: str) -> str:
    return f"schedule-{number.removeprefix('Sch.')}" if number.startswith("Sch.") else number


def anchor_of(entry: Entry) -> str:
    """The anchor of a part on the page of its section."""
    return entry.page.rpartition("#")[2]


@cache
def sections() -> dict[str, Section]:
    """Every section by the key of its page, in the order of the Act."""
    entries = register()
    found = {}
    for entry in entries:
        number = entry.provision.number
        if number != entry.provision.opens:
            continue
        parts = tuple(e for e in entries if e.provision.opens == number and e is not entry)
        values = tuple(
            v for v in SHIPPED_VALUES if not v.confirmed and falls_under(v.provision, entry.provision.citation)
        )
        reading = reading_of(number) or Reading(number, ())
        found[key_of(number)] = Section(entry, parts, reading, enforced().get(number, Enforced()), values)
    return found


def grouped(chosen: Iterable[Section]) -> list[tuple[str, list[Section]]]:
    """The sections under the headings of the index; a heading without a section is left out."""
    by_number = {section.number: section for section in chosen}
    rows = [(words, [by_number[n] for n in numbers if n in by_number]) for words, numbers in GROUPS]
    return [(words, found) for words, found in rows if found]


def search(words: str, show: str = "all") -> list[Section]:
    """The sections in whose words, parts, reading or functions every word asked for stands."""
    wanted = words.casefold().split()
    found = [s for s in sections().values() if all(word in _text(s) for word in wanted)]
    if show == "open":
        return [s for s in found if s.open_points]
    if show == "unread":
        return [s for s in found if s.not_read]
    return found


@cache
def _text_of(key: str) -> str:
    section = sections()[key]
    parts = [section.title, section.entry.provision.citation]
    for part in (section.entry, *section.parts):
        parts += [part.provision.citation, part.provision.words, *(f.name for f in part.functions)]
    parts += section.reading.paragraphs
    parts += [f"{p.code or ''} {p.words}" for p in section.open_points]
    parts += section.reading.unread
    return " ".join(parts).casefold()


def _text(section: Section) -> str:
    return _text_of(section.key)


@dataclass(frozen=True)
class Question:
    """An unsettled point with the sections that name it."""

    point: Ambiguity
    sections: tuple[Section, ...]


@cache
def questions() -> tuple[Question, ...]:
    """Every unsettled point, A1 first."""
    named: dict[str, list[Section]] = {}
    for section in sections().values():
        for point in section.open_points:
            if point.code:
                named.setdefault(point.code, []).append(section)
    codes = sorted(AMBIGUITIES, key=lambda code: int(code[1:]))
    return tuple(Question(AMBIGUITIES[code], tuple(named.get(code, ()))) for code in codes)


@dataclass(frozen=True)
class Instrument:
    """Another instrument, with the provisions of it that some function applies."""

    short: str
    name: str
    provisions: tuple[tuple[str, tuple[str, ...], int], ...]


@cache
def instruments(more: tuple[tuple[str, str], ...] = ()) -> tuple[Instrument, ...]:
    """The instruments beside the Act, by name; each with its provisions, the functions that apply them, their tests."""
    names = dict(INSTRUMENTS) | dict(more)
    listed = [c for c in beside()]
    for citation in listed:
        names.setdefault(_instrument(citation, names), _instrument(citation, names))
    return tuple(
        Instrument(short, name, tuple(_row(c) for c in listed if _instrument(c, names) == short))
        for short, name in sorted(names.items(), key=lambda pair: pair[1])
    )


def _instrument(citation: str, names: dict[str, str]) -> str:
    """The instrument of a citation: one that is known by name, else what stands before the place in it."""
    known = [name for name in names if citation == name or citation.startswith(f"{name} ")]
    if known:
        return max(known, key=len)
    for mark in (" s.", " r.", " reg.", " Sch.", " PD", " art.", " para."):
        if mark in citation:
            return citation.split(mark)[0]
    return citation


def _row(citation: str) -> tuple[str, tuple[str, ...], int]:
    return citation, tuple(f.name for f in functions_of(citation)), len(tests_of(citation))

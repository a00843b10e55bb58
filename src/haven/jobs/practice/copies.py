"""A case read whole, as the operations wrote it, and copied with new people, references, keys and times.
A copy has every row of the original but what is sealed, what a subject told at a station, its papers, and the lists of
warnings: those name a place, are enciphered under a person, weigh much, or say nothing once a clock has stopped. So a
copy answers as its original does."""

import json
import os
import random
import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.db.models import BinaryField, Field, ForeignKey, GeneratedField, JSONField, UUIDField

from haven.accounts.references import KINDS, new_reference
from haven.cases.models import Case
from haven.jobs.practice.communities import COMMUNITIES, Community
from haven.parties.keys import fold_postcode, name_keys
from haven.sealed.ciphers import decipher_bytes, token, wrapped_key

# Each table with the way from its rows to the case, parents first. "person" tables hang on the two people.
OF_PEOPLE = ("PersonName", "Address", "Commitment", "Need", "SafeContactPlan")
OF_CASE: tuple[tuple[str, str], ...] = (
    ("cases.Connection", "case"),
    ("cases.Child", "case"),
    ("cases.Occupant", "case"),
    ("cases.CaseEvent", "case"),
    ("cases.Deadline", "case"),
    ("cases.Assignment", "case"),
    ("cases.RiskAssessment", "case"),
    ("cases.IncidentRef", "case"),
    ("cases.Detention", "case"),
    ("cases.BailCondition", "case"),
    ("cases.FirearmsAnswer", "case"),
    ("cases.AlertFlag", "case"),
    ("cases.Task", "case"),
    ("service.ServiceAttempt", "case"),
    ("service.Service", "attempt__case"),
    ("notices.NoticeProposal", "case"),
    ("notices.Consideration", "proposal__case"),
    ("notices.NoticeQuestion", "proposal__case"),
    ("notices.Authorisation", "proposal__case"),
    ("notices.Notice", "case"),
    ("notices.NoticeTerm", "notice__case"),
    ("notices.VoidRuling", "notice__case"),
    ("courts.Application", "case"),
    ("courts.ProposedRequirement", "application__case"),
    ("courts.Hearing", "application__case"),
    ("courts.HearingOutcome", "hearing__application__case"),
    ("orders.Order", "case"),
    ("orders.OrderEnd", "order__case"),
    ("orders.OrderVersion", "order__case"),
    ("orders.Requirement", "version__order__case"),
    ("orders.Awareness", "version__order__case"),
    ("breaches.Breach", "case"),
    ("breaches.BreachClause", "breach__case"),
    ("breaches.BreachOutcome", "breach__case"),
    ("breaches.Milestone", "breach__case"),
    ("breaches.Correction", "breach__case"),
    ("breaches.Retraction", "breach__case"),
    ("breaches.Candidate", "case"),
    ("compliance.SignOn", "order__case"),
    ("compliance.CheckPlanItem", "order__case"),
    ("compliance.Check", "item__order__case"),
    ("compliance.Marker", "order__case"),
    ("compliance.Supervision", "order__case"),
    ("compliance.SupervisionReport", "supervision__order__case"),
    ("support.Update", "case"),
)


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


LEFT_BLANK = frozenset(
    _words("school_handle place_handle handle document notice_document sitting message acknowledgement")
)
BEGINNINGS = _words(
    "Ald Ash Bar Beck Birt Bram Brock Burn Cald Carr Clay Cold Cott Crom Dal Den Dun East Elp Ems Fair Fen Fox Gar Glen "
    "Grim Had Hart Hazel Hol Horn Hur Ivel Kel Kings Lang Ley Lin Mal Mar Mel Mor Nether Nor Oak Or Pem Pen Quen Rad "
    "Rush Sal Sed Shel Sop Stan Tam Thorn Tre Under Wal Wex Whit Win Yar"
)
ENDINGS = _words(
    "bourne brook bury by combe cote dale den down field ford gate ham hurst ley low mere more row shaw stead ton wick"
)
UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
BORN = frozenset({"born"})
Row = list[Any]


@dataclass
class Table:
    """The columns of a table that are written, and what the copier does with each."""

    label: str
    fields: list[Any]

    @classmethod
    def of(cls, label: str) -> "Table":
        model = apps.get_model(label)
        fields = [
            f for f in model._meta.concrete_fields if not isinstance(f, GeneratedField) and f.name != "recorded_at"
        ]
        return cls(label, fields)

    @property
    def name(self) -> str:
        return str(apps.get_model(self.label)._meta.db_table)

    @property
    def columns(self) -> list[str]:
        return [str(f.column) for f in self.fields]

    def values(self, row: Any) -> Row:
        return [getattr(row, f.attname) for f in self.fields]


@dataclass
class Original:
    """A case with all its rows by table, and the strings that name its parts."""

    ref: str
    rows: dict[str, list[Row]]
    refs: tuple[str, ...]
    plain: dict[bytes, bytes] = field(default_factory=dict)


class Copier:
    """Makes copies of originals. `take` gives new row numbers of a table."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        labels = [
            "parties.Person",
            *(f"parties.{name}" for name in OF_PEOPLE),
            "cases.Case",
            *(label for label, _ in OF_CASE),
        ]
        self.tables = {label: Table.of(label) for label in labels}
        self.searches = Table.of("parties.SearchKey")

    def read(self, case: Case) -> Original:
        """Every row of a case that is copied."""
        people = [case.subject_id, case.protected_id]
        found: dict[str, list[Any]] = {"parties.Person": [case.subject, case.protected], "cases.Case": [case]}
        for name in OF_PEOPLE:
            found[f"parties.{name}"] = list(apps.get_model("parties", name)._default_manager.filter(person__in=people))
        for label, way in OF_CASE:
            found[label] = list(apps.get_model(label)._default_manager.filter(**{way: case}).order_by("pk"))
        rows = {label: [self.tables[label].values(row) for row in found[label]] for label in self.tables}
        original = Original(case.ref, rows, tuple(_refs(found)))
        for label, table in self.tables.items():
            for n in (n for n, f in enumerate(table.fields) if isinstance(f, BinaryField)):
                for row in rows[label]:
                    if row[n] is not None:
                        row[n] = bytes(row[n])
                        original.plain[row[n]] = decipher_bytes(case.ref, row[n])
        return original

    def copy(self, original: Original, shift: timedelta, take: Mapping[str, Iterator[int]]) -> dict[str, list[Row]]:
        """The rows of a copy, all instants moved by `shift`. Also those of its search keys and of its data key."""
        refs = {ref: _fresh(ref) for ref in original.refs}
        numbers = {label: {row[0]: next(take[label]) for row in rows} for label, rows in original.rows.items()}
        key, wrapped = wrapped_key(refs[original.ref])
        change = _Change(refs, numbers, shift, original, key, refs[original.ref])
        made = {label: [change.row(table, row) for row in original.rows[label]] for label, table in self.tables.items()}
        people = self._rename(made)
        made["parties.SearchKey"] = list(self._search_keys(people, made, take["parties.SearchKey"]))
        made["sealed.DataKey"] = [[next(take["sealed.DataKey"]), refs[original.ref], wrapped]]
        return made

    def _rename(self, made: dict[str, list[Row]]) -> dict[int, list[tuple[str, str]]]:
        """Give the people other names and days of birth; the names of each person."""
        person, name = self.tables["parties.Person"], self.tables["parties.PersonName"]
        born, of = person.columns.index("born"), name.columns.index("person_id")
        given, family, written = (name.columns.index(c) for c in ("given", "family", "as_written"))
        names: dict[int, list[tuple[str, str]]] = {}
        for row in made["parties.Person"]:
            if row[born] is not None:
                row[born] -= timedelta(days=self.chance.randrange(4000))
            names[row[0]] = []
        for row in made["parties.PersonName"]:
            community = self.chance.choice(COMMUNITIES)
            row[given] = f"{self.chance.choice(community.women + community.men)} {self.chance.choice(community.men)}"
            row[family] = self._family(community)
            row[written] = f"{row[given]} {row[family]}"
            names[row[of]].append((row[given], row[family]))
        return names

    def _family(self, community: Community) -> str:
        """Many family names, so that a search by name meets about as many people as it would among real ones."""
        if self.chance.random() < 0.3:
            return self.chance.choice(community.families)
        return self.chance.choice(BEGINNINGS) + self.chance.choice(ENDINGS)

    def _search_keys(
        self, people: Mapping[int, list[tuple[str, str]]], made: dict[str, list[Row]], ids: Iterator[int]
    ) -> Iterator[Row]:
        """The keys that find the people, as the operations write them: each once."""
        address = self.tables["parties.Address"]
        of, code = address.columns.index("person_id"), address.columns.index("postcode")
        for person, names in people.items():
            keys = [key for given, family in names for key in name_keys(given, family)]
            codes = [fold_postcode(row[code]) for row in made["parties.Address"] if row[of] == person]
            keys += [("postcode", folded) for folded in codes if folded]
            for kind, key in dict.fromkeys(keys):
                yield [next(ids), person, kind, key]


@dataclass
class _Change:
    """What turns a row into that of a copy."""

    refs: dict[str, str]
    numbers: dict[str, dict[int, int]]
    shift: timedelta
    original: Original
    key: bytes
    owner: str

    def row(self, table: Table, row: Row) -> Row:
        made = [self.value(f, value) for f, value in zip(table.fields, row, strict=True)]
        made[0] = self.numbers[table.label][row[0]]
        return made

    def value(self, f: "Field[Any, Any]", value: Any) -> Any:
        if isinstance(f, JSONField):
            return self._text(json.dumps(value))
        if value is None or f.name in LEFT_BLANK:
            return None
        if isinstance(f, ForeignKey):
            return self.numbers.get(f.remote_field.model._meta.label, {}).get(value, value)
        if isinstance(f, BinaryField):
            nonce = os.urandom(12)
            return nonce + AESGCM(self.key).encrypt(nonce, self.original.plain[value], self.owner.encode())
        if isinstance(f, UUIDField):
            return uuid.UUID(self.refs[str(value)]) if str(value) in self.refs else uuid.uuid4()
        if isinstance(value, datetime):
            return value + self.shift
        if isinstance(value, date):
            return value if f.name in BORN else value + timedelta(days=self.shift.days)
        if isinstance(value, str):
            return self._text(value)
        if hasattr(value, "lower") and hasattr(value, "upper"):
            return type(value)(value.lower + self.shift, value.upper + self.shift, value._bounds)
        return value

    def _text(self, text: str) -> str:
        for old, new in self.refs.items():
            if old in text:
                text = text.replace(old, new)
        return text


def _refs(found: Mapping[str, list[Any]]) -> Iterator[str]:
    """Everything by which a part of the case is named in words; a clock also names what no row of the copy has."""
    known: set[str] = set()
    for rows in found.values():
        for row in rows:
            known |= {str(value) for name in ("ref", "public_id") if (value := getattr(row, name, None))}
    yield from known
    for clock in found["cases.Deadline"]:
        if not any(ref in clock.about_ref for ref in known):
            known.add(clock.about_ref)
            yield clock.about_ref


def _fresh(ref: str) -> str:
    if ref[:2] in KINDS and ref[2:3] == "-":
        return new_reference(ref[:2])
    return str(uuid.uuid4()) if UUID.fullmatch(ref) else token()

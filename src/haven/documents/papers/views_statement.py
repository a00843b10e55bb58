"""What the statement about a breach may carry. No field is for where the protected person lives, works or learns."""

import datetime as dt
from dataclasses import dataclass

from .views import _require


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementClause:
    """A clause in the words that were in force at the time of the conduct."""

    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """One thing that happened: when, what, and who did it or recorded it."""

    when: str
    words: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementExhibit:
    """An exhibit with the hashes of the original and of the copy that is in the pack. `copy_sha256` None: no copy."""

    number: int
    words: str
    kind: str
    taken: str
    original_sha256: str
    copy_sha256: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BreachStatementPaper:
    """The statement of an officer about a breach, ready to be read, corrected and signed (CJA 1967 s.9).

    `offence` says which law makes it one, or that it is none. `known` shows that the subject knew; with nothing there
    `known_missing` says so."""

    reference: str
    force_name: str
    maker_words: str
    subject_name: str
    subject_born: dt.date | None
    protected_name_as_ordered: str
    thing_words: str
    offence_words: str
    clauses: tuple[StatementClause, ...]
    other_offence: str | None
    happened_words: str
    account: str
    excuse: str | None
    known: tuple[StatementLine, ...]
    known_missing: str | None
    chronology: tuple[StatementLine, ...]
    exhibits: tuple[StatementExhibit, ...]
    made_at: dt.datetime
    version: int = 1
    practice: bool = False
    language: str = "en"

    def __post_init__(self) -> None:
        _require(self.account.strip(), "A statement about a breach must say what happened.")
        _require(self.clauses or self.other_offence, "A statement about a breach must say what was broken.")

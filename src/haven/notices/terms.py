"""What a notice says, as chosen by a person: the closed list of s.23, its order, its numbers and its words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from haven_law.citation import daa
from haven_law.findings import Decision, refuse
from haven_law.notice_content import NOTICE_TERMS, notice_terms
from haven_law.terms import MAXIMUM_DISTANCE_M, MAXIMUM_TEXT, VOCABULARY
from haven_law.wording import legal_wording, plain_wording


@dataclass(frozen=True)
class ChosenTerm:
    """One term: its code, the metres of the distance term, the exception of the no-contact term."""

    term: str
    distance_m: int | None = None
    exception: str = ""

    @property
    def params(self) -> dict[str, Any]:
        """The blanks of its wording."""
        given: dict[str, Any] = {"distance_m": self.distance_m, "exception": self.exception}
        return {name: value for name, value in given.items() if value}

    @property
    def provision(self) -> str:
        return NOTICE_TERMS[self.term][0]


@dataclass(frozen=True)
class Worded:
    """One clause as a page or paper shows it, under the number it keeps."""

    number: int
    term: str
    distance_m: int | None
    legal: str
    plain: str
    provision: str


def from_json(rows: Iterable[Mapping[str, Any]]) -> tuple[ChosenTerm, ...]:
    """Terms as kept on a request: dictionaries with `term` and its blanks."""
    return in_order(
        ChosenTerm(str(row["term"]), row.get("distance_m"), str(row.get("exception") or "")) for row in rows
    )


def as_json(terms: Iterable[ChosenTerm]) -> list[dict[str, Any]]:
    return [{"term": term.term, **term.params} for term in terms]


def in_order(terms: Iterable[ChosenTerm]) -> tuple[ChosenTerm, ...]:
    """Each once, "not be abusive" first whether it was chosen or not, then in the order of the Act (s.22(2), s.23)."""
    chosen = {term.term: term for term in terms}
    chosen.setdefault("not_abuse", ChosenTerm("not_abuse"))
    known = [chosen.pop(code) for code in NOTICE_TERMS if code in chosen]
    return (*known, *chosen.values())


def may_contain(terms: tuple[ChosenTerm, ...], shared_home: bool) -> Decision:
    """Whether a notice may say all this (s.22(2), s.23), and whether each blank is filled."""
    unknown = [term.term for term in terms if term.term not in VOCABULARY]
    if unknown:
        return refuse(daa("23"), "A notice may contain only what section 23 lists.")
    decision = notice_terms(tuple(term.term for term in terms), shared_home)
    blanks = [_blanks(term) for term in terms if term.term in NOTICE_TERMS]
    return Decision.all(decision, *(blank for blank in blanks if blank is not None))


def _blanks(term: ChosenTerm) -> Decision | None:
    if term.term == "distance_from_home" and not 1 <= (term.distance_m or 0) <= MAXIMUM_DISTANCE_M:
        return refuse(daa("23(1)(b)"), f"The distance must be stated, from 1 to {MAXIMUM_DISTANCE_M:,} metres.")
    if len(term.exception) > MAXIMUM_TEXT:
        return refuse(daa("23(1)(a)"), f"The exception must be {MAXIMUM_TEXT} characters or fewer.")
    return None


def worded(terms: Iterable[ChosenTerm], *, protected: str = "the protected person", you: bool = True) -> list[Worded]:
    """The clauses in words, numbered from 1: spoken to the subject, as on their paper."""
    return [
        Worded(
            number,
            term.term,
            term.distance_m,
            legal_wording(term.term, term.params, protected=protected, you=you),
            plain_wording(term.term, term.params, protected=protected, you=you),
            term.provision,
        )
        for number, term in enumerate(terms, start=1)
    ]

"""What each paper may carry: frozen values, one class a paper.

A value that has no field here cannot reach the paper. No class has a field for the place where a protected person
lives, works or learns, or for who told the police what; so none can be printed by mistake.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

PLACE_WORDS = {
    "subject_home": "Your home",
    "police_station": "A police station",
    "custody": "In custody",
    "prison": "A prison",
    "hospital": "A hospital",
    "court": "A court building",
    "workplace": "Where you work",
    "public_place": "A street or other public place",
    "other": "Another place",
}


class PaperError(ValueError):
    """A paper cannot be made as asked; the message is a sentence for the person who asked."""


def _require(met: object, sentence: str) -> None:
    if not met:
        raise PaperError(sentence)


def _require_numbering(numbers: list[int], of: str) -> None:
    _require(
        all(number > 0 for number in numbers) and len(set(numbers)) == len(numbers),
        f"Each {of} must have its own number, counted from 1.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One term of a notice or one proposed requirement, under the number it keeps for life."""

    number: int
    text_legal: str
    text_plain: str
    provision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedClause(Clause):
    """A requirement the police ask the court for; `supervised_by` is the responsible person of s.36(2)."""

    supervised_by: str | None = None
    lasts_words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderClause(Clause):
    """One requirement of an order with its own period (s.38(4)).

    `ends` is the last day on which it binds; `until_words` says what stands in its place ("until further order").
    `supervised_by` is the responsible person of s.36(2), `monitored_by` the monitor of s.37(6).
    """

    starts: dt.date | None = None
    ends: dt.date | None = None
    until_words: str | None = None
    supervised_by: str | None = None
    monitored_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServedPart:
    """How a paper was handed over: the kind of place and no address; whether an address was given (s.25(4)), not which.

    `place_kind` is a key of PLACE_WORDS. `hearing_by` is the instant by which the court must begin to hear the
    application (s.29(2)).
    """

    served_at: dt.datetime
    by_words: str
    place_kind: str
    interpreter_language: str | None = None
    address_given: bool | None = None
    hearing_by: dt.datetime | None = None

    def __post_init__(self) -> None:
        _require(self.place_kind in PLACE_WORDS, f"No words exist for this kind of place ({self.place_kind}).")


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePaper:
    """The notice handed to the subject (ss.22 to 25).

    `grounds` are written for the subject and name no source; a blank line parts two paragraphs. Only the day of
    authorising is printed: the one time of day on this paper is that of service. `subject_born` None, on every paper:
    the day is not known.
    """

    reference: str
    force_name: str
    subject_name: str
    subject_born: dt.date | None
    protected_name_as_ordered: str
    grounds: str
    terms: tuple[Clause, ...]
    authorised_by_name: str
    authorised_by_rank: str
    authorised_by_number: str
    authorised_at: dt.datetime
    court_name: str | None = None
    desk_phone: str | None = None
    version: int = 1
    practice: bool = False
    language: str = "en"
    served: ServedPart | None = None

    def __post_init__(self) -> None:
        _require(self.grounds.strip(), "A notice must state the grounds on which it is given (section 25(2)(a)).")
        _require(self.terms, "A notice must say what it prohibits (section 22(2)).")
        _require_numbering([term.number for term in self.terms], "term of a notice")


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPaper:
    """The order handed to the subject (ss.27 to 46).

    `notify_by` is the last day to notify under s.41, or None while another duty to notify stands in its place
    (s.41(8)). `return_hearing_words` says when the hearing of s.34(3) is. `sealed` is always False: a sealed annex
    is another paper for another audience.
    """

    reference: str
    verify_code: str
    court_name: str
    case_reference: str
    subject_name: str
    subject_born: dt.date | None
    protected_name_as_ordered: str
    made_at: dt.datetime
    made_by_words: str
    cause: str
    route_words: str
    prohibitions: tuple[OrderClause, ...]
    duties: tuple[OrderClause, ...]
    duration_words: str
    notify_by: dt.date | None
    version: int = 1
    subject_present: bool = True
    without_notice: bool = False
    return_hearing_words: str | None = None
    extent_words: str | None = None
    desk_phone: str | None = None
    practice: bool = False
    language: str = "en"
    served: ServedPart | None = None
    sealed: Literal[False] = False

    def __post_init__(self) -> None:
        clauses = self.prohibitions + self.duties
        _require(clauses, "An order must contain at least one requirement (section 35).")
        _require_numbering([clause.number for clause in clauses], "requirement of an order")
        _require(
            not (self.without_notice and self.subject_present),
            "An order made without notice cannot say that the subject was at court (section 34).",
        )
        _require(not self.sealed, "A sealed copy is not made from this paper.")


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingNoticePaper:
    """The notice of the hearing (s.29(4)). `delivery`: handed over, or left at the address given (s.29(5))."""

    reference: str
    notice_reference: str
    force_name: str
    subject_name: str
    subject_born: dt.date | None
    court_name: str
    court_address: str
    hearing_at: dt.datetime
    issued_on: dt.date
    issued_by_words: str
    delivery: Literal["handed_over", "left_at_address"] = "handed_over"
    court_room: str | None = None
    attend_words: str | None = None
    adjourned: bool = False
    desk_phone: str | None = None
    version: int = 1
    practice: bool = False
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementsNoticePaper:
    """The notice of proposed requirements (Magistrates' Courts Rules 1981, r.18)."""

    reference: str
    notice_reference: str
    force_name: str
    court_name: str
    subject_name: str
    subject_born: dt.date | None
    protected_name_as_ordered: str
    requirements: tuple[ProposedClause, ...]
    duration_words: str
    issued_on: dt.date
    issued_by_words: str
    hearing_at: dt.datetime | None = None
    desk_phone: str | None = None
    version: int = 1
    practice: bool = False
    language: str = "en"

    def __post_init__(self) -> None:
        _require(self.requirements, "A notice of proposed requirements must propose at least one (rule 18).")
        _require_numbering([clause.number for clause in self.requirements], "proposed requirement")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationPaper:
    """The application by complaint after a notice (s.28(3); Magistrates' Courts Rules 1981, r.17).

    `served_at` is the date and time at which the notice was given, which r.17(2) wants stated; `hear_by` the instant
    by which the hearing must begin.
    """

    reference: str
    notice_reference: str
    case_reference: str
    force_name: str
    court_name: str
    applicant_words: str
    subject_name: str
    subject_born: dt.date | None
    protected_name_as_ordered: str
    grounds: str
    requirements: tuple[ProposedClause, ...]
    duration_words: str
    served_at: dt.datetime
    served_by_words: str
    hear_by: dt.datetime
    made_by_words: str
    made_on: dt.date
    hearing_at: dt.datetime | None = None
    version: int = 1
    practice: bool = False
    language: str = "en"

    def __post_init__(self) -> None:
        _require(self.grounds.strip(), "An application must state its grounds.")
        _require(self.requirements, "An application must propose at least one requirement (section 35).")
        _require_numbering([clause.number for clause in self.requirements], "proposed requirement")


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgementPaper:
    """The written acknowledgement that the subject is given at the station (s.42(4)). `home_words` says the home that they
    told, or that they told none; a place that is kept sealed in a case is never repeated here."""

    order_reference: str
    force_name: str
    station: str
    police_area: str
    subject_name: str
    subject_born: dt.date | None
    given_at: dt.datetime
    taken_by_words: str
    names: tuple[str, ...]
    home_words: str | None
    identity_words: str | None = None
    version: int = 1
    practice: bool = False
    language: str = "en"

    def __post_init__(self) -> None:
        _require(self.names or self.home_words, "An acknowledgement must say what was notified (section 42(4)).")


Paper = (
    AcknowledgementPaper | NoticePaper | OrderPaper | HearingNoticePaper | RequirementsNoticePaper | ApplicationPaper
)

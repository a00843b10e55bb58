"""What was read of the law, in which version, and what was not. DAA 2021 ss.1 to 3, Part 3 and Schedule 1; the rules.

Every finding that rests on something not read carries ``confirmed`` False. This table says it for whole instruments, so
that a page can say of any citation whether its text was read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from haven_law.citation import INSTRUMENTS, parse
from haven_law.clock import in_words
from haven_law.findings import Decision, Finding

FULL, PART, OPENING, SECOND_HAND, NOT_READ = "full", "part", "opening", "second_hand", "not_read"
EXTENTS: dict[str, str] = {
    FULL: "read in full",
    PART: "read in the parts that matter here",
    OPENING: "read in its first paragraphs only",
    SECOND_HAND: "known from summaries by others",
    NOT_READ: "not read",
}


@dataclass(frozen=True)
class Source:
    """An instrument: how much of it was read, in which version, and what of it. ``version`` None: as made."""

    instrument: str
    extent: str
    of_it: str
    version: date | None = None


_REVISED = date(2026, 3, 27)
_ROWS = (
    Source("DAA 2021", FULL, "ss.1 to 3, 22 to 56, 81 to 91 and Schedule 1, the revised text", _REVISED),
    Source("SI 2024/1191", FULL, "as amended by SI 2025/1222 and SI 2026/342", date(2026, 3, 25)),
    Source("SI 2025/261", PART, "as the notes to the Act give it"),
    Source("SI 2025/319", FULL, "as amended by SI 2025/1222 and SI 2026/342", date(2026, 3, 25)),
    Source("SI 2025/515", FULL, "as amended by SI 2025/1222 and SI 2026/342", date(2026, 3, 25)),
    Source("SI 2025/1222", FULL, "the first move of the end"),
    Source("SI 2026/342", FULL, "the second move of the end"),
    Source("SI 2024/253", FULL, "relevant proceedings of the county court"),
    Source("SI 2024/254", FULL, "what it puts into the rules of 1981"),
    Source("SI 2025/1168", FULL, "when parts of the Act of 2024 came into force"),
    Source("SI 2025/95", PART, "its note"),
    Source("MCR 1981", PART, "rr.17 to 23 and 84 to 86, as SI 2024/254 puts them"),
    Source("CrimPR 2025", PART, "Parts 31 and 34"),
    Source("FLA 1996", PART, "s.63(1)"),
    Source("BFDA 1971", PART, "s.1 and Schedule 1"),
    Source("CSA 2010", PART, "ss.27 to 33, and ss.24 to 26 partly"),
    Source("SPA 2019", PART, "ss.1 to 11"),
    Source("VPA 2024", PART, "ss.1 to 7 and 18 to 20"),
    Source("FPR 2010", OPENING, "PD36ZG, its first paragraphs"),
    Source("CPR 1998", OPENING, "PD51ZF, its first paragraphs"),
    Source("Victims' Code", SECOND_HAND, "summaries by police and crime commissioners", date(2024, 6, 10)),
    Source("LASPO 2012", SECOND_HAND, "billing guidance on legal aid"),
)
SOURCES: dict[str, Source] = {row.instrument: row for row in _ROWS}


def source_of(citation: str) -> Decision:
    """Say of a full citation how far its instrument was read: met when in full or in the parts that matter here.

    Undecided, and not confirmed, for one that was read in part only by its opening, known second hand, or not read.
    Raises ValueError for a text that is not a citation.
    """
    instrument = parse(citation).instrument
    source = SOURCES.get(instrument, Source(instrument, NOT_READ, "nothing of it"))
    read = source.extent in (FULL, PART)
    name = INSTRUMENTS.get(instrument, instrument)
    because = f"{name}: {EXTENTS[source.extent]} ({source.of_it})."
    if source.version is not None:
        because = f"{because[:-1]}, in the version of {in_words(source.version)}."
    return Decision((Finding(citation, True if read else None, because, None if read else "not read", confirmed=read),))


def must_still_be_read() -> tuple[str, ...]:
    """What a person must still read or ask before anybody relies on it, in sentences."""
    return _STILL_UNKNOWN


_STILL_UNKNOWN = (
    "Any instrument after SI 2026/342: whether Part 3 goes on after 24 November 2026.",
    "The statutory guidance to the police of 27 November 2024 beyond paragraph 1.1, its annexes and its part on tags.",
    "PD36ZG and PD51ZF after their definitions: times of notice, who serves, how the police are told, the return hearing.",
    "The wording of the forms DA1, DA2 and DA3, and of the magistrates' form under rule 3D.",
    "The names of the pilot family courts in London and Greater Manchester, and of all pilot magistrates' courts.",
    "Guidance of the Crown Prosecution Service, and whether a sentencing guideline formally covers section 39.",
    "The evaluation, and an official definition of an active order.",
    "The Victims' Code on charge decisions and on complaints, and the date and content of a new Code.",
    "Whether electronic notice of non-molestation orders went on after 13 July 2026.",
    "The dates of the general limit before 18 November 2024.",
)

ENACTS: dict[Callable[..., object], tuple[str, ...]] = {}

"""From the answers about a person to the facts that the operation takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from haven.parties.operations.record_person import NameFacts, PersonFacts
from haven_law.clock import to_london


def born_of(data: Mapping[str, Any], now: datetime) -> tuple[date | None, str]:
    """The date of birth and how well it is known. An apparent age is 1 January of the year that it gives."""
    if data["birth"] == "day":
        return data["born"], "day"
    if data["birth"] == "year":
        return date(data["year"], 1, 1), "year"
    return date(to_london(now).year - data["looks"], 1, 1), "apparent"


def name_facts(data: Mapping[str, Any]) -> NameFacts:
    """Another name, as it was answered."""
    return NameFacts(
        data["kind"],
        data["given"],
        data.get("family") or "",
        data.get("from_day"),
        data.get("until_day"),
        bool(data.get("known")),
    )


def person_facts(data: Mapping[str, Any], names: Iterable[Mapping[str, Any]], now: datetime) -> PersonFacts:
    """Names and birth; the rest is added to it."""
    born, precision = born_of(data, now)
    return PersonFacts(
        given=data["given"],
        family=data.get("family") or "",
        born=born,
        born_precision=precision,
        other_names=tuple(name_facts(name) for name in names),
    )

"""Postcodes and addresses as they are compared: however written, the same place gives the same parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

from haven.parties.matching.phonetic import sound
from haven.parties.matching.words import plain

_FULL = re.compile(r"^([A-Z]{1,2}[0-9][0-9A-Z]?)([0-9][A-Z]{2})$")
_OUTWARD = re.compile(r"^[A-Z]{1,2}[0-9][0-9A-Z]?$")
_TYPES = {
    "rd": "road", "str": "street", "st": "street", "ave": "avenue", "av": "avenue", "cl": "close", "clo": "close",
    "la": "lane", "ln": "lane", "gdns": "gardens", "gdn": "gardens", "gds": "gardens", "garden": "gardens", "dr": "drive",
    "drv": "drive", "cres": "crescent", "cresc": "crescent", "ct": "court", "crt": "court", "gr": "grove", "grv": "grove",
    "pl": "place", "terr": "terrace", "ter": "terrace", "sq": "square", "pk": "park", "pde": "parade", "hse": "house",
    "est": "estate", "bldgs": "buildings", "mt": "mount", "wy": "way", "wlk": "walk", "yd": "yard", "gn": "green",
    "blvd": "boulevard",
}  # fmt: skip
_KINDS = frozenset(_TYPES.values()) | {
    "way",
    "walk",
    "mews",
    "hill",
    "row",
    "rise",
    "view",
    "vale",
    "end",
    "quay",
    "wharf",
}
_UNITS = {
    "flat", "apt", "apartment", "unit", "room", "suite", "bedsit", "floor", "studio", "maisonette", "no", "number", "f",
}  # fmt: skip
_FIRST_PART = re.compile(r"^([^a-z]*\d+[a-z]?(?:\s*[-/]\s*\d+[a-z]?)?)\b")


@dataclass(frozen=True)
class Place:
    """An address in parts. `outward` and `inward` are the halves of the postcode, `number` the number of the building,
    `unit` the flat, `street` its name and kind in full words. Each may be empty."""

    outward: str = ""
    inward: str = ""
    number: str = ""
    unit: str = ""
    street: str = ""

    def packed(self) -> str:
        return "\t".join((self.outward, self.inward, self.number, self.unit, self.street))


@lru_cache(maxsize=50_000)
def unpacked_place(text: str) -> Place:
    return Place(*text.split("\t"))


def split_postcode(text: str) -> tuple[str, str]:
    """The halves of a postcode; the outward half alone where only that is given; what is neither comes back whole as the
    outward half, so that it can be compared as it stands."""
    letters = re.sub(r"[^A-Z0-9]", "", text.upper())[:8]
    if found := _FULL.match(letters):
        return found[1], found[2]
    if _OUTWARD.match(letters) or len(letters) <= 4:
        return letters, ""
    return letters[:-3], letters[-3:]


@lru_cache(maxsize=100_000)
def tidy_street(text: str) -> str:
    """The name of a street with its kind in full: "Sation Rd" is "sation road"."""
    words = plain(text).replace("-", " ").split()
    if words and words[-1] in _TYPES:
        words[-1] = _TYPES[words[-1]]
    if words and words[0] == "st" and len(words) > 1:
        words[0] = "saint"
    return " ".join(words)[:60]


def street_sound(street: str) -> str:
    """How the name of a street sounds, without its kind."""
    words = street.split()
    if len(words) > 1 and words[-1] in _KINDS:
        words = words[:-1]
    return " ".join(sound(w) for w in words)


def street_kind(street: str) -> str:
    """road, close, hill; empty where the last word is none of these."""
    last = street.rsplit(" ", 1)[-1]
    return last if last in _KINDS and last != street else ""


@lru_cache(maxsize=100_000)
def split_house(text: str) -> tuple[str, str]:
    """The number of the building and the flat: "Flat 3, 12", "3/12" and "Apt 3 12" are ("12", "3"); "12B" is ("12", "b").
    A house with a name and no number is its name."""
    words = re.findall(r"\d+|[a-z]+", plain(text.replace("/", " ").replace("\\", " ")))
    parts = [w for w in words if w not in _UNITS]
    numbers = [i for i, w in enumerate(parts) if w.isdigit()]
    if not numbers:
        return "".join(parts)[:20], ""
    at = numbers[-1]
    unit = [w for i, w in enumerate(parts) if i != at and (w.isdigit() or len(w) == 1)]
    return parts[at].lstrip("0")[:8] or "0", "".join(unit)[:8]


def place_of(house: str, street: str, postcode: str) -> Place:
    """An address from its fields."""
    outward, inward = split_postcode(postcode)
    number, unit = split_house(house)
    return Place(outward, inward, number, unit, tidy_street(street))


def place_of_lines(lines: str, postcode: str) -> Place:
    """An address from the lines of an envelope: the first line that ends in a kind of street, or begins with a number, is
    the street; what stands before it is the house."""
    parts = [p.strip() for p in re.split(r"[\n,]+", lines) if p.strip()]
    house: list[str] = []
    for part in parts:
        number = _FIRST_PART.match(part.lower())
        street = part[number.end() :].strip() if number else part
        words = plain(street).split()
        if words and (words[-1] in _TYPES or words[-1] in _KINDS or (number and len(words) > 1)):
            return place_of(" ".join([*house, number[0] if number else ""]), street, postcode)
        house.append(part)
    return place_of(" ".join(house[:1]), "", postcode)


@lru_cache(maxsize=100_000)
def street_id(street: str) -> int:
    return crc32(street_sound(street).encode())

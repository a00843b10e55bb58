"""Is it her? Three secrets, given face to face: a card number, a PIN and a phrase. Knows no table: the public host, the
automated line and the desk use the same functions.

Whoever asks, right or wrong, known or unknown, costs the same number of hash computations and hears the same words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta

import jellyfish
from django.contrib.auth.hashers import check_password, make_password

# After so many wrong tries within a day a source hears "not proven", whatever it says next (the protected person's side, 3).
SOURCE_TRIES, PERSON_TRIES = 3, 10
TRIES_COUNT_FOR = timedelta(hours=24)
CARD, PIN = re.compile(r"[0-9]{8}"), re.compile(r"[0-9]{6}")
PHRASE_WORDS = 3

NOT_PROVEN = "not_proven"
PROVEN = "proven"
DURESS = "duress"


@dataclass(frozen=True)
class Known:
    """What is kept of the person whose card was named. Hashes are empty where a secret was never set."""

    person: int | None
    pin: str = ""
    duress_pin: str = ""
    phrase: str = ""
    phrase_sounds: str = ""
    wrong_from_source: int = 0
    wrong_for_person: int = 0
    # The card of a friend who helps has a phrase and no PIN.
    by_phrase: bool = False

    @property
    def shut(self) -> bool:
        return self.wrong_from_source >= SOURCE_TRIES or self.wrong_for_person >= PERSON_TRIES


NOBODY = Known(None)


@dataclass(frozen=True)
class Said:
    """What was typed or spoken. None: this way of asking does not ask for it."""

    pin: str | None = None
    phrase: str | None = None


def judge(known: Known, said: Said) -> str:
    """PROVEN, DURESS or NOT_PROVEN. Every secret that is asked for is computed, whatever the others said. The PIN under
    duress is heard from a card that is shut, too: it opens nothing, and sounds the same."""
    right = known.person is not None
    duress = False
    if said.pin is not None:
        pin = tidy_digits(said.pin)
        is_pin, is_duress = _same(pin, known.pin), _same(pin, known.duress_pin)
        right &= is_pin or is_duress or (known.by_phrase and said.phrase is not None)
        duress = is_duress and not is_pin
    if said.phrase is not None:
        exact = _same(normal_phrase(said.phrase), known.phrase)
        sounds = _same(sounds_of(said.phrase), known.phrase_sounds)
        right &= exact or sounds
    if said.pin is None and said.phrase is None:
        right = False
    if right and duress:
        return DURESS
    return PROVEN if right and not known.shut else NOT_PROVEN


def hashed(value: str) -> str:
    """The value as it is kept: salted, and slow to try out."""
    return make_password(value)


def _same(said: str, kept: str) -> bool:
    """One hash computation, whether something is kept or not."""
    return check_password(said or "-", kept or _nobody()) and bool(said) and bool(kept)


_NOBODY: list[str] = []


def _nobody() -> str:
    """A hash of nothing, made once, to compare with where nothing is kept."""
    if not _NOBODY:
        _NOBODY.append(make_password("nobody has this"))
    return _NOBODY[0]


def tidy_digits(text: str) -> str:
    """Digits as they may be typed or dictated: in any script, with spaces or dashes between."""
    found = []
    for character in unicodedata.normalize("NFKC", text):
        if character.isdecimal():
            found.append(str(unicodedata.decimal(character)))
        elif not character.isspace() and character not in "-.":
            return ""
    return "".join(found)


def normal_phrase(text: str) -> str:
    """The words of a phrase: without accents, capitals and punctuation, one space between."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).casefold()
    return " ".join(re.findall(r"\w+", plain))


def sounds_of(text: str) -> str:
    """How the words sound, for a phrase that was heard and typed by somebody else. Empty when nothing sounds."""
    codes = [jellyfish.metaphone(word) for word in normal_phrase(text).split()]
    return " ".join(code for code in codes if code)


def why_not_phrase(text: str, names: frozenset[str] = frozenset()) -> str:
    """Why this cannot be a phrase, as a sentence for the officer; empty when it can. `names` are words that he knows."""
    words = normal_phrase(text).split()
    if len(words) != PHRASE_WORDS:
        return "The phrase has three words"
    if any(len(word) < 3 or word.isdigit() for word in words):
        return "Each word of the phrase has at least three letters, and is not a number"
    if len(set(words)) != PHRASE_WORDS:
        return "The three words of the phrase are different"
    if names & set(words):
        return "The phrase cannot have a name in it that the other person knows"
    return ""


def why_not_pin(text: str, dates: frozenset[str] = frozenset()) -> str:
    """Why this cannot be a PIN; empty when it can. `dates` are the birth dates of both people as six digits."""
    pin = tidy_digits(text)
    if not PIN.fullmatch(pin):
        return "The PIN has six digits"
    steps = {int(b) - int(a) for a, b in zip(pin, pin[1:], strict=False)}
    if len(steps) == 1 and steps <= {-1, 0, 1}:
        return "The PIN cannot be one digit six times, or digits in a row"
    if pin in dates:
        return "The PIN cannot be a date of birth"
    return ""

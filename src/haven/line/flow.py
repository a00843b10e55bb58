"""The automated line as a state machine: what was heard and where the call stands give the next words. Knows no table, no
clock, no case.

At most three levels and four choices a level; two choices that were none lead to a person (experience 1.6). Whatever is
keyed, the words are the same for every card, until the card and its PIN are proven and her plan lets the line speak."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace

GREET, MENU, CARD, PIN, AFTER, BACK, OVER = "greet", "menu", "card", "pin", "after", "back", "over"
KEYS = {GREET: 1, MENU: 1, CARD: 8, PIN: 6, AFTER: 1, BACK: 8, OVER: 0}
# What the caller is asked for in a state; said again when what was keyed was no answer.
ASKS = {GREET: "greeting", MENU: "menu", CARD: "key_card", PIN: "key_pin", AFTER: "after", BACK: "key_card_back"}
LANGUAGES = {"1": "en", "2": "cy"}
MOST_MISSES, MOST_PROOFS = 2, 3
PROVE, PERSON = "prove", "person"


@dataclass(frozen=True)
class Heard:
    """One thing that reached us: keys (none: silence), the end of the call, or a machine that answered."""

    keys: str = ""
    hung_up: bool = False
    machine: bool = False


@dataclass(frozen=True)
class Say:
    """A text of `words` by its code. `day`: an ISO date, only where the text has a place for one."""

    code: str
    day: str = ""


@dataclass(frozen=True)
class News:
    """All that the line may ever tell: in force or not, given to them or not, the day of the next hearing (ISO) or none."""

    in_force: bool
    given: bool
    hearing: str = ""


@dataclass(frozen=True)
class Where:
    """Where a call stands. `sealed`: a PIN under duress was keyed, and nothing more is told in this call."""

    state: str = GREET
    language: str = "en"
    card: str = ""
    misses: int = 0
    proofs: int = 0
    sealed: bool = False

    def dump(self) -> str:
        return json.dumps(asdict(self))

    @staticmethod
    def load(text: str) -> Where:
        return Where(**json.loads(text))


@dataclass(frozen=True)
class Turn:
    """What is said next. `kind` is what the log of the call keeps; `act`: prove the card and `pin`, or give the call to a
    person; `named`: the card a call-back is asked for."""

    where: Where
    words: tuple[Say, ...]
    kind: str
    act: str = ""
    pin: str = ""
    named: str = ""

    @property
    def keys(self) -> int:
        """How many keys are waited for; none: the call is over."""
        return KEYS[self.where.state]


def begin(*, machine: bool = False) -> Turn:
    """The call is answered. To a machine nothing is said."""
    if machine:
        return silence(Where(), "machine")
    return _ask(Where(), "began")


def heard(where: Where, what: Heard) -> Turn:
    """The next turn of a call."""
    if where.state == OVER or what.hung_up:
        return silence(where, "ended")
    if what.machine:
        return silence(where, "machine")
    if "*" in what.keys:
        return _over(where, "ended", Say("goodbye"))
    if what.keys == "0":
        return _person(where, "person")
    return _STEPS[where.state](where, what.keys)


def proven(where: Where, news: News | None, *, duress: bool = False) -> Turn:
    """The turn after a proof was tried. `news` None: not proven, or nothing that may be told. All of these sound alike."""
    told = news is not None and not where.sealed and not duress
    words = _told(news) if told and news is not None else (Say("no_update"),)
    after = replace(where, state=AFTER, misses=0, proofs=where.proofs + 1, sealed=where.sealed or duress)
    return _ask(after, "told" if told else "no_update", *words)


def silence(where: Where, kind: str) -> Turn:
    """The end, without a word."""
    return Turn(replace(where, state=OVER), (), kind)


def _told(news: News) -> tuple[Say, ...]:
    force = Say("in_force" if news.in_force else "not_in_force")
    given = Say("given" if news.given else "not_given")
    return force, given, Say("hearing", news.hearing) if news.hearing else Say("no_hearing")


def _ask(where: Where, kind: str, *before: Say) -> Turn:
    return Turn(where, (*before, Say(ASKS[where.state])), kind)


def _over(where: Where, kind: str, *words: Say, named: str = "") -> Turn:
    return Turn(replace(where, state=OVER), words, kind, named=named)


def _person(where: Where, kind: str, *before: Say) -> Turn:
    return Turn(replace(where, state=OVER), (*before, Say("person")), kind, act=PERSON)


def _miss(where: Where) -> Turn:
    """What was keyed was no answer: asked once more, then a person."""
    missed = replace(where, misses=where.misses + 1)
    return _person(missed, "missed") if missed.misses >= MOST_MISSES else _ask(missed, "missed", Say("again"))


def _go(where: Where, state: str) -> Turn:
    return _ask(replace(where, state=state, misses=0), state)


def _greet(where: Where, keys: str) -> Turn:
    if keys not in LANGUAGES:
        return _miss(where)
    return _go(replace(where, language=LANGUAGES[keys]), MENU)


def _menu(where: Where, keys: str) -> Turn:
    if keys == "1":
        return _go(where, CARD)
    if keys == "2":
        return _go(where, BACK)
    return _person(where, "happened", Say("danger")) if keys == "3" else _miss(where)


def _card(where: Where, keys: str) -> Turn:
    if not _digits(keys, CARD):
        return _miss(where)
    return _go(replace(where, card=keys), PIN)


def _pin(where: Where, keys: str) -> Turn:
    """Six digits are a try, and what is said waits for its answer."""
    if not _digits(keys, PIN):
        return _miss(where)
    return Turn(where, (), "proof", act=PROVE, pin=keys)


def _after(where: Where, keys: str) -> Turn:
    if keys == "1":
        return _booked(where, where.card)
    if keys == "2" and where.proofs < MOST_PROOFS:
        return _go(where, CARD)
    return _miss(where)


def _back(where: Where, keys: str) -> Turn:
    return _booked(where, keys) if _digits(keys, BACK) else _miss(where)


def _booked(where: Where, card: str) -> Turn:
    return _over(where, "callback", Say("booked"), Say("goodbye"), named=card)


def _digits(keys: str, state: str) -> bool:
    return len(keys) == KEYS[state] and keys.isascii() and keys.isdecimal()


_STEPS = {GREET: _greet, MENU: _menu, CARD: _card, PIN: _pin, AFTER: _after, BACK: _back}

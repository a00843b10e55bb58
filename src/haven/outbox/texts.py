"""Every text that is ever sent to a protected person. Nothing of a case is in one, and nothing can be put into one.

Experience 3.5. The only thing that may be filled in is the greeting name that she chose herself; a text with another
place to fill does not load, so that no later change can let a case into a message. The Welsh is a draft until a named
translator has approved it (ADR 13)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from haven.languages.asking import ENGLISH, WELSH, version_of

ALLOWED_PLACES = frozenset({"greeting"})
LONGEST_TEXT = 160


@dataclass(frozen=True)
class Message:
    """One text in one language. `subject` is for e-mail; `sender` is what it comes from."""

    text: str
    subject: str = ""

    def __post_init__(self) -> None:
        for part in (self.text, self.subject):
            places = {name for _text, name, _spec, _conversion in Formatter().parse(part) if name is not None}
            if not places <= ALLOWED_PLACES:
                raise ValueError(f"A message may only hold the greeting name, not {sorted(places - ALLOWED_PLACES)}.")

    def filled(self, greeting: str) -> Content:
        """With the greeting name she chose; without one its place is left out. What she chose is only ever text."""
        text = self.text if greeting else self.text.replace(" {greeting}", "").replace("{greeting}", "")
        return Content(text.format(greeting=greeting).strip(), self.subject)


@dataclass(frozen=True)
class Content:
    """What leaves: the words, and for an e-mail its subject."""

    text: str
    subject: str = ""


SENDER = "Updates"

TEXTS: Mapping[str, Mapping[str, Message]] = {
    "news_ready": {
        "en": Message(
            "Hi, there is an update for you. Call when it suits you on the number we gave you.", "Your update"
        ),
        "cy": Message(
            "Helo, mae diweddariad i chi. Ffoniwch pan fydd yn gyfleus ar y rhif a roddwyd i chi.", "Eich diweddariad"
        ),
    },
    "call_today": {
        "en": Message("Hi, can you ring me today when you get a minute? {greeting}", "Quick question"),
        "cy": Message("Helo, allwch chi fy ffonio heddiw pan gewch chi funud? {greeting}", "Cwestiwn sydyn"),
    },
    "feedback": {
        "en": Message("How did we do? Call or use the code on your card.", "How did we do?"),
        "cy": Message("Sut wnaethon ni? Ffoniwch neu defnyddiwch y cod ar eich cerdyn.", "Sut wnaethon ni?"),
    },
}


# What an English text ends with for somebody who asked for Welsh while nobody has approved the Welsh.
NOT_YET_WELSH = "Nid yw'r neges hon ar gael yn Gymraeg eto."


def welsh_version() -> str:
    """The version of the Welsh texts: it changes with every word of them."""
    welsh = [(name, texts[WELSH]) for name, texts in sorted(TEXTS.items())]
    return version_of(part for name, text in welsh for part in (name, text.text, text.subject))


def message(template: str, language: str, greeting: str = "", *, welsh: bool = True) -> Content:
    """The text to send. English where there is no text in the language; English with a Welsh sentence that says so where
    `welsh` is false, because nobody has approved it. Raises KeyError for an unknown template."""
    texts = TEXTS[template]
    if language == WELSH and not welsh:
        english = texts[ENGLISH].filled(greeting)
        return Content(f"{english.text} {NOT_YET_WELSH}", english.subject)
    return texts.get(language, texts[ENGLISH]).filled(greeting)

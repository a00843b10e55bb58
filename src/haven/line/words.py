"""Every word that the automated line says, in English and Welsh: a closed list. Nothing of a case is in a text, and only a
day can be put into one; what the list lets her hear after proof stands apart from the rest.

The Welsh is a draft until a named translator's approval of this version is recorded (ADR 20): spoken in practice, absent in
production, where a sentence in Welsh says so and the rest is English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from string import Formatter

from haven.languages.asking import version_of
from haven.line.flow import Say

ALLOWED_PLACES = frozenset({"day"})


@dataclass(frozen=True)
class Spoken:
    """One text in both languages."""

    en: str
    cy: str

    def __post_init__(self) -> None:
        for text in (self.en, self.cy):
            places = {name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None}
            if not places <= ALLOWED_PLACES:
                raise ValueError(f"A text of the line may only hold a day, not {sorted(places - ALLOWED_PLACES)}.")


# Said to anybody who rings.
TO_ANYBODY: Mapping[str, Spoken] = {
    "greeting": Spoken(
        "Updates line. If you are in danger now, hang up and call 999. There are two choices. For English, press 1.",
        "I siarad Cymraeg, pwyswch 2.",
    ),
    "welsh_later": Spoken(
        "The line speaks English for now.",
        "Nid yw'r llinell ar gael yn Gymraeg eto. Mae'n siarad Saesneg am y tro.",
    ),
    "menu": Spoken(
        "There are four choices. To hear an update, press 1. To be called back, press 2. If something has happened, "
        "press 3. To speak to a person, press 0. To end the call at any time, press star.",
        "Mae pedwar dewis. I glywed diweddariad, pwyswch 1. I gael galwad yn ôl, pwyswch 2. Os oes rhywbeth wedi "
        "digwydd, pwyswch 3. I siarad â pherson, pwyswch 0. I orffen yr alwad unrhyw bryd, pwyswch seren.",
    ),
    "key_card": Spoken("Key the eight digits on your card.", "Bysellwch yr wyth digid ar eich cerdyn."),
    "key_pin": Spoken("Key your six-digit PIN.", "Bysellwch eich PIN chwe digid."),
    "key_card_back": Spoken(
        "Key the eight digits on your card. A person will ring in the hours that were agreed, and at no other time.",
        "Bysellwch yr wyth digid ar eich cerdyn. Bydd person yn ffonio yn yr oriau a gytunwyd, a dim ond bryd hynny.",
    ),
    "no_update": Spoken(
        "There is no update that we can give on this line.", "Nid oes diweddariad y gallwn ei roi ar y llinell hon."
    ),
    "after": Spoken(
        "There are three choices. To be called back, press 1. To key your numbers again, press 2. To speak to a person, "
        "press 0.",
        "Mae tri dewis. I gael galwad yn ôl, pwyswch 1. I fysellu'ch rhifau eto, pwyswch 2. I siarad â pherson, "
        "pwyswch 0.",
    ),
    "booked": Spoken(
        "If the card is one of ours, a person will ring in the hours that were agreed.",
        "Os yw'r cerdyn yn un o'n rhai ni, bydd person yn ffonio yn yr oriau a gytunwyd.",
    ),
    "again": Spoken("That was not one of the choices.", "Nid oedd hynny'n un o'r dewisiadau."),
    "danger": Spoken(
        "If you are in danger now, hang up and call 999. If you cannot speak, press 55 when you are asked.",
        "Os ydych mewn perygl nawr, rhowch y ffôn i lawr a ffoniwch 999. Os na allwch siarad, pwyswch 55 pan ofynnir i "
        "chi.",
    ),
    "person": Spoken("We are putting you through to a person.", "Rydym yn eich trosglwyddo i berson."),
    "no_person": Spoken(
        "Nobody can take your call on this line now. Ring the number on your card again later.",
        "Ni all neb gymryd eich galwad ar y llinell hon nawr. Ffoniwch y rhif ar eich cerdyn eto yn nes ymlaen.",
    ),
    "goodbye": Spoken("Thank you. Goodbye.", "Diolch. Hwyl fawr."),
    "calm": Spoken("Thank you for calling. Hang up, and ring again.", "Diolch am ffonio. Rhowch y ffôn i lawr, a ffoniwch eto."),
}  # fmt: skip
# Said only after card and PIN, where her plan lets the line speak (F16).
AFTER_PROOF: Mapping[str, Spoken] = {
    "in_force": Spoken("It is in force.", "Mae mewn grym."),
    "not_in_force": Spoken("It is not in force now.", "Nid yw mewn grym nawr."),
    "given": Spoken("It has been given to them.", "Mae wedi cael ei roi iddyn nhw."),
    "not_given": Spoken("It has not been given to them yet.", "Nid yw wedi cael ei roi iddyn nhw eto."),
    "hearing": Spoken("The next hearing is on {day}.", "Mae'r gwrandawiad nesaf ar {day}."),
    "no_hearing": Spoken("There is no date for a hearing.", "Nid oes dyddiad ar gyfer gwrandawiad."),
}
WORDS: Mapping[str, Spoken] = {**TO_ANYBODY, **AFTER_PROOF}

_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "cy": ("dydd Llun", "dydd Mawrth", "dydd Mercher", "dydd Iau", "dydd Gwener", "dydd Sadwrn", "dydd Sul"),
}
_MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December"),
    "cy": ("Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin", "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd",
           "Rhagfyr"),
}  # fmt: skip


def welsh_version() -> str:
    """The version of the Welsh above, by which a translator approves it."""
    return version_of(part for code, spoken in sorted(WORDS.items()) for part in (code, spoken.cy))


def day_words(day: date, language: str) -> str:
    """The day as it is said: "Monday 9 November"."""
    return f"{_DAYS[language][day.weekday()]} {day.day} {_MONTHS[language][day.month - 1]}"


def said(words: tuple[Say, ...], language: str, *, welsh: bool) -> tuple[tuple[str, str], ...]:
    """The texts, each with the language in which it is spoken. The greeting is in both, because nobody has chosen yet.
    Raises KeyError for a code that is not in the list."""
    found: list[tuple[str, str]] = []
    if language == "cy" and not welsh and words and words[-1].code == "menu":
        found.append(("cy", WORDS["welsh_later"].cy))
    spoken = language if welsh else "en"
    for say in words:
        text = getattr(WORDS[say.code], spoken)
        found.append((spoken, text.format(day=day_words(date.fromisoformat(say.day), spoken)) if say.day else text))
        if say.code == "greeting" and spoken == "en":
            found.append(("cy", WORDS["greeting"].cy))
    return tuple(found)

"""Papers as tagged PDF: the wording is in `templates/<language>/`, the values come from a frozen view."""

import builtins
import dataclasses
import datetime as dt
import hashlib
import json
import threading
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst

from . import words
from .finish import finish
from .fonts import families, font_set, missing_glyphs
from .views import (
    PLACE_WORDS,
    AcknowledgementPaper,
    ApplicationPaper,
    Clause,
    HearingNoticePaper,
    NoticePaper,
    OrderPaper,
    Paper,
    PaperError,
    RequirementsNoticePaper,
    ServedPart,
)
from .views_public import PublicPaper
from .views_statement import BreachStatementPaper

TEMPLATES = Path(__file__).parent / "templates"
LANGUAGES = frozenset({"en"})
# Papers for the public: their words come with the view, in each of these languages, and one template serves them all.
PUBLIC, PUBLIC_LANGUAGES = "public", frozenset({"en", "cy"})
LONG_RUN = 28

# Raise a number whenever a template, or the layout that all share, changes what a paper says or shows.
VERSIONS = {
    "acknowledgement": 1,
    "notice": 1,
    "order": 1,
    "hearing_notice": 1,
    "requirements_notice": 1,
    "application": 1,
    "breach_statement": 1,
    "leaflet_a5": 1,
    "leaflet_card": 1,
    "leaflet_easy": 1,
    "feedback_card": 1,
    "feedback_form": 1,
    "feedback_easy": 1,
}


class MissingGlyphs(PaperError):
    """A value holds characters that no bundled font can show; nothing was made or stored."""

    def __init__(self, field: str, characters: set[str]) -> None:
        self.field = field
        self.characters = characters
        named = ", ".join(f"U+{ord(character):04X}" for character in sorted(characters)[:8])
        super().__init__(f"This cannot be printed: {field.replace('_', ' ')} has characters without a shape: {named}.")


@dataclass(frozen=True, slots=True)
class RenderedPaper:
    """A finished paper: its bytes, their hash, and which template in which version made it."""

    bytes: builtins.bytes
    sha256: str
    pages: int
    template_code: str
    template_version: int


def render_notice(view: NoticePaper) -> RenderedPaper:
    """The notice that a constable hands over (s.25). Raises PaperError or MissingGlyphs; stores nothing."""
    return _render("notice", view, view.authorised_at)


def render_order(view: OrderPaper) -> RenderedPaper:
    """The order that is handed to the subject (ss.27 to 46). Raises PaperError or MissingGlyphs; stores nothing."""
    return _render("order", view, view.made_at)


def render_hearing_notice(view: HearingNoticePaper) -> RenderedPaper:
    """The notice of the hearing (s.29(4)). Raises PaperError or MissingGlyphs; stores nothing."""
    return _render("hearing_notice", view, view.issued_on)


def render_requirements_notice(view: RequirementsNoticePaper) -> RenderedPaper:
    """The notice of proposed requirements (MCR 1981 r.18). Raises PaperError or MissingGlyphs; stores nothing."""
    return _render("requirements_notice", view, view.issued_on)


def render_application(view: ApplicationPaper) -> RenderedPaper:
    """The application to the magistrates' court (s.28(3)). Raises PaperError or MissingGlyphs; stores nothing."""
    return _render("application", view, view.made_on)


def render_acknowledgement(view: AcknowledgementPaper) -> RenderedPaper:
    """The written acknowledgement of a notification (s.42(4)). Raises PaperError or MissingGlyphs; stores nothing."""
    return _render("acknowledgement", view, view.given_at)


def render_breach_statement(view: BreachStatementPaper) -> RenderedPaper:
    """The statement of an officer about a breach (CJA 1967 s.9). Raises PaperError or MissingGlyphs; stores nothing."""
    return _render("breach_statement", view, view.made_at)


def render_public(code: str, view: PublicPaper) -> RenderedPaper:
    """A leaflet, a card or a form for the public. Raises PaperError or MissingGlyphs; stores nothing."""
    return _render(code, view, view.dated, PUBLIC)


def _render(
    code: str, view: Paper | BreachStatementPaper | PublicPaper, dated: dt.date, folder: str = ""
) -> RenderedPaper:
    if view.language not in (PUBLIC_LANGUAGES if folder else LANGUAGES):
        raise PaperError(f"No approved wording of this paper exists in the language asked for ({view.language}).")
    data = _printable(view, field=code) | {"fonts": families()}
    values = json.dumps(data | {"long_runs": _has_long_runs(data)}, ensure_ascii=False)
    compiled = _compiler(folder or view.language, code).compile(
        format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=_timestamp(dated), sys_inputs={"data": values}
    )
    if not isinstance(compiled, bytes):
        raise PaperError("The paper came out in parts, so it was not made.")
    content, pages = finish(compiled)
    return RenderedPaper(content, hashlib.sha256(content).hexdigest(), pages, code, VERSIONS[code])


class _Compilers(threading.local):
    """One compiler for each template and thread: it keeps the template as it has parsed it. The values of a paper are
    given to it anew each time."""

    def __init__(self) -> None:
        self.of: dict[tuple[str, str], typst.Compiler] = {}


_compilers = _Compilers()


def _compiler(folder: str, code: str) -> typst.Compiler:
    if (folder, code) not in _compilers.of:
        path = str(TEMPLATES / folder / f"{code}.typ")
        _compilers.of[folder, code] = typst.Compiler(path, root=str(TEMPLATES), font_paths=font_set())
    return _compilers.of[folder, code]


def _has_long_runs(value: Any) -> bool:
    """Whether a value holds a run without a space that may have to be broken: only then does the template look for them,
    which costs a tenth of the making."""
    if isinstance(value, str):
        return any(len(run) > LONG_RUN for run in value.split())
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_has_long_runs(part) for part in parts)


def _timestamp(dated: dt.date) -> int:
    """The moment that the file gives as its own; taken from the view, so that the same view gives the same bytes.

    Midday of the day: the hour at which a notice was authorised is not for the subject to read, in the file either.
    """
    day = words.london_day(dated) if isinstance(dated, dt.datetime) else dated
    return int(dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC).timestamp())


def _printable(value: Any, *, field: str) -> Any:
    """A value as the templates read it: dates in words, text in composed form and known to have its glyphs."""
    if isinstance(value, str):
        return _checked(value, field)
    if isinstance(value, dt.datetime):
        return {
            "day": words.day_words(words.london_day(value)),
            "at": words.instant_words(value),
            "by": words.deadline_words(value),
        }
    if isinstance(value, dt.date):
        return {"day": words.day_words(value), "date": words.birth_words(value)}
    if isinstance(value, tuple):
        return [_printable(item, field=field) for item in value]
    if dataclasses.is_dataclass(value):
        printable = {f.name: _printable(getattr(value, f.name), field=f.name) for f in dataclasses.fields(value)}
        if isinstance(value, ServedPart):
            printable["place_words"] = PLACE_WORDS[value.place_kind]
        if isinstance(value, Clause):
            printable["provision"] = words.provision_words(printable["provision"])
        return printable
    return value


def _checked(text: str, field: str) -> str:
    missing = missing_glyphs(text)
    if missing:
        raise MissingGlyphs(field, missing)
    return unicodedata.normalize("NFC", text).strip()

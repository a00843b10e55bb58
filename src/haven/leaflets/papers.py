"""The leaflet as paper: A5 to fold, a card, Easy Read. Knows no table, so that the public host can make a draft of it."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import segno

from haven.documents.papers import (
    CardPaper,
    EasyPaper,
    EasyPart,
    LeafletPaper,
    LeafletPart,
    RenderedPaper,
    Right,
    render_public,
)
from haven.leaflets.texts import picture, text_of

WORDS = {
    "en": {
        "where": "The same on a screen, in Welsh and in Easy Read:",
        "dated": "In these words since {day}.",
        "draft": "Draft: not approved",
        "qr": "Code that leads to {address}",
    },
    "cy": {
        "where": "Yr un peth ar sgrin, yn Saesneg ac mewn Darllen Hawdd:",
        "dated": "Yn y geiriau hyn ers {day}.",
        "draft": "Drafft: heb ei gymeradwyo",
        "qr": "Cod sy’n arwain at {address}",
    },
}
_MONTHS = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "cy": (
        "Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin",
        "Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr",
    ),
}  # fmt: skip


def day_words(day: date, language: str) -> str:
    """29 November 2026, in the language."""
    return f"{day.day} {_MONTHS[language][day.month - 1]} {day.year}"


def qr_svg(address: str) -> str:
    """The address as a drawing that a telephone reads. Nothing but the address is in it."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False, svgns=True)
    return out.getvalue().decode().strip()


def address_of(site: str, language: str, path: str = "i") -> str:
    """Where it leads: a neutral address of the public site, in the language."""
    return f"{site.rstrip('/')}/{'cy/' if language == 'cy' else ''}{path}"


def shared(language: str, title: str, dated: date, site: str, *, path: str = "i", mark: str = "") -> dict[str, Any]:
    """What every paper for the public carries. The printed address leaves out how it is fetched."""
    address, words = address_of(site, language, path), WORDS[language]
    plain = address.split("://", 1)[-1]
    return {
        "language": language,
        "title": title,
        "dated": dated,
        "dated_words": words["dated"].format(day=day_words(dated, language)),
        "mark": mark,
        "address": plain,
        "qr": qr_svg(address),
        "qr_alt": words["qr"].format(address=plain),
    }


def make_paper(fmt: str, language: str, site: str, *, approved: bool) -> RenderedPaper:
    """The leaflet in a format (a5, card, easy). One that nobody approved says so in its foot. Raises KeyError for a format
    or language that there is not."""
    makers = {"a5": _leaflet, "card": _card, "easy": _easy}
    mark = "" if approved else WORDS[language]["draft"]
    return render_public(f"leaflet_{fmt}", makers[fmt](language, site, mark))


def _leaflet(language: str, site: str, mark: str) -> LeafletPaper:
    text = text_of(language)
    parts = tuple(
        LeafletPart(
            heading=s["heading"],
            text=tuple(s.get("text", ())),
            points=tuple(s.get("points", ())),
            new_page=s.get("new_page", False),
        )
        for s in text["section"]
    )
    return LeafletPaper(
        **shared(language, text["title"], text["from"], site, mark=mark),
        lead=text["lead"],
        parts=parts,
        rights=tuple(Right(right=r["right"], means=r["means"]) for r in text["right"]),
        rights_after=rights_after(text),
        where_words=WORDS[language]["where"],
    )


def rights_after(text: dict[str, Any]) -> int:
    """After which section the rights stand: the one that says so, which introduces them."""
    return next(n for n, s in enumerate(text["section"]) if s.get("rights_follow"))


def _card(language: str, site: str, mark: str) -> CardPaper:
    text = text_of(language)
    card = text["card"]
    return CardPaper(
        **shared(language, card["title"], text["from"], site, mark=mark),
        lines=tuple(card["lines"]),
        more=card["more"],
        back=tuple(card["back"]),
    )


def _easy(language: str, site: str, mark: str) -> EasyPaper:
    text = text_of(language, easy=True)
    return EasyPaper(
        **shared(language, text["title"], text["from"], site, path="i/easy", mark=mark),
        lead=text["lead"],
        parts=tuple(
            EasyPart(picture=picture(p["picture"]), heading=p["heading"], lines=tuple(p["lines"])) for p in text["part"]
        ),
        where_words=WORDS[language]["where"],
    )

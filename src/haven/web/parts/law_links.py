"""Where a citation leads: every provision on a page opens the page of the law that says how Haven reads it."""

from __future__ import annotations

import re
from functools import lru_cache

from markupsafe import Markup, escape

from haven.web.parts.words import cite_short
from haven_law.citation import ACT, INSTRUMENTS
from haven_law.provisions import page_of, part_3

BESIDE, RULES, QUESTIONS = "/law/beside", "/law/our-rules", "/law/questions"

# Citations inside a sentence: ours with or without the Act, other instruments with their name.
_OURS = r"(?:DAA 2021 )?(?:ss?\.\d+[A-Z]?(?:\(\w+\))*(?:-\(\w+\))?(?:,? (?:and )?\d+[A-Z]?(?:\(\w+\))+(?:-\(\w+\))?)*)"
_OTHER = r"(?:[A-Z][A-Za-z]+ (?:19|20)\d{2} (?:ss?|rr?|reg|Sch|PD)\.? ?[\w().-]*[\w)])"
_IN_SENTENCE = re.compile(rf"(?<![\w.])(?:{_OTHER}|{_OURS})")
_POINT = re.compile(r"\bA\d{1,2}\b")
_SECTION = re.compile(r"^s{0,2}\.?\s*(\d+[A-Z]?|Sch\.\d+)")
_INSTRUMENT = re.compile(r"^(SI \d{4}/\d+|[A-Z][A-Za-z]*(?: [A-Z][A-Za-z]*)* \d{4}|Victims' Code)")


@lru_cache(maxsize=4096)
def law_address(provision: str) -> str:
    """The address of the page about a provision: its section with the subsection, an instrument beside, our own rules."""
    text = str(provision).strip()
    if not text:
        return "/law"
    if text.casefold().startswith(("haven ", "our rule")):
        return f"{RULES}#{rule_slug(text)}"
    instrument = instrument_of(text)
    if instrument is not None and instrument != ACT:
        return f"{BESIDE}#{slug(instrument)}"
    number = text.removeprefix(f"{ACT} ")
    found = _SECTION.match(number)
    if found is None or found[1] not in sections():
        return f"{BESIDE}#{slug(ACT) if found else 'other'}"
    cited = number if number.startswith("Sch.") else f"s.{_bare(number)}"
    return page_of(f"{ACT} {cited}") or "/law"


def _bare(number: str) -> str:
    return re.sub(r"^s{1,2}\.\s*", "", number)


@lru_cache(maxsize=1)
def sections() -> frozenset[str]:
    """The sections that have a page."""
    return frozenset(row.opens for row in part_3())


def instrument_of(text: str) -> str | None:
    """The instrument that a citation begins with; "other" for one that is not known; None for a bare section."""
    found = _INSTRUMENT.match(text)
    if found is None:
        return None if _SECTION.match(text) else "other"
    name = found[1]
    return name if name in INSTRUMENTS or name in MORE or name.startswith("SI ") else "other"


# Instruments that pages name besides those of the law package.
MORE: dict[str, str] = {
    "DPA 2018": "Data Protection Act 2018",
    "MCA 1980": "Magistrates' Courts Act 1980",
    "CAA 1968": "Criminal Appeal Act 1968",
    "BA 1976": "Bail Act 1976",
    "MHA 1983": "Mental Health Act 1983",
}


def slug(name: str) -> str:
    """An anchor made of a name."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")


def rule_slug(rule: str) -> str:
    """The anchor of one of our own rules; those of the access table share one."""
    folded = rule.casefold().split(":")[0]
    if folded.startswith("our rule"):
        return "our-rule"
    return "haven-access" if folded.startswith("haven access") else slug(folded)


def law_link(provision: object) -> Markup:
    """A citation as a link, in its short form."""
    text = str(provision)
    return Markup('<a class="hv-cite" href="{}">{}</a>').format(law_address(text), cite_short(text))


def law_linked(text: object) -> Markup:
    """A sentence with every citation in it as a link. What holds tags already stays as it is."""
    if isinstance(text, Markup) and "<" in text:
        return text
    return _with_links(str(escape(text)), _IN_SENTENCE, lambda cited: law_address(cited))


def points_linked(text: object) -> Markup:
    """Words that name unsettled points, each number as a link to what is said of it."""
    return _with_links(str(escape(text)), _POINT, lambda code: f"{QUESTIONS}#{code.lower()}")


def _with_links(escaped: str, pattern: re.Pattern[str], address: object) -> Markup:
    def link(found: re.Match[str]) -> str:
        href = address(found[0].replace("&#39;", "'"))  # type: ignore[operator]
        return f'<a class="hv-cite hv-cite--in" href="{escape(href)}">{found[0]}</a>'

    return Markup(pattern.sub(link, escaped))  # noqa: S704  escaped above, and only links are added


FILTERS = {
    "law_address": law_address,
    "law_link": law_link,
    "law_linked": law_linked,
    "points_linked": points_linked,
}

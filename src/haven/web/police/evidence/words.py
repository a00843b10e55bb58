"""How evidence is said on a page."""

from typing import Any

from django.utils.translation import gettext as _

from haven.evidence.checker import sniff
from haven.evidence.checker.answer import NOTES
from haven.evidence.models import Evidence, Upload
from haven.sealed.ciphers import decipher

# state -> the kind of mark and the word. Red is kept for what somebody must act on.
MARKS = {
    "waiting": ("draft", _("Waiting for the file")),
    "receiving": ("draft", _("Coming in")),
    "quarantined": ("wait", _("Being checked")),
    "accepted": ("plain", _("Checked")),
    "refused": ("refused", _("Refused")),
}
SCANNED = {
    "not_scanned": _("Not scanned for viruses: no scanner is set up"),
    "clean": _("Scanned for viruses: nothing found"),
    "found": _("Scanned for viruses: something found"),
}


def size_words(size: int | None) -> str:
    """A size as people say it: 3.4 MB."""
    if size is None:
        return ""
    if size < 1_000_000:
        return _("%(n)s kB") % {"n": max(1, round(size / 1000))}
    return _("%(n)s MB") % {"n": f"{size / 1_000_000:.1f}".removesuffix(".0")}


def mark(exhibit: Evidence) -> tuple[str, str]:
    if exhibit.withdrawn_at is not None:
        return ("end", _("Withdrawn"))
    return MARKS[exhibit.upload.state]


def shown_words(upload: Upload, owner: str) -> str:
    return decipher(owner, upload.words_enc)


def line(exhibit: Evidence) -> dict[str, Any]:
    """One exhibit of a list."""
    upload, owner = exhibit.upload, exhibit.breach.case.ref
    return {
        "exhibit": exhibit,
        "number": exhibit.number,
        "words": shown_words(upload, owner),
        "kind": upload.get_kind_display(),
        "mark": mark(exhibit),
        "type": sniff.WORDS.get(upload.found_type, ""),
        "size": size_words(upload.size),
        "captured_at": upload.captured_at,
        "by": exhibit.recorded_by.name if exhibit.recorded_by else "",
        "why": upload.why,
        "waiting": upload.state == "quarantined",
    }


def notes_of(upload: Upload) -> list[str]:
    return [NOTES[code] for code in upload.notes if code in NOTES]


def in_groups(digest: str) -> str:
    """A hash in groups of eight, to be read against another."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))

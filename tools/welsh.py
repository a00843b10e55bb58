"""The Welsh of the public host: gathers its strings from the code, keeps src/haven/locale/cy in step with them, compiles it.

    .venv/bin/python tools/welsh.py           bring the catalogue into step: new strings come in empty, old ones go
    .venv/bin/python tools/welsh.py --check   say what is missing and where it stands; exit code 1 when something is

What counts: every template of web/public and all that it takes from web/parts, the Python of web/public, and the modules
named in ALSO. Pages of responsible persons are left out: the clauses they show are in English only (ADR 20). So is the
telephone of practice; what the phone line says has its Welsh beside its English (ADR 19)."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "haven"
WEB = SOURCE / "web"
FOLDER = SOURCE / "locale" / "cy" / "LC_MESSAGES"
PO, MO = FOLDER / "django.po", FOLDER / "django.mo"
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
JINJA = {"extensions": "jinja2.ext.i18n, jinja2.ext.do", "trim_blocks": "true", "lstrip_blocks": "true"}
# Python outside web/public whose words stand on public pages.
ALSO = (
    "feedback/questions.py",
    "feedback/papers.py",
    "feedback/easy_paper.py",
    "web/parts/words.py",
    "web/parts/rendering.py",
    "web/parts/wording.py",
    "web/parts/moments.py",
    "web/parts/fields.py",
    "web/parts/govuk.py",
)
ENGLISH_ONLY = ("work", "line")
TAKEN = re.compile(r"""{%-?\s*(?:extends|from|import|include)\s+"([^"]+)""")
PLACE = re.compile(r"%\(\w+\)s|%s|%d")
# The same strings make the same bytes on every day: the version that a translator approves is made from them.
NO_DAY = datetime(2026, 1, 1, tzinfo=UTC)
# Words that are the same in both languages.
SAME = frozenset({"%(day)s, %(time)s", "%(hours)s %(minutes)s", "PIN", "Person %(number)s", "post"})


def sources() -> list[Path]:
    """Every file whose strings a page of the public host can show."""
    pages = [p for p in (WEB / "public").rglob("*.j2") if p.parent.name not in ENGLISH_ONLY]
    code = [p for p in (WEB / "public").rglob("*.py") if not p.name.startswith(ENGLISH_ONLY)]
    return sorted({*_with_what_they_take(pages), *code, *(SOURCE / name for name in ALSO)})


def _with_what_they_take(pages: list[Path]) -> Iterator[Path]:
    waiting, seen = list(pages), set()
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        yield page
        for name in TAKEN.findall(page.read_text()):
            waiting += [f for f in (w / "templates" / name for w in (WEB / "public", WEB / "parts")) if f.is_file()]


def wanted() -> Catalog:
    """The strings as they stand in the code, each with its places."""
    catalogue = Catalog(locale="cy", domain="django", fuzzy=False)
    for path in sources():
        method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
        options = {} if path.suffix == ".py" else JINJA
        found = extract(method, io.BytesIO(path.read_bytes()), KEYWORDS, options=options)
        for line, message, _comments, context in found:
            place = (str(path.relative_to(ROOT)), line)
            catalogue.add(message, locations=[place], context=context)
    return catalogue


def in_step(now: Catalog) -> Catalog:
    """The catalogue with exactly these strings, and the Welsh that was there."""
    kept = read_po(PO.open("rb"), locale="cy") if PO.exists() else Catalog(locale="cy")
    fresh = Catalog(locale="cy", domain="django", fuzzy=False)
    for message in sorted((m for m in now if m.id), key=_key):
        before = kept.get(message.id, message.context)
        fresh.add(message.id, before.string if before is not None else "", context=message.context, flags=message.flags)
    return fresh


def _key(message: Message) -> tuple[str, str]:
    first = message.id if isinstance(message.id, str) else message.id[0]
    return first, message.context or ""


def as_po(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalogue, width=0, omit_header=True, no_location=True)
    forms = catalogue.plural_forms
    head = f'msgid ""\nmsgstr ""\n"Language: cy\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {forms};\\n"\n\n'
    return head.replace(";;", ";").encode() + out.getvalue()


def as_mo(po: bytes) -> bytes:
    out = io.BytesIO()
    catalogue = read_po(io.BytesIO(po), locale="cy")
    catalogue.creation_date = catalogue.revision_date = NO_DAY
    write_mo(out, catalogue)
    return out.getvalue()


def faults(now: Catalog, held: Catalog) -> list[str]:
    """What a reader of Welsh would miss: a sentence for each."""
    found = []
    for message in (m for m in held if m.id):
        english = [message.id] if isinstance(message.id, str) else list(message.id)
        welsh = [message.string] if isinstance(message.string, str) else list(message.string)
        where = now.get(message.id, message.context)
        place = ":".join(str(part) for part in where.locations[0]) if where and where.locations else "?"
        said = english[0]
        if not all(welsh):
            found.append(f"{place}: no Welsh for “{said}”")
        elif any(set(PLACE.findall(text)) - set(PLACE.findall(" ".join(english))) for text in welsh):
            found.append(f"{place}: the Welsh of “{said}” fills in something that the English does not")
        elif isinstance(message.id, str) and set(PLACE.findall(said)) - set(PLACE.findall(welsh[0])):
            found.append(f"{place}: the Welsh of “{said}” leaves out what is filled in")
        elif welsh[0] == said and said not in SAME and re.search(r"[A-Za-z]{2}", PLACE.sub("", said)):
            found.append(f"{place}: the Welsh of “{said}” is the English")
    return found


def main() -> int:
    now = wanted()
    held = in_step(now)
    po = as_po(held)
    if "--check" not in sys.argv:
        FOLDER.mkdir(parents=True, exist_ok=True)
        PO.write_bytes(po)
        MO.write_bytes(as_mo(po))
        return 0
    if not PO.exists() or PO.read_bytes() != po or not MO.exists() or MO.read_bytes() != as_mo(po):
        print(f"Not fresh: {PO.relative_to(ROOT)}. Run tools/messages.", file=sys.stderr)
        return 1
    missing = faults(now, held)
    if missing:
        print(*missing, sep="\n", file=sys.stderr)
        print(
            f"{len(missing)} strings of the public host are not in Welsh. Run tools/messages, write the Welsh beside each "
            f"in {PO.relative_to(ROOT)} (a draft: a translator approves it later), and run tools/messages again.",
            file=sys.stderr,
        )
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())

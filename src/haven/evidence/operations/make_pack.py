"""Make the pack that was asked for: statement, papers that were served, exhibits, continuity, and the list of hashes."""

from __future__ import annotations

import csv
import io
import logging
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from haven.cases.chronology import lock_case, record
from haven.cases.papers import keep_case_paper, paper_bytes
from haven.documents.papers import BreachStatementPaper, PaperError, render_breach_statement
from haven.evidence import store
from haven.evidence.checker import sniff
from haven.evidence.knowledge import knowledge_of
from haven.evidence.models import Evidence, Pack
from haven.evidence.operations.ask_pack import may_be_sent
from haven.evidence.packfile import PackWriter
from haven.evidence.queries import copy_parts
from haven.evidence.statement import statement_of
from haven.notices.views import text_of
from haven.sealed import files
from haven.sealed.ciphers import decipher, token
from haven.sealed.gate import sealed_kinds_in
from haven_law.findings import Refused

logger = logging.getLogger(__name__)

HELD = timedelta(minutes=20)
READ_ME = """Pack for the prosecutor, breach {ref}

statement.pdf     the statement about the breach, to be signed
served/           the papers that were served on the subject
exhibits/         copies without hidden data; the originals are kept unaltered
chronology.csv    what happened when
continuity.csv    who had each original, and when
SHA256SUMS        the SHA-256 of each file: check with   sha256sum -c SHA256SUMS
manifest.json     the same list with what each file is

Whether the pack is whole:   haven pack verify FILE
It is sealed as a whole: one changed byte anywhere is found.
"""


class NotMade(Exception):
    """Why no pack was made, in a sentence for the person who asked."""


@dataclass(frozen=True)
class Contents:
    """All that goes in, read before a byte is written."""

    pack: Pack
    exhibits: list[Evidence]
    statement: BreachStatementPaper
    chronology: str
    continuity: str
    papers: list[tuple[str, bytes]]


def make_next_pack(at: datetime) -> Pack | None:
    """Make the pack that waits longest. None when there is none."""
    pack = _claim(at)
    if pack is None:
        return None
    name = token()
    try:
        _write(pack, name, at)
    except NotMade as problem:
        _failed(pack, str(problem), name)
    except Refused as refused:
        _failed(pack, refused.findings[0].because, name)
    except PaperError as problem:
        _failed(pack, str(problem).rstrip("."), name)
    except Exception as problem:  # noqa: BLE001  whatever went wrong, the page says that it did
        logger.error("A pack was not made: %s", type(problem).__name__)
        _failed(
            pack,
            "Something went wrong while it was made. Ask for it again; if it fails again, tell the administrator",
            name,
        )
    pack.refresh_from_db()
    return pack


@transaction.atomic
def _claim(at: datetime) -> Pack | None:
    free = Q(state="asked") | Q(state="making", claimed_until__lte=at)
    rows = Pack.objects.select_for_update(skip_locked=True, of=("self",)).filter(free)
    pack = rows.select_related("breach__case", "asked_by").order_by("pk").first()
    if pack is not None:
        pack.state, pack.claimed_until, pack.done = "making", at + HELD, 0
        pack.save(update_fields=["state", "claimed_until", "done"])
    return pack


def _failed(pack: Pack, why: str, name: str) -> None:
    store.path_of("packs", name).unlink(missing_ok=True)
    Pack.objects.filter(pk=pack.pk, state="making").update(state="failed", why=why[:300], claimed_until=None)


def _write(pack: Pack, name: str, at: datetime) -> None:
    contents = _contents(pack, at)
    _gate(contents)
    owner = pack.breach.case.ref
    Pack.objects.filter(pk=pack.pk).update(total=len(contents.exhibits) + len(contents.papers) + 2)
    with files.writer(owner, store.path_of("packs", name)) as out:
        about = {
            "breach": pack.breach.ref,
            "audience": pack.audience,
            "made_at": at.isoformat(timespec="seconds"),
            "made_for": contents.statement.maker_words,
        }
        writer = PackWriter(out, about, at)
        _fill(writer, contents, at)
        manifest = writer.finish()
    digest, size = files.hash_of(owner, store.path_of("packs", name))  # of what is read back from the disk
    if digest != writer.sha256:
        raise NotMade("The pack was not written as it was made. Ask for it again")
    _ready(pack, manifest, digest, size, name, at)


def _contents(pack: Pack, at: datetime) -> Contents:
    rows = Evidence.objects.filter(pk__in=pack.exhibits).select_related("upload", "breach__case").order_by("number")
    exhibits = list(rows)
    for exhibit in exhibits:
        if not may_be_sent(exhibit):
            raise NotMade(f"Exhibit {exhibit.number} was withdrawn meanwhile. Ask again without it")
    statement = statement_of(pack.breach, exhibits, by=pack.asked_by, at=at)
    known = knowledge_of(pack.breach)
    return Contents(
        pack=pack,
        exhibits=exhibits,
        statement=statement,
        chronology=_csv(("When", "What", "By"), ((k.when, k.words, k.by) for k in statement.chronology)),
        continuity=_csv(("Exhibit", "From", "To", "When", "Why"), _steps(exhibits)),
        papers=[(f"{p.about_ref.replace('/', '-')}-{n}", paper_bytes(p)) for n, p in enumerate(known.papers, 1)],
    )


def _steps(exhibits: Sequence[Evidence]) -> Iterable[tuple[str, ...]]:
    for exhibit in exhibits:
        for step in exhibit.handlings.all():
            why = decipher(exhibit.breach.case.ref, step.why_enc)
            yield (str(exhibit.number), step.from_words, step.to_words, step.at.isoformat(timespec="seconds"), why)


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([cell(value) for value in row] for row in rows)
    return "\ufeff" + out.getvalue()


def cell(text: str) -> str:
    """A value that a spreadsheet shows and does not run."""
    start = unicodedata.normalize("NFKC", text).lstrip()[:1]
    return "'" + text if start and start in "=+-@\t\r" else text


def _gate(contents: Contents) -> None:
    """Nothing that tells where the protected person can be found leaves in a pack, in whatever words it stands."""
    case = contents.pack.breach.case
    owners = (f"person:{case.protected_id}", case.ref)
    asked_by = f"user:{contents.pack.asked_by_id}"
    texts = [("the statement", text_of(contents.statement)), ("the continuity", contents.continuity)]
    texts += [(f"exhibit {e.number}", decipher(case.ref, e.text_enc)) for e in contents.exhibits if e.text_enc]
    for what, text in texts:
        if sealed_kinds_in(text, owners=owners, asked_by=asked_by):
            because = "holds something that the subject may not know, such as a place, a telephone number or a school"
            raise NotMade(
                f"No pack was made: {what} {because}. Leave it out or have its words corrected, and ask again"
            )


def _fill(writer: PackWriter, contents: Contents, at: datetime) -> None:
    pack = contents.pack
    writer.add_bytes("README.txt", READ_ME.format(ref=pack.breach.ref).encode(), what="What is in the pack")
    writer.add_bytes("statement.pdf", _statement(contents), what="Statement about the breach")
    _further(pack)
    for name, content in contents.papers:
        writer.add_bytes(f"served/{name}.pdf", content, what="Paper that was served")
        _further(pack)
    for exhibit in contents.exhibits:
        _add_exhibit(writer, exhibit)
        _further(pack)
    writer.add_bytes("chronology.csv", contents.chronology.encode(), what="What happened when")
    writer.add_bytes("continuity.csv", contents.continuity.encode(), what="Who had each original")
    _further(pack)


def _further(pack: Pack) -> None:
    """How far it is, for the page that shows it."""
    pack.done += 1
    Pack.objects.filter(pk=pack.pk).update(done=pack.done)


def _statement(contents: Contents) -> bytes:
    """The statement, kept as a paper of the case too. Its gate is asked again there."""
    rendered = render_breach_statement(contents.statement)
    keep_case_paper(
        contents.pack.breach.case,
        rendered,
        text=text_of(contents.statement),
        audience="court",
        about=("breach", contents.pack.breach.ref),
        by=contents.pack.asked_by,
    )
    return rendered.bytes


def _add_exhibit(writer: PackWriter, exhibit: Evidence) -> None:
    assert exhibit.copy_size is not None
    path = f"exhibits/exhibit-{exhibit.number}.{sniff.ENDINGS[exhibit.copy_type]}"
    digest = writer.add(
        path,
        copy_parts(exhibit),
        exhibit.copy_size,
        what=f"Exhibit {exhibit.number}, copy without hidden data",
        original_sha256=exhibit.sha256,
        original_size=exhibit.upload.size,
    )
    if digest != exhibit.copy_sha256:
        raise NotMade(
            f"No pack was made: the copy of exhibit {exhibit.number} is not as it was kept. Tell the administrator"
        )


@transaction.atomic
def _ready(pack: Pack, manifest: dict[str, Any], digest: str, size: int, name: str, at: datetime) -> None:
    case = lock_case(pack.breach.case_id)
    fresh = Pack.objects.select_for_update(of=("self",)).get(pk=pack.pk)
    if fresh.state != "making":
        raise NotMade("Another worker made it")
    fresh.state, fresh.made_at, fresh.manifest = "ready", at, manifest
    fresh.sha256, fresh.size, fresh.file_name, fresh.claimed_until = digest, size, name, None
    fresh.done = fresh.total
    fresh.save()
    facts = {"ref": pack.breach.ref, "n": len(pack.exhibits), "sha256": digest}
    record(case, "pack.made", by=pack.asked_by, at=at, about=("breach", pack.breach.ref), facts=facts)

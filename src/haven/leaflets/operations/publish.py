"""The leaflet of this release counts from today in one language: somebody with a name has approved its words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from haven.accounts.models import User
from haven.cases.permissions import may
from haven.leaflets.models import LeafletVersion
from haven.leaflets.papers import make_paper
from haven.leaflets.queries import current, words_here
from haven.leaflets.texts import EASY, FORMATS, LANGUAGES, PAPERS, RIGHTS, text_of
from haven_law.clock import to_london
from haven_law.findings import refuse

RULE = "Haven leaflet rule"


@dataclass(frozen=True)
class PublishLeaflet:
    """In which language, plain or Easy Read, who approved the words, and what makes them able to: for Welsh a translator,
    for Easy Read somebody who reviews with people with a learning disability."""

    language: str
    easy: bool
    approved_by: str
    standing: str


@transaction.atomic
def publish_leaflet(command: PublishLeaflet, *, by: User, at: datetime) -> list[LeafletVersion]:
    """Make every format of it count from today; what counted before counts until yesterday. Refused: to any but an
    administrator; without a name or what makes them able to; when these very words count already. Raises ValueError for a
    language that there is not."""
    if command.language not in LANGUAGES:
        raise ValueError(f"There is no leaflet in {command.language!r}.")
    may(by, "publish_leaflet", None, at).require()
    if not command.approved_by.strip() or not command.standing.strip():
        refuse(RULE, "Say who approved the words, and what makes them able to").require()
    today = to_london(at).date()
    made = [_publish(command, fmt, by, at) for fmt in FORMATS if (fmt in EASY) == command.easy]
    if not any(made):
        refuse(RULE, "These words count already").require()
    return [row for row in made if row is not None and row.from_day == today]


def _publish(command: PublishLeaflet, fmt: str, by: User, at: datetime) -> LeafletVersion | None:
    today, words = to_london(at).date(), words_here(command.language, fmt)
    rows = current(today).select_for_update().filter(language=command.language, format=fmt)
    before = rows.first()
    if before is not None and before.text_version == words:
        return None
    if before is not None:
        # What began today and is replaced today counted on no whole day: its last day stands before its first.
        LeafletVersion.objects.filter(pk=before.pk).update(until_day=today - timedelta(days=1))
    paper = make_paper(fmt, command.language, settings.PUBLIC_URL, approved=True) if fmt in PAPERS else None
    text = text_of(command.language, command.easy)
    return LeafletVersion.objects.create(
        code=RIGHTS,
        language=command.language,
        format=fmt,
        from_day=today,
        text_version=words,
        text={} if fmt in PAPERS else {key: value for key, value in text.items() if key != "from"},
        document=paper.bytes if paper is not None else None,
        sha256=paper.sha256 if paper is not None else "",
        approved_by=command.approved_by.strip()[:120],
        standing=command.standing.strip()[:160],
        recorded_by=by,
    )

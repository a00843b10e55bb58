"""What is known of a case beside its people: where the subject is held, numbers, risk, firearms, bail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haven.accounts.actors import words_at
from haven.cases.models import Case, Detention, RiskAssessment
from haven.cases.operations.record_risk import TOOLS
from haven.cases.queries import held_now
from haven.parties.models import PersonName
from haven.sealed.ciphers import decipher
from haven.web.parts.words import day_time, table_day

Row = tuple[str, str | None]


def risk_rows(case: Case, *, judgement: bool) -> list[Row]:
    """The latest assessment: grade and tool, when and by whom, the force's own number, and with `judgement` the officer's."""
    risk = case.risks.filter(voided_at__isnull=True).select_related("by").order_by("-at", "-pk").first()
    if risk is None:
        return [(_("Risk"), None)]
    grade = f"{RiskAssessment.GRADES[risk.grade]} ({TOOLS.get(risk.tool, risk.tool)})"
    by = _("%(when)s, %(who)s") % {"when": day_time(risk.at), "who": words_at(risk.by, risk.at)}
    said = decipher(case.ref, risk.judgement_enc) if judgement else ""
    return [
        (_("Risk"), f"{grade}, {risk.score}" if risk.score else grade),
        (_("Assessed"), by),
        (_("Force record"), risk.force_record_no or None),
        (_("Judgement"), said or None),
    ]


def record_rows(case: Case) -> list[Row]:
    """Numbers of the force's own systems, and firearms."""
    numbers = [f"{ref.get_kind_display()} {ref.number}" for ref in case.incident_refs.order_by("pk")]
    firearms = case.firearms.filter(voided_at__isnull=True).order_by("-pk").first()
    said = None
    if firearms is not None:
        said = f"{firearms.get_answer_display()}{f': {firearms.detail}' if firearms.detail else ''}"
    return [(_("Numbers"), "; ".join(numbers) or None), (_("Firearms"), said)]


def held_rows(case: Case, *, past: bool = False) -> list[Row]:
    """Where the subject is held, until when; with `past` also where they were."""
    rows: list[Row] = [(_("Held"), held_words(row)) for row in held_now(case)]
    if past:
        ended = case.detentions.filter(released_at__isnull=False, voided_at__isnull=True).order_by("-released_at")[:10]
        rows += [(_("Was held"), held_words(row)) for row in ended]
    return rows


def held_words(row: Detention) -> str:
    said = {"kind": row.get_kind_display(), "place": row.place, "since": day_time(row.from_at)}
    told = _("%(kind)s, %(place)s, since %(since)s") % said
    if row.released_at is not None:
        return told + _(", released %(when)s") % {"when": day_time(row.released_at)}
    if row.expected_release_at is not None:
        return told + _(", release expected %(when)s") % {"when": day_time(row.expected_release_at)}
    return told + _(", release not known")


def bail_rows(case: Case, *, words: bool) -> list[Row]:
    """Each condition of bail with its end, and with `words` what it says: conditions name the protected person."""
    found: list[Row] = []
    for row in case.bail_conditions.filter(voided_at__isnull=True).order_by("from_at", "pk"):
        until = _(", until %(when)s") % {"when": day_time(row.ends_at)} if row.ends_at else _(", end not known")
        found.append((row.power or _("Bail"), (row.words if words else _("A condition, not shown")) + until))
    return found


def children_words(case: Case) -> str | None:
    children = case.children.filter(voided_at__isnull=True)
    count, saw = len(children), sum(1 for child in children if child.saw_it)
    if not count:
        return None
    told = ngettext("%(n)s child", "%(n)s children", count) % {"n": count}
    return f"{told}, {_('%(n)s saw or heard it') % {'n': saw}}" if saw else told


def names_words(names: Iterable[PersonName], shown: str, *, protected: bool = False) -> str | None:
    """The other names, each with its kind and its days; of a protected person whether the subject knows it."""
    found = []
    for name in names:
        if name.as_written == shown:
            continue
        parts = [str(name.get_kind_display()).lower(), *_days(name)]
        if protected:
            parts.append(_("the subject knows it") if name.known_to_subject else _("the subject must not know it"))
        found.append(f"{name.as_written} ({', '.join(parts)})")
    return "; ".join(found) or None


def _days(name: PersonName) -> list[str]:
    said: dict[str, Any] = {
        "from": table_day(name.from_day) if name.from_day else "",
        "until": table_day(name.until_day) if name.until_day else "",
    }
    if name.from_day and name.until_day:
        return [_("%(from)s to %(until)s") % said]
    if name.from_day:
        return [_("from %(from)s") % said]
    return [_("until %(until)s") % said] if name.until_day else []

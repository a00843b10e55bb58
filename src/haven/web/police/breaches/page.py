"""What the page of one breach shows: what was broken in the words of the time, what follows, the course and its delays."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from haven.breaches.course import Delay, Step, delays_of, steps_of
from haven.breaches.models import Breach, BreachOutcome
from haven.breaches.operations.correct_breach import what_words
from haven.breaches.operations.record_arrest import POWER_WORDS
from haven.breaches.operations.record_charge import QUESTION, may_be_charged
from haven.breaches.patterns import Pattern, pattern, seen_by
from haven.breaches.queries import open_clocks, owners_of, sentence_words
from haven.breaches.states import RESULT_WORDS, shown, standing_outcomes, state
from haven.cases.advice import legal_view
from haven.cases.models import BailCondition
from haven.cases.permissions import may
from haven.notices.unnamed import unnamed
from haven.orders import states as order_states
from haven.parties.queries import display_name
from haven.sealed.ciphers import decipher
from haven.web.asking import StaffRequest
from haven.web.parts.words import day_time, plain_day, table_day
from haven.web.police.breaches.acts import possible, warrant_is_a_road
from haven.web.police.breaches.more_views import pairs_of
from haven.web.police.evidence.card import evidence_card
from haven_law.findings import from_json

ANSWERS = {"yes": ("plain", "In force"), "no": ("end", "Not an offence"), "lawyer": ("wait", "For a lawyer")}
MOST_OTHERS = 8


def page_values(request: StaffRequest, found: Breach) -> dict[str, Any]:
    """Everything that the page shows to this person."""
    case, at = found.case, request.now
    reads = may(request.user, "see_account", case, at).lawful is True
    steps = steps_of(found)
    acts = possible(request, found)
    return {
        "breach": found,
        "case": case,
        "page_title": _("Breach %(ref)s") % {"ref": found.ref},
        "name": display_name(case.subject),
        "state": shown(found, at),
        "code": state(found, at),
        "facts": _facts(found),
        "clauses": [_clause(c, found) for c in found.clauses.all()],
        "then": _then(found),
        "known": known_words(found),
        "outcomes": [_outcome(o) for o in standing_outcomes(found)],
        "account": decipher(case.ref, found.account_enc) if reads else "",
        "excuse": _said(found, found.excuse_enc, reads),
        "place": _said(found, found.place_enc, reads),
        "online": json.loads(_said(found, found.online_enc, reads) or "{}"),
        "not_arrested": _said(found, found.response_enc, reads),
        "main_acts": [(code, act.words) for code, act in acts if act.main],
        "more_acts": [(code, act.words) for code, act in acts if not act.main],
        "may_take": found.owner_id != request.user.pk and may(request.user, "own_breach", case, at).lawful is True,
        "owner": found.owner.name if found.owner is not None else owners_of([found]).get(case.pk, ""),
        "clock": open_clocks([found]).get(found.ref),
        "custody": open_clocks([found], "custody").get(found.ref),
        "remand": open_clocks([found], "remand_s30").get(found.ref),
        "steps": [_step(s) for s in steps],
        "delays": [_delay(d) for d in delays_of(found, at, steps)],
        "bail": [_bail(b) for b in found.bail.all()],
        "warrant_road": warrant_is_a_road(found),
        "advice": advice_words(found),
        "pattern": _pattern(request, found),
        "corrections": _corrections(request, found),
        "retractions": [_retraction(r, found, reads) for r in found.retractions.all() if r.voided_at is None],
        "sent": request.GET.get("sent") == "1",
        "evidence": evidence_card(request, found),
        "now": at,
    }


def _said(found: Breach, kept: bytes | memoryview | None, reads: bool) -> str:
    return decipher(found.case.ref, bytes(kept)) if reads and kept else ""


def _facts(found: Breach) -> list[tuple[str, str | None]]:
    reporter = found.reported_by.name if found.reported_by else found.reporter_words or _("not known")
    told = f"{found.get_source_display()}: {reporter}" if found.source != "officer" else reporter
    power = POWER_WORDS.get(found.arrest_power)
    return [
        (_("Happened"), happened_words(found)),
        (_("How"), f"{found.get_where_display()}, {found.get_jurisdiction_display()}"),
        (_("Reported"), f"{day_time(found.reported_at)}, {told}"),
        (_("In danger then"), found.get_in_danger_display()),
        (_("Done at once"), found.get_response_display()),
        (_("Power of arrest"), power),
        (_("Protected person seen"), _seen(found)),
        (_("Reason of the subject"), found.get_excuse_said_display()),
        (_("Other offence"), found.other_offence or None),
        (_("No further action"), found.decided_not_why or None),
    ]


def _seen(found: Breach) -> str:
    words = found.get_protected_seen_display()
    if found.protected_seen == "not_yet":
        return words
    return f"{words}. {_('Safe')}: {found.get_protected_safe_display().lower()}"


def happened_words(found: Breach) -> str:
    """A time, between two times, or a day: never a time that nobody gave."""
    start, end = found.happened.lower, found.happened.upper
    if found.happened_precision == "day":
        return table_day(start)
    if found.happened_precision == "between":
        return _("Between %(start)s and %(end)s") % {"start": day_time(start), "end": day_time(end)}
    return day_time(start)


def _clause(row: Any, found: Breach) -> dict[str, Any]:
    kind, word = ANSWERS[row.answer]
    because = [from_json(f) for f in row.findings]
    return {
        "number": row.clause,
        "text": unnamed(row.wording_copy, found.case.protected),
        "state": (kind, word),
        "findings": because,
    }


def _then(found: Breach) -> dict[str, Any] | None:
    """The law's answer for the paper as a whole, where it is not simply in force."""
    if found.then_answer == "yes":
        return None
    return {"state": ANSWERS[found.then_answer], "findings": [from_json(f) for f in found.then_findings]}


def known_words(found: Breach) -> str:
    """How it is shown that the subject knew: service of the version of that time, or how else they were told."""
    if found.notice is not None:
        served = found.notice.served_at
        return _("Served on them %(when)s") % {"when": day_time(served)} if served else _("Not served")
    assert found.order is not None
    version = order_states.version_at(found.order, found.happened.lower)
    if version is None:
        return _("Not in force then")
    if version.served_at is not None and version.served_at <= found.happened.upper:
        return _("Served on them %(when)s") % {"when": day_time(version.served_at)}
    if version.notice_given_to_subject:
        return _("Given notice of the proceedings; the order itself was not served by then")
    first = min((a for a in version.awareness.all() if a.voided_at is None), key=lambda a: a.at, default=None)
    if first is not None and first.at <= found.happened.upper:
        return _("Knew of it from %(when)s") % {"when": day_time(first.at)}
    return _("Nothing shows that they knew of it by then")


def _outcome(outcome: BreachOutcome) -> dict[str, Any]:
    parts = [outcome.court, outcome.get_tried_display()]
    count = f"{outcome.get_count_display()}: {outcome.offence}" if outcome.offence else outcome.get_count_display()
    return {
        "count": count,
        "result": RESULT_WORDS[outcome.result],
        "when": day_time(outcome.decided_at),
        "where": ", ".join(str(p) for p in parts if p),
        "sentence": sentence_words(outcome),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "title": step.words,
        "moment": plain_day(step.at) if step.precision == "day" else day_time(step.at),
        "note": step.note or None,
    }


def _delay(delay: Delay) -> tuple[str, str]:
    length = length_words(delay.length, delay.days_only)
    return delay.words, length if delay.ended else _("%(length)s so far") % {"length": length}


def length_words(length: timedelta, days_only: bool = False) -> str:
    """2 days 3 hours; 45 minutes. Where one end is known as a day alone, about so many days."""
    minutes = int(length.total_seconds() // 60)
    days, hours = minutes // 1440, minutes % 1440 // 60
    if days_only:
        return ngettext("about %(n)s day", "about %(n)s days", days) % {"n": days} if days else _("the same day")
    if days:
        said = ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
        more = ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
        return f"{said} {more}" if hours else said
    if hours:
        said = ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
        rest = minutes % 60
        return f"{said} {ngettext('%(n)s minute', '%(n)s minutes', rest) % {'n': rest}}" if rest else said
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes} if minutes else _("at once")


def advice_words(found: Breach) -> str:
    """What a lawyer has decided on the point that the law leaves open on these facts; empty where nobody has."""
    if found.of != "order" or not found.clauses.all():
        return ""
    decision = may_be_charged(found)
    view = legal_view(found.case, found.ref, QUESTION, decision) if decision.lawful is None else None
    return view.sentence() if view is not None else ""


# Which power for a condition of bail that is broken, by who granted it.
BAIL_POWERS = {
    "Police bail": ("You can arrest for a breach of police bail.", "PACE 1984 s.46A"),
    "Court bail": ("You can arrest for a breach of court bail.", "Bail Act 1976 s.7(3)"),
}


def _bail(row: BailCondition) -> dict[str, Any]:
    words, provision = BAIL_POWERS.get(row.power, ("Ask the legal adviser which power there is.", ""))
    return {"words": row.words, "kind": row.power, "power": words, "provision": provision}


def _pattern(request: StaffRequest, found: Breach) -> dict[str, Any] | None:
    """The other breaches of this subject in cases that exist for this person."""
    seen: Pattern = pattern(seen_by(request.user, found.case.subject, request.now), request.now)
    others = [b for b in seen.breaches if b.pk != found.pk]
    if not others:
        return None
    parts = [ngettext("%(n)s breach in a year", "%(n)s breaches in a year", seen.in_a_year) % {"n": seen.in_a_year}]
    if seen.papers > 1:
        parts.append(_("of %(n)s notices and orders") % {"n": seen.papers})
    if seen.protected > 1:
        parts.append(_("against %(n)s people") % {"n": seen.protected})
    same = ", ".join(f"{word} ({n})" for word, n in seen.same[:3])
    return {
        "words": ", ".join(parts) + ".",
        "same": same,
        "sooner": seen.sooner,
        "serial": seen.serial,
        "others": [(b, shown(b, request.now)) for b in others[:MOST_OTHERS]],
        "more": max(0, len(others) - MOST_OTHERS),
    }


def _corrections(request: StaffRequest, found: Breach) -> list[dict[str, Any]]:
    decides = may(request.user, "decide_correction", found.case, request.now).lawful is True
    rows = []
    for asked in found.corrections.all():
        if asked.voided_at is not None:
            continue
        before, after = pairs_of(asked)
        waits = asked.decided_at is None
        rows.append(
            {
                "asked": asked,
                "what": what_words(asked.what),
                "before": before,
                "after": after,
                "waits": waits,
                "may_decide": waits and decides and asked.asked_by_id != request.user.pk,
                "state": _correction_state(asked.accepted),
            }
        )
    return rows


def _correction_state(accepted: bool | None) -> tuple[str, str]:
    if accepted is None:
        return "wait", _("Waits for another person")
    return ("plain", _("Put right")) if accepted else ("end", _("Left as it was"))


def _retraction(row: Any, found: Breach, reads: bool) -> dict[str, Any]:
    return {
        "who": row.get_said_by_display(),
        "when": day_time(row.at),
        "alone": row.alone,
        "words": decipher(found.case.ref, row.words_enc) if reads else "",
    }

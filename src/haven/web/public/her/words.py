"""What her pages say of where things stand, of news, and of her plan. Plain, short, and without a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.utils.translation import gettext as _

from haven.support.her_view import Paper, Plan
from haven.web.parts.words import clock_time, day
from haven.web.public.her.clause_words import and_words, days_words


@dataclass(frozen=True)
class Now:
    """One paper as it stands: the mark, and sentences."""

    paper: Paper
    mark: tuple[str, str]
    lead: str
    lines: tuple[str, ...]


def standing(paper: Paper, at: datetime) -> Now:
    """Where a notice or order stands at an instant, in her words."""
    said = _notice(paper, at) if paper.kind == "notice" else _order(paper, at)
    return Now(paper, *said)


def _notice(paper: Paper, at: datetime) -> tuple[tuple[str, str], str, tuple[str, ...]]:
    code = paper.stands(at)
    name = _("The police gave them a notice that protects you.")
    given = _given(paper, at)
    if code == "ended":
        return ("end", _("Ended")), _("The notice has ended."), (_ENDED_NOTICE.get(paper.because, lambda: "")(),)
    if code == "past_deadline":
        asked = _("The court had to begin to hear this by %(when)s, and we have no record that it did.")
        when = {"when": _moment(paper.hear_by) if paper.hear_by else ""}
        return ("act", _("Ask us")), name, (given, asked % when, _("Ask us what this means for you. Call 101."))
    if code == "continuing":
        later = _("The court will decide later. Until then they must follow it.")
        return ("live", _("Still in force")), name, (given, later)
    return ("live", _("In force")), name, (given, _("They must follow it now, until the court decides."))


_ENDED_NOTICE = {
    "order_made": lambda: _("The court made an order in its place."),
    "application_refused": lambda: _("The court made no order. Somebody will speak with you about what you can do."),
    "application_withdrawn": lambda: _("The police did not go on with it. Ask us why: you have a right to know."),
    "held_void": lambda: _("It turned out that it could not count. Ask us what protects you now."),
}


def _order(paper: Paper, at: datetime) -> tuple[tuple[str, str], str, tuple[str, ...]]:
    code = paper.stands(at)
    name = _("The court made an order that protects you.")
    if code == "ended":
        return ("end", _("Ended")), _("The order has ended."), (_order_end(paper),)
    if code == "waiting":
        waits = _("It begins when another order ends. Ask us what protects you until then.")
        return ("wait", _("Not begun yet")), name, (waits, _given(paper, at))
    lines = [_began(paper), _given(paper, at), _lasts(paper)]
    version = paper.version_at(at)
    if version is None or version.given is None or version.given > at:
        lines.append(_("If they come near you, call 999. Say that there is an order."))
        return ("ready", _("In force, not yet given to them")), name, tuple(lines)
    if code == "ending":
        lines.append(_("You can ask for it to last longer."))
        return ("wait", _("Ends soon")), name, tuple(lines)
    return ("live", _("In force")), name, tuple(lines)


def _began(paper: Paper) -> str:
    return _("It began on %(day)s.") % {"day": day(paper.begins)} if paper.begins else ""


def _given(paper: Paper, at: datetime) -> str:
    version = paper.version_at(at)
    given = version.given if version is not None else None
    if given is None or given > at:
        changed = paper.kind == "order" and len(paper.versions) > 1
        return _("What has changed was not given to them yet.") if changed else _("It was not given to them yet.")
    return _("It was given to them: yes, on %(day)s.") % {"day": day(given)}


def _lasts(paper: Paper) -> str:
    if paper.last_day is not None:
        return _("It lasts to the end of %(day)s.") % {"day": day(paper.last_day)}
    if paper.lasts == "event":
        return _("It lasts until something happens that the court named. Ask us what.")
    return _("It lasts until the court says otherwise.")


def _order_end(paper: Paper) -> str:
    said = {
        "discharged": _("The court ended it."),
        "revoked_on_appeal": _("Another court ended it."),
        "replaced": _("Another order took its place."),
        "event": _("What the court named has happened."),
    }
    when = paper.ended or paper.ends
    last = paper.last_day if paper.ended is None else when
    ended = _("It ended on %(day)s.") % {"day": day(last)} if last is not None else ""
    return " ".join(part for part in (said.get(paper.because, ""), ended, _("You can ask for a new one.")) if part)


def _moment(at: datetime) -> str:
    return _("%(day)s at %(time)s") % {"day": day(at), "time": clock_time(at)}


def news_words(kind: str) -> tuple[str, str]:
    """A piece of news as a heading, and what it means."""
    return _NEWS[kind]()


_NEWS = {
    "notice_given": lambda: (_("The notice was given to them"), _("They must follow it from now on.")),
    "court_date": lambda: (_("A court date is set"), _("You see it under “Next” on your page.")),
    "court_later": lambda: (_("The court will decide later"), _("The notice still stands until then.")),
    "no_order": lambda: (_("The court made no order"), _("A notice, if there was one, has ended. Call us: there is other help.")),
    "court_date_off": lambda: (_("The court date no longer stands"), _("We tell you the new one when there is one.")),
    "court_soon": lambda: (_("The court date is near"), _("You see it under “Next” on your page.")),
    "order_begun": lambda: (_("The order is now in force"), _("They must follow it now.")),
    "tag_fitted": lambda: (_("The tag is fitted"), _("They must keep it on, and keep it charged.")),
    "tag_not_fitted": lambda: (_("The tag is not fitted yet"), _("We are seeing to it. They must follow the order all the same.")),
    "tag_failed": lambda: (_("The tag is not working"), _("We are seeing to it. They must follow the order all the same.")),
    "tag_off": lambda: (_("The tag is off"), _("They must follow the order all the same. In danger? Call 999.")),
    "order_ending": lambda: (_("The order ends soon"), _("You can ask for it to last longer. Call us.")),
    "warrant": lambda: (_("A court ordered that they be arrested"), _("We tell you when that has happened.")),
    "application_withdrawn": lambda: (
        _("The police did not go on with it"),
        _("A notice, if there was one, has ended. Ask us why."),
    ),
    "order_made": lambda: (_("The court made an order"), _("You see what it says on your page.")),
    "order_given": lambda: (_("The order was given to them"), _("They know what it says.")),
    "order_changed": lambda: (_("What the order says has changed"), _("You see what it says now on your page.")),
    "order_ended": lambda: (_("The order has ended"), _("You can ask for a new one. Call us.")),
    "order_goes_on": lambda: (_("The order did not end"), _("It still stands. They must follow it.")),
    "order_in_error": lambda: (_("There is no such order"), _("It was recorded by mistake. Call us: there is other help.")),
    "given_otherwise": lambda: (_("The order was given to them at another time"), _("You see when on your page.")),
    "notice_goes_on": lambda: (_("The notice did not end"), _("It still stands. They must follow it.")),
    "court_date_wrong": lambda: (_("The court date was wrong"), _("You see what stands under “Next” on your page.")),
    "subject_alive": lambda: (_("They have not died"), _("What we told you was wrong. In danger? Call 999.")),
    "subject_died": lambda: (_("They have died"), _("Somebody will speak with you. You do not have to do anything.")),
    "breach_looked_at": lambda: (_("We are looking at what you told us"), _("We tell you what we do.")),
    "breach_acted_on": lambda: (_("We are acting on what you told us"), _("Keep messages and pictures if you can.")),
    "breach_not_taken": lambda: (_("What you told us is not taken further"), _("You can ask us why, and ask for a review.")),
    "arrested": lambda: (_("They were arrested"), _("We tell you before they are let go, if we can.")),
    "released": lambda: (_("They are no longer held"), _("They may be able to come near you. In danger? Call 999.")),
    "charged": lambda: (_("They were charged"), _("There will be a court date. We tell you when.")),
    "no_charge": lambda: (_("There is no charge"), _("You can ask us why, and ask for a review.")),
    "court_result": lambda: (_("The court has decided"), _("Call us, and we tell you what it means for you.")),
}  # fmt: skip


def plan_words(plan: Plan | None) -> tuple[str, ...]:
    """How we reach her, as sentences; never a number or an address."""
    if plan is None:
        return (_("You have not told us yet how it is safe to contact you. Until then we send nothing."),)
    if plan.mode == "they_contact":
        return (_("You contact us. We send nothing."),)
    ways = {
        "call": _("call"), "text": _("text"), "email": _("e-mail"), "post": _("post"),
        "in_person": _("in person"), "supporter": _("through somebody you trust"),
    }  # fmt: skip
    if plan.mode == "via_supporter":
        return (_("Through somebody you trust."),)
    by = and_words([ways[way] for way in plan.ways]) or _("no way yet")
    lines = [_("By %(ways)s.") % {"ways": by}]
    safe = [_hours(w[1], w[2], w[3]) for w in plan.windows if w[0] == "safe"]
    never = [_hours(w[1], w[2], w[3]) for w in plan.windows if w[0] == "never"]
    lines += [_("Only %(when)s.") % {"when": "; ".join(safe)}] if safe else []
    lines += [_("Never %(when)s.") % {"when": "; ".join(never)}] if never else []
    return tuple([*lines, "" if plan.voicemail else _("No voicemail.")])


def _hours(days: Sequence[int], start: str, end: str) -> str:
    times = {
        "days": days_words(days),
        "from": clock_time(time.fromisoformat(start)),
        "to": clock_time(time.fromisoformat(end)),
    }
    return _("%(days)s, %(from)s to %(to)s") % times

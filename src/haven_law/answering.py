"""``haven law answer``: JSON lines in, one JSON line an answer out.

The law is in the other modules; this one reads and writes.

A line that is not understood is answered with an error that names the field, and the others are still answered.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from haven_law import applications, areas, clock, definitions, notices, orders, terms
from haven_law.citation import in_order
from haven_law.findings import Decision

Answer = dict[str, object]


class NotUnderstood(ValueError):
    """The question cannot be read: the sentence says which field, and what is wrong with it."""


@dataclass(frozen=True)
class Fields:
    """The fields of one question, read by kind. Every reader raises NotUnderstood naming the field."""

    given: Mapping[str, object]

    def has(self, name: str) -> bool:
        """Whether an optional field is there; null counts as absent."""
        return self.given.get(name) is not None

    def _value(self, name: str, what: str) -> object:
        if name not in self.given or self.given[name] is None:
            raise NotUnderstood(f"The field '{name}' is missing; it must be {what}.")
        return self.given[name]

    def instant(self, name: str) -> datetime:
        """Read an instant: ISO 8601 with an offset."""
        what = "a time with an offset, such as 2026-11-03T14:30:00+00:00"
        value = self._value(name, what)
        try:
            instant = datetime.fromisoformat(_text(value))
        except ValueError:
            raise NotUnderstood(f"The field '{name}' must be {what}; it is {_shown(value)}.") from None
        if instant.utcoffset() is None:
            raise NotUnderstood(f"The field '{name}' must be {what}; {_shown(value)} has no offset.")
        return self._in_range(name, instant)

    def _in_range(self, name: str, instant: datetime) -> datetime:
        if not _FIRST_YEAR <= instant.year <= _LAST_YEAR:
            raise NotUnderstood(f"The field '{name}' must be in the years {_FIRST_YEAR} to {_LAST_YEAR}.")
        return instant

    def day(self, name: str) -> date:
        """Read a date: ISO 8601."""
        what = "a date, such as 2026-11-03"
        value = self._value(name, what)
        try:
            day = date.fromisoformat(_text(value))
        except ValueError:
            raise NotUnderstood(f"The field '{name}' must be {what}; it is {_shown(value)}.") from None
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise NotUnderstood(f"The field '{name}' must be in the years {_FIRST_YEAR} to {_LAST_YEAR}.")
        return day

    def optional_day(self, name: str) -> date | None:
        """Read a date that may be absent."""
        return self.day(name) if self.has(name) else None

    def flag(self, name: str) -> bool:
        """Read true or false."""
        value = self._value(name, "true or false")
        if not isinstance(value, bool):
            raise NotUnderstood(f"The field '{name}' must be true or false; it is {_shown(value)}.")
        return value

    def optional_flag(self, name: str) -> bool | None:
        """Read true or false, or None when absent."""
        return self.flag(name) if self.has(name) else None

    def code(self, name: str, codes: Iterable[str]) -> str:
        """Read one of the codes."""
        known = tuple(codes)
        what = "one of: " + ", ".join(known)
        value = self._value(name, what)
        if not isinstance(value, str) or value not in known:
            raise NotUnderstood(f"The field '{name}' must be {what}; it is {_shown(value)}.")
        return value

    def optional_code(self, name: str, codes: Iterable[str]) -> str | None:
        """Read one of the codes, or None when absent."""
        return self.code(name, codes) if self.has(name) else None

    def age(self, name: str) -> int | None:
        """Read an age in whole years, or None when absent."""
        if not self.has(name):
            return None
        value = self.given[name]
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= 150:
            raise NotUnderstood(f"The field '{name}' must be an age in whole years; it is {_shown(value)}.")
        return value

    def words(self, name: str) -> str:
        """Read text that is not blank."""
        value = self._value(name, "text")
        if not isinstance(value, str) or not value.strip():
            raise NotUnderstood(f"The field '{name}' must be text; it is {_shown(value)}.")
        return value

    def optional_words(self, name: str) -> str | None:
        """Read text, or None when absent; blank text is kept as it is."""
        if not self.has(name):
            return None
        value = self.given[name]
        if not isinstance(value, str):
            raise NotUnderstood(f"The field '{name}' must be text or null; it is {_shown(value)}.")
        return value


_FIRST_YEAR, _LAST_YEAR = 1850, 2500
_MAXIMUM_SHOWN = 60


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not text")
    return value


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= _MAXIMUM_SHOWN else f"{text[:_MAXIMUM_SHOWN]}..."


def _iso(instant: datetime) -> str:
    return clock.to_london(instant).isoformat()


def _with(answer: Answer, citations: Iterable[str], ambiguity: str | None, warning: str | None = None) -> Answer:
    answer["citations"] = list(in_order(tuple(citations)))
    if ambiguity:
        answer["ambiguity"] = ambiguity
    if warning:
        answer["warning"] = warning
    return answer


def _hearing_deadline(fields: Fields) -> Answer:
    found = clock.hearing_deadline(fields.instant("given_at"))
    answer: Answer = {
        "act_by": _iso(found.act_by),
        "outer_limit": _iso(found.outer_limit),
        "disregarded_days": [day.isoformat() for day in found.disregarded_days],
    }
    return _with(answer, found.citations, found.ambiguity, found.warning)


def _custody_deadline(fields: Fields) -> Answer:
    arrested = fields.instant("arrested_at")
    hearing = fields.instant("hearing_at") if fields.has("hearing_at") else None
    if hearing is not None and hearing < arrested:
        raise NotUnderstood("The field 'hearing_at' must not be before 'arrested_at'.")
    found = clock.custody_deadline(arrested, hearing)
    answer: Answer = {"act_by": _iso(found.act_by), "outer_limit": _iso(found.outer_limit)}
    return _with(answer, found.citations, found.ambiguity, found.warning)


def _monitoring_last_day(fields: Fields) -> Answer:
    start, end = fields.day("start"), fields.optional_day("requested_end")
    if end is not None and end < start:
        raise NotUnderstood("The field 'requested_end' must not be before 'start'.")
    found = clock.monitoring_last_day(start, end)
    answer: Answer = {
        "last_day": found.last_day.isoformat(),
        "requested_end_allowed": found.requested_end_allowed,
    }
    return _with(answer, found.citations, found.ambiguity)


def _notification_deadline(fields: Fields) -> Answer:
    found = clock.notification_deadline(fields.day("event_day"))
    return _with({"notify_by": _iso(found.act_by)}, found.citations, found.ambiguity)


def _victim_update_deadline(fields: Fields) -> Answer:
    found = clock.victim_update_deadline(fields.day("event_day"), fields.flag("enhanced"))
    return _with({"inform_by": _iso(found.act_by)}, found.citations, found.ambiguity, found.warning)


def _support_referral_deadline(fields: Fields) -> Answer:
    found = clock.support_referral_deadline(fields.day("report_day"))
    return _with({"refer_by": _iso(found.act_by)}, found.citations, found.ambiguity, found.warning)


def _lawful(decision: Decision) -> Answer:
    answer: Answer = {"lawful": decision.lawful, "unmet": list(in_order([f.provision for f in decision.unmet]))}
    return _with(answer, decision.cited, decision.ambiguity)


def _born(fields: Fields, name: str, on: date) -> date:
    born = fields.day(name)
    if born > on:
        raise NotUnderstood(f"The field '{name}' must not be after 'on'.")
    return born


def _may_give_notice(fields: Fields) -> Answer:
    on = fields.day("on")
    facts = notices.NoticeFacts(
        on=on,
        subject_born=_born(fields, "subject_born", on),
        protected_born=_born(fields, "protected_born", on),
        connections=(fields.code("connection", definitions.CONNECTIONS),),
        giver_rank=fields.optional_code("giver_rank", definitions.RANKS),
        abuse_when_protected_aged=fields.age("abuse_when_protected_aged"),
    )
    return _lawful(notices.may_give_notice(facts))


def _may_make_order(fields: Fields) -> Answer:
    on = fields.day("on")
    facts = orders.OrderFacts(
        on=on,
        subject_born=_born(fields, "subject_born", on),
        protected_born=_born(fields, "protected_born", on),
        connections=(fields.code("connection", definitions.CONNECTIONS),),
        abuse_when_protected_aged=fields.age("abuse_when_protected_aged"),
    )
    return _lawful(orders.may_make_order(facts))


def _permitted(decision: Decision) -> Answer:
    answer: Answer = {"permitted": decision.lawful, "because": decision.because}
    return _with(answer, decision.cited, decision.ambiguity)


def _notice_term(fields: Fields) -> Answer:
    term = fields.code("term", terms.VOCABULARY)
    return _permitted(notices.notice_term(term, fields.optional_flag("shared_home")))


def _order_term(fields: Fields) -> Answer:
    decision = orders.order_term(
        fields.code("term", terms.VOCABULARY),
        responsible_person=fields.optional_words("responsible_person"),
        suitability_evidence=fields.optional_flag("suitability_evidence"),
        subject_present=fields.optional_flag("subject_present"),
        occupier_consents=fields.optional_flag("occupier_consents"),
        area_notified=fields.optional_flag("area_notified"),
        without_notice=fields.optional_flag("without_notice"),
    )
    return _permitted(decision)


def _route(fields: Fields) -> Answer:
    found = applications.route(
        fields.code("applicant", applications.APPLICANTS),
        after_notice=bool(fields.optional_flag("after_notice")),
        proceedings=fields.optional_code("proceedings", applications.PROCEEDINGS),
        both_parties=fields.optional_flag("both_parties"),
    )
    answer: Answer = {
        "court": found.court,
        "leave_needed": found.leave_needed,
        "form": list(found.form),
        "fee": found.fee,
    }
    return _with(answer, found.citations, found.ambiguity)


def _area_in_force(fields: Fields) -> Answer:
    found = areas.area_in_force(fields.words("subject_area"), fields.day("on"))
    answer: Answer = {"available": found.available, "instrument": found.instrument}
    return _with(answer, found.citations, found.ambiguity)


QUESTIONS: dict[str, Callable[[Fields], Answer]] = {
    "hearing_deadline": _hearing_deadline,
    "custody_deadline": _custody_deadline,
    "monitoring_last_day": _monitoring_last_day,
    "notification_deadline": _notification_deadline,
    "victim_update_deadline": _victim_update_deadline,
    "support_referral_deadline": _support_referral_deadline,
    "may_give_notice": _may_give_notice,
    "may_make_order": _may_make_order,
    "notice_term": _notice_term,
    "order_term": _order_term,
    "route": _route,
    "area_in_force": _area_in_force,
}


def answer(question: Mapping[str, object]) -> Answer:
    """Answer one question, its ``id`` echoed. Fields that it does not know are left alone.

    Raises NotUnderstood for an unknown question, and for a field that is missing or of the wrong kind.
    """
    name = question.get("question")
    if not isinstance(name, str) or name not in QUESTIONS:
        raise NotUnderstood(f"The field 'question' must be one of: {', '.join(QUESTIONS)}; it is {_shown(name)}.")
    return {"id": question.get("id")} | QUESTIONS[name](Fields(question))


def answer_line(line: str) -> tuple[Answer, bool]:
    """Answer one line of JSON; the second value says whether it was understood. Raises nothing."""
    try:
        read = json.loads(line, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return {"id": None, "error": "The line is not JSON."}, False
    if not isinstance(read, dict):
        return {"id": None, "error": "The line is not a JSON object."}, False
    try:
        return answer(read), True
    except NotUnderstood as not_understood:
        return {"id": read.get("id"), "error": str(not_understood)}, False


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


def _line(found: Answer) -> str:
    """Write an answer as one line that can be encoded, whatever its id holds."""
    text = json.dumps(found, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = json.dumps(found)
    return f"{text}\n"


def answer_stream(
    lines: Iterable[str], write: Callable[[str], object], complain: Callable[[str], object] | None = None
) -> int:
    """Answer every line that is not blank, in order; give the exit code: 0, or 2 if any was not understood.

    ``write`` gets each answer as one line with its end. ``complain`` gets a sentence for each line not understood,
    naming its number.
    """
    code = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        found, understood = answer_line(line)
        write(_line(found))
        if not understood:
            code = 2
            if complain is not None:
                complain(f"Line {number}: {found['error']}\n")
    return code

"""``haven law answer``: JSON lines in, one JSON line an answer out.

The law is in the other modules; this one asks them and writes the answers down. A line that is not understood is
answered with an error that names the field, and the others are still answered.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from haven_law import applications, areas, clock, definitions, notices, orders, terms
from haven_law.asking import A_DATE, A_FLAG, A_TIME, AN_AGE, Fields, NotUnderstood, shown
from haven_law.citation import in_order
from haven_law.findings import Decision

__all__ = ["QUESTIONS", "Answer", "Fields", "NotUnderstood", "Question", "answer", "answer_line", "answer_stream"]

Answer = dict[str, object]


@dataclass(frozen=True)
class Question:
    """One question of law: in words, its fields, how it is asked of the law, and how the result is written.

    ``fields``: each with what it must be; those of ``optional`` may be absent. ``ask`` gives what the law found,
    ``write`` the answer. Both raise NotUnderstood for facts that cannot be.
    """

    words: str
    fields: Mapping[str, str]
    ask: Callable[[Fields], Any]
    write: Callable[[Any], Answer]
    optional: frozenset[str] = frozenset()


def _iso(instant: datetime) -> str:
    return clock.to_london(instant).isoformat()


def _with(answer: Answer, citations: Iterable[str], ambiguity: str | None, warning: str | None = None) -> Answer:
    answer["citations"] = list(in_order(tuple(citations)))
    unsettled = ", ".join(part for part in (ambiguity, "bank holidays not confirmed" if warning else None) if part)
    if unsettled:
        answer["ambiguity"] = unsettled
    if warning:
        answer["warning"] = warning
    return answer


def _hearing_deadline(fields: Fields) -> clock.HearingDeadline:
    return clock.hearing_deadline(fields.instant("given_at"))


def _write_hearing(found: clock.HearingDeadline) -> Answer:
    answer: Answer = {
        "act_by": _iso(found.act_by),
        "outer_limit": _iso(found.outer_limit),
        "disregarded_days": [day.isoformat() for day in found.disregarded_days],
    }
    return _with(answer, found.citations, found.ambiguity, found.warning)


def _custody_deadline(fields: Fields) -> clock.HearingDeadline:
    arrested = fields.instant("arrested_at")
    hearing = fields.instant("hearing_at") if fields.has("hearing_at") else None
    if hearing is not None and hearing < arrested:
        raise NotUnderstood("The field 'hearing_at' must not be before 'arrested_at'.")
    return clock.custody_deadline(arrested, hearing)


def _write_custody(found: clock.HearingDeadline) -> Answer:
    answer: Answer = {"act_by": _iso(found.act_by), "outer_limit": _iso(found.outer_limit)}
    return _with(answer, found.citations, found.ambiguity, found.warning)


def _monitoring_last_day(fields: Fields) -> clock.MonitoringLimit:
    start, end = fields.day("start"), fields.optional_day("requested_end")
    if end is not None and end < start:
        raise NotUnderstood("The field 'requested_end' must not be before 'start'.")
    return clock.monitoring_last_day(start, end)


def _write_monitoring(found: clock.MonitoringLimit) -> Answer:
    answer: Answer = {
        "last_day": found.last_day.isoformat(),
        "requested_end_allowed": found.requested_end_allowed,
    }
    return _with(answer, found.citations, found.ambiguity)


def _write_day(name: str) -> Callable[[clock.DayDeadline], Answer]:
    """Make the writer of a deadline at the end of a day, under the name that its question gives it."""

    def _write(found: clock.DayDeadline) -> Answer:
        return _with({name: _iso(found.act_by)}, found.citations, found.ambiguity, found.warning)

    return _write


def _write_lawful(decision: Decision) -> Answer:
    answer: Answer = {"lawful": decision.lawful, "unmet": list(in_order([f.provision for f in decision.unmet]))}
    return _with(answer, decision.cited, decision.ambiguity)


def _born(fields: Fields, name: str, on: date) -> date:
    born = fields.day(name)
    if born > on:
        raise NotUnderstood(f"The field '{name}' must not be after 'on'.")
    return born


def _may_give_notice(fields: Fields) -> Decision:
    on = fields.day("on")
    facts = notices.NoticeFacts(
        on=on,
        subject_born=_born(fields, "subject_born", on),
        protected_born=_born(fields, "protected_born", on),
        connections=(fields.code("connection", definitions.CONNECTIONS),),
        giver_rank=fields.optional_code("giver_rank", definitions.RANKS),
        abuse_when_protected_aged=fields.age("abuse_when_protected_aged"),
    )
    return notices.may_give_notice(facts)


def _may_make_order(fields: Fields) -> Decision:
    on = fields.day("on")
    facts = orders.OrderFacts(
        on=on,
        subject_born=_born(fields, "subject_born", on),
        protected_born=_born(fields, "protected_born", on),
        connections=(fields.code("connection", definitions.CONNECTIONS),),
        abuse_when_protected_aged=fields.age("abuse_when_protected_aged"),
    )
    return orders.may_make_order(facts)


def _write_permitted(decision: Decision) -> Answer:
    answer: Answer = {"permitted": decision.lawful, "because": decision.because}
    return _with(answer, decision.cited, decision.ambiguity)


def _notice_term(fields: Fields) -> Decision:
    return notices.notice_term(fields.code("term", terms.VOCABULARY), fields.optional_flag("shared_home"))


def _order_term(fields: Fields) -> Decision:
    return orders.order_term(
        fields.code("term", terms.VOCABULARY),
        responsible_person=fields.optional_words("responsible_person"),
        suitability_evidence=fields.optional_flag("suitability_evidence"),
        subject_present=fields.optional_flag("subject_present"),
        occupier_consents=fields.optional_flag("occupier_consents"),
        area_notified=fields.optional_flag("area_notified"),
        without_notice=fields.optional_flag("without_notice"),
    )


def _route(fields: Fields) -> applications.Route:
    return applications.route(
        fields.code("applicant", applications.APPLICANTS),
        after_notice=bool(fields.optional_flag("after_notice")),
        proceedings=fields.optional_code("proceedings", applications.PROCEEDINGS),
        both_parties=fields.optional_flag("both_parties"),
    )


def _write_route(found: applications.Route) -> Answer:
    answer: Answer = {
        "court": found.court,
        "leave_needed": found.leave_needed,
        "form": list(found.form),
        "fee": found.fee,
    }
    return _with(answer, found.citations, found.ambiguity)


def _area_in_force(fields: Fields) -> areas.AreaAnswer:
    return areas.area_in_force(fields.words("subject_area"), fields.day("on"))


def _write_area(found: areas.AreaAnswer) -> Answer:
    answer: Answer = {"available": found.available, "instrument": found.instrument}
    return _with(answer, found.citations, found.ambiguity)


def _one_of(codes: Iterable[str]) -> str:
    return "one of: " + ", ".join(codes)


_PEOPLE = {
    "on": A_DATE,
    "subject_born": A_DATE,
    "protected_born": A_DATE,
    "connection": _one_of(definitions.CONNECTIONS),
}
_RANK = {"giver_rank": _one_of(definitions.RANKS)}
_ABUSE = {"abuse_when_protected_aged": AN_AGE}
_TERM = {"term": _one_of(terms.VOCABULARY)}
_SHOWN_FOR_ORDER = ("suitability_evidence", "subject_present", "occupier_consents", "area_notified", "without_notice")

QUESTIONS: dict[str, Question] = {
    "hearing_deadline": Question(
        "By when must the application after a notice be heard?",
        {"given_at": A_TIME},
        _hearing_deadline,
        _write_hearing,
    ),
    "custody_deadline": Question(
        "By when must a person arrested for breach of a notice be before the court?",
        {"arrested_at": A_TIME, "hearing_at": A_TIME},
        _custody_deadline,
        _write_custody,
        frozenset({"hearing_at"}),
    ),
    "monitoring_last_day": Question(
        "To which day may electronic monitoring run?",
        {"start": A_DATE, "requested_end": A_DATE},
        _monitoring_last_day,
        _write_monitoring,
        frozenset({"requested_end"}),
    ),
    "notification_deadline": Question(
        "By when must the subject have notified the police?",
        {"event_day": A_DATE},
        lambda fields: clock.notification_deadline(fields.day("event_day")),
        _write_day("notify_by"),
    ),
    "victim_update_deadline": Question(
        "By when must the victim have been told?",
        {"event_day": A_DATE, "enhanced": A_FLAG},
        lambda fields: clock.victim_update_deadline(fields.day("event_day"), fields.flag("enhanced")),
        _write_day("inform_by"),
    ),
    "support_referral_deadline": Question(
        "By when must the victim have been referred to support?",
        {"report_day": A_DATE},
        lambda fields: clock.support_referral_deadline(fields.day("report_day")),
        _write_day("refer_by"),
    ),
    "may_give_notice": Question(
        "May a notice be given?",
        {**_PEOPLE, **_RANK, **_ABUSE},
        _may_give_notice,
        _write_lawful,
        frozenset({*_RANK, *_ABUSE}),
    ),
    "may_make_order": Question(
        "May an order be made?",
        {**_PEOPLE, **_ABUSE},
        _may_make_order,
        _write_lawful,
        frozenset(_ABUSE),
    ),
    "notice_term": Question(
        "May a notice contain this term?",
        {**_TERM, "shared_home": A_FLAG},
        _notice_term,
        _write_permitted,
        frozenset({"shared_home"}),
    ),
    "order_term": Question(
        "May an order contain this requirement?",
        {**_TERM, "responsible_person": "a name or null", **dict.fromkeys(_SHOWN_FOR_ORDER, A_FLAG)},
        _order_term,
        _write_permitted,
        frozenset({"responsible_person", *_SHOWN_FOR_ORDER}),
    ),
    "route": Question(
        "Which court, on which form?",
        {
            "applicant": _one_of(applications.APPLICANTS),
            "after_notice": A_FLAG,
            "proceedings": _one_of(applications.PROCEEDINGS),
            "both_parties": A_FLAG,
        },
        _route,
        _write_route,
        frozenset({"after_notice", "proceedings", "both_parties"}),
    ),
    "area_in_force": Question(
        "Are the provisions in force where the subject resides?",
        {"subject_area": "the name of an area", "on": A_DATE},
        _area_in_force,
        _write_area,
    ),
}


def question_named(name: object) -> Question:
    """Find a question by its name. Raises NotUnderstood with the names that there are."""
    found = QUESTIONS.get(name) if isinstance(name, str) else None
    if found is None:
        raise NotUnderstood(f"The field 'question' must be {_one_of(QUESTIONS)}; it is {shown(name)}.")
    return found


def answer(question: Mapping[str, object]) -> Answer:
    """Answer one question, its ``id`` echoed. Fields that it does not know are left alone.

    Raises NotUnderstood for an unknown question, and for a field that is missing or of the wrong kind.
    """
    asked = question_named(question.get("question"))
    return {"id": question.get("id")} | asked.write(asked.ask(Fields(question)))


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

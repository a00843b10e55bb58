"""A report being made: the answers as typed, read through the forms again each time, so that one rule judges them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from haven.accounts.models import User
from haven.breaches.assessing import assess, held_then
from haven.breaches.facts import Clause
from haven.breaches.models import Candidate
from haven.breaches.operations.report_breach import find_thing, span_of
from haven.cases.models import BailCondition, Draft
from haven.cases.operations.drafts import read_draft
from haven.notices.models import Notice
from haven.notices.unnamed import unnamed
from haven.orders.models import Order
from haven.parties.queries import display_name
from haven.web.parts.words import clock_time, day_time
from haven.web.police.breaches.report.questions import BY_CODE, QUESTIONS, Question
from haven.web.police.propose.steps import StepForm
from haven_law.findings import Finding

Typed = dict[str, list[str]]
START = "start"


@dataclass
class Flow:
    """The answers of one draft. `raw` maps the code of a question to what was typed, wrong values too; under START stands
    what the report is about: the paper, the check it came from, the sign, and when it was begun."""

    draft: Draft
    raw: dict[str, Any]
    user: User
    now: datetime

    @classmethod
    def of(cls, draft: Draft, user: User, now: datetime) -> Flow:
        return cls(draft, read_draft(draft), user, now)

    # What it is about

    @property
    def about(self) -> str:
        return str(self.raw[START]["about"])

    @property
    def sign(self) -> str:
        return str(self.raw[START].get("sign", ""))

    @cached_property
    def duty_ref(self) -> str:
        """The duty to notify that the sign is of; empty for everything else."""
        rows = Candidate.objects.filter(public_id=self.sign, of="notification") if self.sign else None
        return rows.values_list("source_ref", flat=True).first() or "" if rows is not None else ""

    @property
    def check(self) -> str:
        return str(self.raw[START].get("check", ""))

    @property
    def begun(self) -> datetime:
        return datetime.fromisoformat(self.raw[START]["at"])

    @cached_property
    def thing(self) -> Notice | Order:
        """The notice or order, read once. Refused when there is none any more."""
        return find_thing(self.about)

    @property
    def of_notice(self) -> bool:
        return isinstance(self.thing, Notice)

    @property
    def subject_name(self) -> str:
        return display_name(self.thing.case.subject)

    # Forms and answers

    def form(self, question: Question, typed: Mapping[str, Any] | None = None) -> StepForm:
        """The form of a question: bound to what was typed, or empty."""
        data = MultiValueDict(typed) if typed is not None else None
        return question.form(data, now=self.now, auto_id="id_%s", **self._extra(question.code))

    def _extra(self, code: str) -> dict[str, Any]:
        if code == "when":
            return {"begun": self.begun, "begun_words": clock_time(self.begun)}
        if code == "clauses":
            return {"held": self.held, "bail": self.bail}
        if code == "done":
            return {"happened": self.span[0] if self.span else None}
        return {}

    def saved(self, code: str) -> StepForm | None:
        """The form of a saved answer, cleaned; None while it is not answered or not right."""
        if code not in self._saved:
            typed = self.raw.get(code)
            form = self.form(BY_CODE[code], typed) if typed is not None else None
            self._saved[code] = form if form is not None and form.is_valid() else None
        return self._saved[code]

    @cached_property
    def _saved(self) -> dict[str, StepForm | None]:
        return {}

    def value(self, code: str, field: str) -> Any:
        form = self.saved(code)
        return form.cleaned_data.get(field) if form is not None else None

    @property
    def questions(self) -> tuple[Question, ...]:
        """Those that are asked: a failure to notify breaks no clause of the order."""
        return tuple(q for q in QUESTIONS if q.code != "clauses" or not self.duty_ref)

    def left(self) -> list[Question]:
        """The questions that are still to be answered, in order."""
        return [question for question in self.questions if self.saved(question.code) is None]

    def neighbours(self, question: Question) -> tuple[Question | None, Question | None]:
        asked = self.questions
        here = asked.index(question)
        return asked[here - 1] if here else None, asked[here + 1] if here + 1 < len(asked) else None

    def typed_of(self, question: Question, post: QueryDict) -> Typed:
        """What was posted for the fields of this question, and nothing else."""
        names = set(self.form(question).fields)
        return {key: post.getlist(key) for key in post if key.split("-")[0] in names}

    # What was in force then

    @cached_property
    def span(self) -> tuple[datetime, datetime] | None:
        """From when to before when it happened, once that is answered."""
        form = self.saved("when")
        if form is None:
            return None
        start, until, precision = form.span()  # type: ignore[attr-defined]
        return span_of(start, until, precision)

    @cached_property
    def held(self) -> list[Clause]:
        """The clauses in force then. The page does not say the protected person's name; the record keeps the words."""
        if self.span is None:
            return []
        protected = self.thing.case.protected
        return [replace(c, legal=unnamed(c.legal, protected)) for c in held_then(self.thing, *self.span)]

    @cached_property
    def bail(self) -> list[BailCondition]:
        """The conditions of bail of the subject at that time."""
        if self.span is None:
            return []
        start, end = self.span
        rows = BailCondition.objects.filter(case=self.thing.case, voided_at__isnull=True, from_at__lt=end)
        return list(rows.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=start)).order_by("pk"))

    @cached_property
    def whole(self) -> tuple[str, tuple[Finding, ...]]:
        """What the law says of the paper as a whole at that time."""
        if self.span is None:
            return "", ()
        place = self.value("where", "jurisdiction") or "ew"
        found = assess(self.thing, (), *self.span, place)
        return found.answer, found.findings

    @property
    def when_words(self) -> str:
        form = self.saved("when")
        if form is None:
            return ""
        start, until, precision = form.span()  # type: ignore[attr-defined]
        if precision == "day":
            return f"{start.day} {start:%B %Y}"
        return f"{day_time(start)} to {day_time(until)}" if until is not None else day_time(start)

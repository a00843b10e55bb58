"""The offences about notification. DAA 2021 s.43. Their penalties are in ``penalties``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from haven_law.citation import daa
from haven_law.clock import in_words
from haven_law.findings import Decision, Finding
from haven_law.judging import Judged, judged
from haven_law.notification import NotificationDue, alleged_from


def failure_to_notify(
    due: NotificationDue,
    on: date,
    *,
    notified_on: date | None,
    knew_on: date | None,
    reasonable_excuse: Judged = None,
) -> Decision:
    """Whether, seen on a day, a failure to notify can be an offence (s.43(1)(a), (4)-(5), A10).

    It is committed on the first day after the last day without notification and goes on until it is given.
    ``knew_on``: as for ``alleged_from``. ``reasonable_excuse``: None while nobody has judged it. Raises ValueError for
    a notification before its event.
    """
    if notified_on is not None and notified_on < due.event_day:
        raise ValueError("The notification is before the event that it is about.")
    if notified_on is not None and notified_on <= due.last_day:
        because = f"It was notified on {in_words(notified_on)}, within the three days."
        return Decision((Finding(daa("43(1)(a)"), False, because),), (due.findings[0].provision,))
    if on <= due.last_day:
        because = f"The three days last to the end of {in_words(due.last_day)}."
        return Decision((Finding(daa("43(4)"), False, because),), (due.findings[0].provision,))
    alleged = alleged_from(due, knew_on=knew_on)
    if alleged.from_day is None:
        return alleged
    if on < alleged.from_day or (notified_on is not None and notified_on < alleged.from_day):
        because = (
            f"A failure is not alleged before {in_words(alleged.from_day)}: the time before they knew of the order "
        )
        because += "is treated as a reasonable excuse."
        return Decision((Finding(daa("43(1)(a)"), False, because, "A10"),))
    return Decision(
        (_failed(due, notified_on, alleged.ambiguity), *_excuse(daa("43(1)(a)"), reasonable_excuse, "failure")),
        (daa("43(4)"),),
    )


def _failed(due: NotificationDue, notified_on: date | None, point: str | None) -> Finding:
    if notified_on is None:
        because = f"It was not notified by the end of {in_words(due.last_day)}, and has not been since."
        return Finding(daa("43(5)"), True, because, point)
    because = f"It was not notified by the end of {in_words(due.last_day)}, only on {in_words(notified_on)}."
    return Finding(daa("43(1)(a)"), True, because, point)


def _excuse(provision: str, excuse: Judged, of: str) -> tuple[Finding, ...]:
    """The finding that there is no reasonable excuse, from a judgement of whether there is one."""
    none = not excuse if isinstance(excuse, bool) else excuse
    finding = judged(
        provision,
        none,
        f"There is no reasonable excuse for the {of}.",
        f"There is a reasonable excuse for the {of}.",
        f"Decide whether there is a reasonable excuse for the {of}.",
    )
    return (finding,) if finding else ()


def false_notification(*, false: bool, known_to_be_false: Judged = None) -> Decision:
    """Whether giving information can be the offence of notifying what is known to be false (s.43(1)(b))."""
    if not false:
        return Decision((Finding(daa("43(1)(b)"), False, "The information given is not shown to be false."),))
    knew = judged(
        daa("43(1)(b)"),
        known_to_be_false,
        "They knew that the information was false.",
        "They did not know that the information was false.",
        "Decide whether they knew that the information was false.",
    )
    findings = (Finding(daa("43(1)(b)"), True, "False information was given in purported compliance."),)
    return Decision((*findings, knew) if knew else findings)


def refusal_of_identity_check(*, requested: bool, refused: bool, reasonable_excuse: Judged = None) -> Decision:
    """Whether refusing fingerprints or a photograph can be an offence (s.43(2), s.42(5)): if asked, without excuse."""
    if not requested:
        return Decision((Finding(daa("42(5)"), False, "Neither fingerprints nor a photograph was asked for."),))
    if not refused:
        return Decision((Finding(daa("43(2)"), False, "What was asked for was allowed."),))
    first = Finding(daa("42(5)"), True, "Fingerprints or a photograph were asked for and refused.")
    return Decision((first, *_excuse(daa("43(2)"), reasonable_excuse, "refusal")))


def may_be_prosecuted(*, prosecuted_before_for_this_failure: bool) -> Decision:
    """Whether a failure may be prosecuted (s.43(6)): only once, although the offence goes on (s.43(5))."""
    if prosecuted_before_for_this_failure:
        return Decision((Finding(daa("43(6)"), False, "They were prosecuted for this failure already."),))
    return Decision((Finding(daa("43(6)"), True, "They were not prosecuted for this failure before."),))


ENACTS: dict[Callable[..., object], tuple[str, ...]] = {
    failure_to_notify: ("43(1)", "43(4)", "43(5)"),
    false_notification: ("43(1)",),
    refusal_of_identity_check: ("43(2)", "42(5)"),
    may_be_prosecuted: ("43(6)", "43(5)"),
}

"""Every text that is ever sent, in every language, by every channel, for cases as they are: it says nothing."""

from datetime import datetime, timedelta

import pytest

from haven.cases.models import Case
from haven.outbox.channels.readable import Readable
from haven.outbox.models import Kept
from haven.outbox.operations.queue import NewMessage, queue_message
from haven.outbox.operations.sending import Verdict, claim_next, send_claimed
from haven.outbox.texts import TEXTS, Message
from haven.parties.queries import display_name
from tests.incidents.leaks import known_of, told_by
from tests.rows import HOUR, a_case, a_hearing

MINUTE = timedelta(minutes=1)


def every_message_says_nothing(case: Case, at: datetime) -> int:
    """Each text in each language by each channel leaves as the worker sends it, with her own first name as the greeting
    that she chose. Answers how many left."""
    greeting = display_name(case.protected).split()[0]
    known = known_of(case)
    before = Kept.objects.count()
    handle = "00000000-0000-4000-8000-000000000001"
    for template, texts in TEXTS.items():
        for language in texts:
            for channel in ("text", "email", "post"):
                queue_message(
                    NewMessage(
                        to=("protected", str(case.protected_id)), channel=channel, channel_handle=handle, template=template,
                        about=("case", f"{case.ref} {language} {channel}"), not_before=at, not_after=at + HOUR, language=language,
                        greeting=greeting,
                    )
                )  # fmt: skip
                message = claim_next(at)
                assert message is not None
                assert send_claimed(message, Readable(), lambda _m, _n: Verdict("send"), lambda _m: "x", at) == "sent"
                kept = Kept.objects.latest("pk")
                said = f"{kept.subject}\n{kept.text}"
                assert not told_by(said, known, greeting), f"{template} {language} {channel}: {said}"
    return Kept.objects.count() - before


def test_every_message_of_a_case_says_nothing(house, now):
    case = a_case(house, now - HOUR)
    a_hearing(house, case, now + HOUR)
    assert every_message_says_nothing(case, now) == sum(len(texts) * 3 for texts in TEXTS.values())


@pytest.mark.parametrize(
    "words",
    [
        "Hi, PC Ali has news", "Jordan was served", "Come to Croydon", "It is about the order", "There is a hearing", "Ring 101",
        "See you on Monday", "Er mwyn y llys", "Look at www.updates.example", "DO-7K3M has news", "about Mina",
    ],
)  # fmt: skip
def test_a_text_that_said_something_would_be_caught(house, now, words):
    case = a_case(house, now - HOUR)
    assert told_by(Message(words).filled("").text, known_of(case))

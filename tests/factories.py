"""A case, a request, an authorised and a served notice, made by the operations themselves.

    case = make_case(house, at)
    proposal = make_proposal(house, at)                      # asked for by PC Ali
    notice = make_authorised_notice(house, at)               # signed by Insp Halloran, ten minutes later
    notice = make_served_notice(house, served_at)            # asked for and authorised in the hour before

Each takes `changes` of the command it builds, so that a test says only what matters to it. Names are made different
for each call, so that several can stand in one test."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from haven.accounts.models import User
from haven.accounts.signing import Signature
from haven.cases.models import Case
from haven.cases.operations.open_case import OpenCase, open_case
from haven.jobs.practice.house import House
from haven.jobs.react import Report, react
from haven.notices.gates import Judgement
from haven.notices.models import Notice, NoticeProposal
from haven.notices.operations.authorise_notice import AuthoriseNotice, authorise_notice
from haven.notices.operations.propose_notice import (
    ConnectionFacts,
    ConsiderationFacts,
    PersonFacts,
    ProposeNotice,
    TermFacts,
    propose_notice,
)
from haven.notices.operations.serve_notice import Served, ServeNotice, serve_notice
from haven.service.operations.record_hearing_address import AddressAnswer

MINUTE = timedelta(minutes=1)
REASONS = "The messages and the damage are grounds to believe it. Nothing else keeps the subject away tonight."
JUDGED = Judgement(grounds_believed=True, necessary=True, subject_adult=True, protected_sixteen=True)
_FAMILIES = ("Verity", "Ashdown", "Penhale", "Marlowe", "Tindall", "Okafor", "Brandt", "Sorrell", "Quayle", "Whitlock")
_GIVEN = ("Callum", "Rowan", "Mina", "Jude", "Ines", "Tariq", "Elowen", "Marek", "Priya", "Sol")
_numbers = count()


def a_person(**changes: Any) -> PersonFacts:
    """An invented adult with a name of their own."""
    n = next(_numbers)
    family = _FAMILIES[n % 10] + ("" if n < 100 else f"-{_FAMILIES[n // 10 % 10]}{'abcdefghij'[n // 100 % 10]}")
    person = PersonFacts(
        given=_GIVEN[n // 10 % 10],
        family=family,
        born=date(1980 + n % 20, 1 + n % 12, 1 + n % 28),
        born_precision="day",
    )
    return replace(person, **changes)


def make_case(house: House, at: datetime, *, by: User | None = None, **changes: Any) -> Case:
    """A case of the practice force in Croydon, opened by PC Ali."""
    command = OpenCase(
        subject=a_person(),
        protected=a_person(),
        connections=(ConnectionFacts("former_intimate_partner"),),
        area="Croydon",
    )
    return open_case(replace(command, **changes), by=by or house.ali, at=at)


def proposal_command(**changes: Any) -> ProposeNotice:
    """Everything that the law wants, with no contact and a distance of 100 metres."""
    plain = ProposeNotice(
        subject=a_person(),
        protected=a_person(),
        connections=(ConnectionFacts("former_intimate_partner"),),
        area="Croydon",
        behaviours=("violent_or_threatening", "controlling_or_coercive"),
        account="Came to the door at 1:20pm, shouted for ten minutes and kicked the lower panel until it split.",
        necessity="Will be free tonight with no bail conditions, and said this would happen again.",
        grounds="On 5 November 2026 you damaged a door and threatened violence.",
        considerations={
            "child_welfare": ConsiderationFacts("obtained"),
            "protected_opinion": ConsiderationFacts("obtained", view="supports", words="I want one night of quiet."),
            "subject_representations": ConsiderationFacts(
                "could_not", steps="Asked twice in custody. Would not speak."
            ),
            "occupant_opinion": ConsiderationFacts("not_applicable"),
        },
        terms=(TermFacts("no_contact"), TermFacts("distance_from_home", 100)),
    )
    return replace(plain, **changes)


def make_proposal(house: House, at: datetime, *, by: User | None = None, **changes: Any) -> NoticeProposal:
    """A request for a notice, waiting for an inspector. With `case=` it is made in a case that exists."""
    return propose_notice(proposal_command(**changes), by=by or house.ali, at=at)


def signature_of(user: User, at: datetime) -> Signature:
    return Signature(user.pk, at)


def authorise_command(proposal: NoticeProposal, by: User, at: datetime, **changes: Any) -> AuthoriseNotice:
    plain = AuthoriseNotice(
        proposal_ref=proposal.ref,
        reasons=REASONS,
        judgement=JUDGED,
        read_and_of_rank=True,
        signature=signature_of(by, at),
    )
    return replace(plain, **changes)


def make_authorised_notice(
    house: House,
    at: datetime,
    *,
    proposal: NoticeProposal | None = None,
    by: User | None = None,
    proposed_by: User | None = None,
    changes: dict[str, Any] | None = None,
    **request: Any,
) -> Notice:
    """A notice authorised and signed at `at` by Insp Halloran. `request` changes what was asked for ten minutes before;
    `changes` changes the decision."""
    who = by or house.halloran
    asked = proposal or make_proposal(house, at - 10 * MINUTE, by=proposed_by, **request)
    return authorise_notice(authorise_command(asked, who, at, **(changes or {})), by=who, at=at)


def serve_command(notice: Notice, served_at: datetime, **changes: Any) -> ServeNotice:
    plain = ServeNotice(
        notice_ref=notice.ref,
        result="handed",
        happened_at=served_at,
        place_kind="home",
        identity=("name", "born"),
        read_out=True,
        understood="yes",
        address=AddressAnswer("none"),
    )
    return replace(plain, **changes)


def serve(notice: Notice, house: House, served_at: datetime, *, by: User | None = None, **changes: Any) -> Served:
    """PC Ali serves it at `served_at` and records it in the same minute, unless `changes` say otherwise."""
    at = changes.pop("at", served_at)
    return serve_notice(serve_command(notice, served_at, **changes), by=by or house.ali, at=at)


def make_served_notice(
    house: House,
    served_at: datetime,
    *,
    serving: dict[str, Any] | None = None,
    by: User | None = None,
    **request: Any,
) -> Notice:
    """A notice served at `served_at`, its clocks running. `serving` changes how it was served."""
    notice = make_authorised_notice(house, served_at - 30 * MINUTE, **request)
    return serve(notice, house, served_at, by=by, **(serving or {})).notice


def follow() -> Report:
    """Run what follows from events now, whatever the date of the test: they wait by the clock of the database."""
    return react(datetime.fromisoformat("2999-01-01T00:00:00+00:00"))

"""The written acknowledgement that the subject is given (s.42(4)): a paper of what they told, kept with its hash."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction

from haven.accounts.actors import words_at
from haven.accounts.models import User
from haven.cases.papers import keep_case_paper
from haven.cases.permissions import may
from haven.compliance.models import Notification
from haven.compliance.place import is_sealed_here
from haven.courts.views import made
from haven.documents.models import Document
from haven.documents.papers import AcknowledgementPaper, render_acknowledgement
from haven.notices.views import born_on_paper, text_of
from haven.orders.models import Order
from haven.parties.queries import display_name
from haven.sealed.ciphers import decipher
from haven_law.findings import refuse


@transaction.atomic
def make_acknowledgement(notification: Notification, *, by: User, at: datetime) -> Document:
    """The acknowledgement of a notification that has none yet. Answers the one that is kept where there is one.

    Refused: to a role that may not record a notification."""
    may(by, "record_notification", notification.case, at).require()
    row = Notification.objects.select_for_update().get(pk=notification.pk)
    if row.acknowledgement is not None:
        return row.acknowledgement
    duty = row.satisfies.select_related("order").order_by("pk").first()
    if duty is None:
        refuse("Haven notification rule", "This notification met no duty").require()
    assert duty is not None
    lines, _, postcode = (home_of(row) or "").rpartition("\n")
    sealed = is_sealed_here(row.person, lines or postcode, postcode if lines else "", by=by)
    return keep_acknowledgement(row, duty.order, hide_home=sealed, by=by)


def keep_acknowledgement(row: Notification, order: Order, *, hide_home: bool, by: User) -> Document:
    """Render it, pass it through the leak gate, keep it. Where the home that was told is a place kept sealed in a case it
    says that a home was told, and not which."""
    view = _view(row, order, hide_home)
    row.acknowledgement = keep_case_paper(
        row.case,
        made(render_acknowledgement, view),
        text=text_of(view),
        audience="served",
        about=("order", order.ref),
        by=by,
    )
    row.save(update_fields=["acknowledgement"])
    return row.acknowledgement


def home_of(row: Notification) -> str:
    return decipher(f"person:{row.person_id}", row.home_enc)


def names_of(row: Notification) -> tuple[str, ...]:
    return tuple(name for name in decipher(f"person:{row.person_id}", row.names_enc).split("\n") if name)


def _view(row: Notification, order: Order, hide_home: bool) -> AcknowledgementPaper:
    return AcknowledgementPaper(
        order_reference=order.ref,
        force_name=order.force.name,
        station=row.station,
        police_area=row.police_area,
        subject_name=display_name(row.case.subject),
        subject_born=born_on_paper(row.case.subject),
        given_at=row.at,
        taken_by_words=words_at(row.taken_by, row.at),
        names=names_of(row),
        home_words=_home_words(row, hide_home),
        identity_words=_identity_words(row),
        practice=settings.PRACTICE,
    )


def _home_words(row: Notification, hide_home: bool) -> str | None:
    if row.no_home:
        return "That you have no home address."
    home = home_of(row)
    if not home:
        return None
    return (
        "Your home address, which was written down."
        if hide_home
        else f"Your home address: {', '.join(home.split(chr(10)))}."
    )


def _identity_words(row: Notification) -> str | None:
    said = {
        (
            "given",
            "given",
        ): "Your fingerprints and a photograph were taken, only to check who you are (section 42(5)-(6)).",
        ("given", ""): "Your fingerprints were taken, only to check who you are (section 42(5)-(6)).",
        ("", "given"): "A photograph was taken, only to check who you are (section 42(5)-(6)).",
    }
    taken = tuple(answer if answer == "given" else "" for answer in (row.fingerprints, row.photograph))
    return said.get((taken[0], taken[1]))

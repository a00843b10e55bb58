"""A wrong time of service is voided by a second person and written again: both stay."""

from datetime import datetime

from django.db import transaction

from haven.accounts.models import User
from haven.service.models import HearingAddress, Service, ServiceAttempt

_ATTEMPT_COPIES = (
    "case_id", "paper_kind", "about_ref", "document_id", "person_id", "by_user_id", "by_capacity", "place_kind", "result",
    "identity_facts", "interpreter", "appropriate_adult", "read_out", "understood", "said_enc",
)  # fmt: skip
_ADDRESS_COPIES = ("person_id", "about_ref", "asked_by_id", "answer", "why_not", "address_id")


@transaction.atomic
def correct_service(wrong: Service, *, served_at: datetime, reason: str, by: User, at: datetime) -> Service:
    """Void the service with its attempt and the address asked for, and write them again with the right time. The caller
    has made sure that `by` is not the person who served."""
    voided = {"voided_at": at, "voided_by": by, "void_reason": reason}
    attempt = wrong.attempt
    addresses = list(HearingAddress.objects.filter(about_ref=wrong.about_ref, voided_at__isnull=True))
    Service.objects.filter(pk=wrong.pk).update(**voided)
    ServiceAttempt.objects.filter(pk=attempt.pk).update(**voided)
    HearingAddress.objects.filter(pk__in=[a.pk for a in addresses]).update(**voided)
    copied = {name: getattr(attempt, name) for name in _ATTEMPT_COPIES}
    again = ServiceAttempt.objects.create(**copied, at=served_at, recorded_by=by)
    for address in addresses:
        copied = {name: getattr(address, name) for name in _ADDRESS_COPIES}
        HearingAddress.objects.create(**copied, asked_at=served_at, recorded_by=by)
    return Service.objects.create(
        attempt=again,
        about_ref=wrong.about_ref,
        mode_rule=wrong.mode_rule,
        court_direction=wrong.court_direction,
        recorded_by=by,
    )

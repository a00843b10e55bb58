"""The attempt that succeeded: the paper is served."""

from django.db import transaction

from haven.accounts.models import User
from haven.service.models import Service, ServiceAttempt
from haven_law.findings import refuse


@transaction.atomic
def record_service(attempt: ServiceAttempt, *, mode_rule: str, by: User, court_direction: str = "") -> Service:
    """Write that this attempt served the paper, and by which rule. Refused for an attempt that failed, and when the
    paper is served already: a paper is served on a person once."""
    if attempt.result not in ServiceAttempt.SUCCEEDED:
        refuse("Haven service rule", "This attempt did not put the paper into the subject's hands").require()
    if current_service(attempt.about_ref) is not None:
        refuse(
            "Haven service rule", "This paper is already recorded as served. Correct that record if it is wrong"
        ).require()
    return Service.objects.create(
        attempt=attempt,
        about_ref=attempt.about_ref,
        mode_rule=mode_rule,
        court_direction=court_direction,
        recorded_by=by,
    )


def current_service(about_ref: str) -> Service | None:
    """The service that counts: not voided and not a competing account."""
    rows = Service.objects.filter(about_ref=about_ref, voided_at__isnull=True, competing=False)
    return rows.select_related("attempt", "attempt__by_user").first()

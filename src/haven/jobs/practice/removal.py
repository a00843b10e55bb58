"""Takes the practice cases away, and all that hangs on them. People who sign in, the law's data, courts and their
sittings stay."""

from django.apps import apps
from django.conf import settings
from django.db import OperationalError, connection, transaction

from haven.accounts.models import Instance

CASE_APPS = (
    "cases",
    "parties",
    "service",
    "notices",
    "courts",
    "orders",
    "compliance",
    "monitoring",
    "breaches",
    "support",
    "supporters",
    "line",
    "feedback",
    "leaflets",
    "outbox",
    "evidence",
    "documents",
    "sealed",
    "audit",
    "register",
)
TRIES = 5
KEPT = frozenset(
    {
        "courts.court",
        "courts.sitting",
        "cases.heartbeat",
        "cases.staffentry",
        "compliance.supervisoraccount",
        "compliance.supervisorsession",
        "compliance.supervisortry",
        "leaflets.leafletversion",
    }
)


class NotPractice(Exception):
    """This is no practice installation: nothing is ever removed here."""


def case_tables() -> list[str]:
    """The tables that hold cases or what hangs on them, those between two of them included."""
    models = [m for app in CASE_APPS for m in apps.get_app_config(app).get_models(include_auto_created=True)]
    return sorted(model._meta.db_table for model in models if model._meta.label_lower not in KEPT)


def require_practice() -> None:
    """Raises NotPractice unless the settings and the installation both say practice."""
    if not settings.PRACTICE or Instance.objects.filter(practice=False).exists():
        raise NotPractice("The practice story is placed in practice mode only. Nothing was changed.")


def remove_cases(*, of: int) -> None:
    """Empty the case tables and begin to count again, to `of` cases. Somebody may be using them at this moment: it is
    tried again when the database says that the two of us wait for each other."""
    require_practice()
    for _ in range(TRIES - 1):
        try:
            _empty(of)
        except OperationalError:
            continue
        return
    _empty(of)


@transaction.atomic
def _empty(of: int) -> None:
    """Rows that are only ever added cannot be deleted one by one; the owner of the tables empties them whole."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '20s'")
        cursor.execute(f"TRUNCATE {', '.join(connection.ops.quote_name(t) for t in case_tables())}")
    Instance.objects.update(placed_at=None, progress_done=0, progress_of=of)

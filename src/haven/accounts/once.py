"""A request sent twice has one effect. The key is written in the transaction of the effect."""

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from haven.accounts.models import Command, User
from haven_law.findings import refuse


def run_once(*, by: User, command_id: UUID, what: str, action: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Run `action` unless this user sent this command before; then answer what was answered then.

    `what` names the request (operation and reference). The same id for something else is refused."""
    key, fingerprint = f"user:{by.pk}", hashlib.sha256(what.encode()).hexdigest()
    try:
        with transaction.atomic():
            command = Command.objects.create(actor_key=key, command_id=command_id, fingerprint=fingerprint)
            command.response = action()
            command.save(update_fields=["response"])
            return dict(command.response)
    except IntegrityError:
        earlier = Command.objects.filter(actor_key=key, command_id=command_id).first()
        if earlier is None:
            raise
        if earlier.fingerprint != fingerprint:
            refuse(
                "Haven double submit rule", "This page was already used for something else. Load it again."
            ).require()
        return dict(earlier.response)

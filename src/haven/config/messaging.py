"""By whom messages leave this installation: GOV.UK Notify when its key is given, else nobody."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from haven.config.environment import BadEnvironment

if TYPE_CHECKING:
    from haven.outbox.channels.notify import NotifyAccount

URL = "https://api.notifications.service.gov.uk"
# A key as Notify writes it ends with two UUIDs: the service and the secret.
KEY_LENGTH = 73


def notify_account(environ: Mapping[str, str] = os.environ) -> NotifyAccount | None:
    """The account from HAVEN_NOTIFY_KEY_FILE, HAVEN_NOTIFY_TEMPLATES (the ids of the text, the e-mail and the letter
    template, with commas between) and HAVEN_NOTIFY_URL. None without a key: then what would leave can be read in the
    outbox. Raises BadEnvironment with the name of the variable that is wrong."""
    named = environ.get("HAVEN_NOTIFY_KEY_FILE")
    if not named:
        return None
    from haven.outbox.channels.notify import NotifyAccount

    try:
        key = Path(named).read_text().strip()
    except OSError as problem:
        raise BadEnvironment(f"HAVEN_NOTIFY_KEY_FILE cannot be read: {problem.strerror}.") from None
    if len(key) < KEY_LENGTH:
        raise BadEnvironment("HAVEN_NOTIFY_KEY_FILE holds no key of Notify: it ends with the service and the secret.")
    templates = [part.strip() for part in environ.get("HAVEN_NOTIFY_TEMPLATES", "").split(",")]
    if len(templates) != 3 or not all(templates):
        raise BadEnvironment(
            "HAVEN_NOTIFY_TEMPLATES needs three template ids: text, e-mail and letter, commas between."
        )
    return NotifyAccount(key, environ.get("HAVEN_NOTIFY_URL") or URL, *templates)

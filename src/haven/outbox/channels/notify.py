"""GOV.UK Notify: texts, e-mails and letters, by its own client. Our reference goes with each, so that it can be asked for
before anything is sent again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests
from notifications_python_client.errors import HTTPError, InvalidResponse
from notifications_python_client.notifications import NotificationsAPIClient

from haven.outbox.channels import ProviderDown, ProviderRefused, Receipt
from haven.outbox.texts import Content

SECONDS = 10
# Notify's states of a message, as ours.
STATES = {
    "created": "accepted",
    "sending": "accepted",
    "pending": "accepted",
    "sent": "accepted",
    "accepted": "accepted",
    "received": "delivered",
    "delivered": "delivered",
    "permanent-failure": "failed",
    "temporary-failure": "failed",
    "technical-failure": "failed",
    "cancelled": "failed",
}


@dataclass(frozen=True)
class NotifyAccount:
    """One Notify service: its key, its address, and the three templates whose whole text is one place to fill."""

    api_key: str
    url: str
    text_template: str
    email_template: str
    letter_template: str


class Notify:
    """A channel (see `channels.Channel`)."""

    def __init__(self, account: NotifyAccount) -> None:
        self.account = account
        made: Any = NotificationsAPIClient  # the client has no types
        self.client: Any = made(account.api_key, base_url=account.url, timeout=SECONDS)

    def find(self, ref: str) -> Receipt | None:
        found = self._ask(lambda: self.client.get_all_notifications(reference=ref))["notifications"]
        return Receipt(found[0]["id"], STATES.get(found[0]["status"], "unknown")) if found else None

    def send(self, ref: str, kind: str, to: str, content: Content) -> Receipt:
        answer = self._ask(lambda: self._give(ref, kind, to, content))
        return Receipt(answer["id"], "accepted")

    def state_of(self, provider_ref: str) -> str:
        status = self._ask(lambda: self.client.get_notification_by_id(provider_ref))["status"]
        return STATES.get(status, "unknown")

    def _give(self, ref: str, kind: str, to: str, content: Content) -> dict[str, Any]:
        account, words = self.account, {"text": content.text}
        if kind == "text":
            sent = self.client.send_sms_notification(to, account.text_template, words, ref)
        elif kind == "email":
            words |= {"subject": content.subject}
            sent = self.client.send_email_notification(to, account.email_template, words, ref)
        else:
            words |= {f"address_line_{n}": line for n, line in enumerate(to.splitlines()[:7], start=1)}
            sent = self.client.send_letter_notification(account.letter_template, words, ref)
        return dict(sent)

    def _ask(self, act: Any) -> dict[str, Any]:
        """Notify's answer. A refusal of the message and a service that is down are two different things."""
        try:
            return dict(act())
        except HTTPError as problem:
            status = problem.status_code
            if status in (400, 403, 404):
                raise ProviderRefused(f"The provider refused it (status {status}).") from None
            raise ProviderDown(f"The provider answered with status {status}.") from None
        except (InvalidResponse, requests.RequestException) as problem:
            raise ProviderDown(f"The provider did not answer ({type(problem).__name__}).") from None

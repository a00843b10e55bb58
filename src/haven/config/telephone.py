"""By whom the phone line is answered: the account of a provider that speaks TwiML, or, in practice, the page of a phone."""

from __future__ import annotations

import hmac
import os
import re
from collections.abc import Mapping
from pathlib import Path

from haven.config.environment import BadEnvironment
from haven.line.twiml import LineAccount

TOKEN_LENGTH = 32


def line_account(practice: bool, secret: str, environ: Mapping[str, str] = os.environ) -> LineAccount | None:
    """The account from HAVEN_LINE_TOKEN_FILE (the token that signs requests) and HAVEN_LINE_DESK (the number that calls to a
    person are put through to, like +442079460000; without it callers are asked to ring again). Without a token practice
    makes its own, and production answers no call. Raises BadEnvironment with the name of the variable that is wrong."""
    desk = environ.get("HAVEN_LINE_DESK", "")
    if desk and not re.fullmatch(r"\+[1-9][0-9]{6,14}", desk):
        raise BadEnvironment("HAVEN_LINE_DESK must be a number with its country, like +442079460000.")
    named = environ.get("HAVEN_LINE_TOKEN_FILE")
    if not named:
        return LineAccount(hmac.digest(secret.encode(), b"practice line", "sha256").hex(), desk) if practice else None
    try:
        token = Path(named).read_text().strip()
    except OSError as problem:
        raise BadEnvironment(f"HAVEN_LINE_TOKEN_FILE cannot be read: {problem.strerror}.") from None
    if len(token) < TOKEN_LENGTH:
        raise BadEnvironment(f"HAVEN_LINE_TOKEN_FILE holds no token: it has at least {TOKEN_LENGTH} characters.")
    return LineAccount(token, desk)

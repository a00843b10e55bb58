"""A stand-in for GOV.UK Notify that speaks its HTTP, for tests, fault runs and trials: nothing leaves this machine.

It checks the signed token as Notify does, gives each message an id, keeps it, answers questions by our reference, and can
be told to be slow, down, or to refuse. Run it with `haven notify-standin`."""

from __future__ import annotations

import json
import re
import threading
import time
import uuid
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt

KINDS = {"sms": "phone_number", "email": "email_address", "letter": "personalisation"}
# Notify's rule for a number in the United Kingdom, near enough for refusals: digits after +44 or 0.
NUMBER = re.compile(r"^(\+44|0044|0)[0-9 ]{9,13}$")


@dataclass
class Desk:
    """What the stand-in has been given, and how it behaves."""

    secret: str
    service: str
    messages: list[dict[str, object]] = field(default_factory=list)
    down: bool = False
    lose_answers: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def api_key(self) -> str:
        """The key as Notify writes it: a name, the service, the secret."""
        return f"practice-{self.service}-{self.secret}"

    def sent(self, reference: str) -> list[dict[str, object]]:
        with self.lock:
            return [m for m in self.messages if m["reference"] == reference]


def new_desk() -> Desk:
    return Desk(str(uuid.uuid4()), str(uuid.uuid4()))


class _Handler(BaseHTTPRequestHandler):
    desk: Desk

    def log_message(self, *args: object) -> None:
        """Nothing is written anywhere."""

    def do_POST(self) -> None:
        kind = urlsplit(self.path).path.rsplit("/", 1)[-1]
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", "0"))) or b"{}")
        if not self._let_in():
            return
        if kind not in KINDS:
            self._say(HTTPStatus.NOT_FOUND, {"errors": [{"error": "NotFound", "message": "no such kind"}]})
        elif kind == "sms" and not NUMBER.match(str(body.get("phone_number", ""))):
            self._say(HTTPStatus.BAD_REQUEST, {"errors": [{"error": "ValidationError", "message": "phone_number"}]})
        else:
            self._take(kind, body)

    def do_GET(self) -> None:
        if not self._let_in():
            return
        parts = urlsplit(self.path)
        last = parts.path.rsplit("/", 1)[-1]
        with self.desk.lock:
            if last == "notifications":
                wanted = parse_qs(parts.query).get("reference", [""])[0]
                found = [m for m in self.desk.messages if not wanted or m["reference"] == wanted]
                self._say(HTTPStatus.OK, {"notifications": found[::-1], "links": {"current": self.path}})
                return
            one = next((m for m in self.desk.messages if m["id"] == last), None)
        if one is None:
            self._say(HTTPStatus.NOT_FOUND, {"errors": [{"error": "NoResultFound", "message": "none"}]})
        else:
            self._say(HTTPStatus.OK, one)

    def _take(self, kind: str, body: dict[str, object]) -> None:
        row: dict[str, object] = {
            "id": str(uuid.uuid4()),
            "reference": body.get("reference"),
            "type": kind,
            "status": "delivered",
            "to": body.get(KINDS[kind]),
            "template": {"id": body.get("template_id")},
            "personalisation": body.get("personalisation", {}),
            "received": time.time(),
        }
        with self.desk.lock:
            self.desk.messages.append(row)
            lost = self.desk.lose_answers > 0
            self.desk.lose_answers -= lost
        if lost:  # it has the message, and whoever sent it will never hear so
            self.close_connection = True
            self.connection.close()
            return
        self._say(HTTPStatus.CREATED, {"id": row["id"], "reference": row["reference"], "content": {}})

    def _let_in(self) -> bool:
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            claims = jwt.decode(token, self.desk.secret, algorithms=["HS256"], options={"verify_iat": False})
        except jwt.PyJWTError:
            claims = {}
        if claims.get("iss") != self.desk.service:
            self._say(HTTPStatus.FORBIDDEN, {"errors": [{"error": "AuthError", "message": "Invalid token"}]})
            return False
        if self.desk.down:
            self._say(HTTPStatus.SERVICE_UNAVAILABLE, {"errors": [{"error": "Down", "message": "try later"}]})
            return False
        return True

    def _say(self, status: HTTPStatus, answer: dict[str, object]) -> None:
        if status >= HTTPStatus.BAD_REQUEST:
            answer = {"status_code": int(status)} | answer
        text = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


def start(desk: Desk, port: int = 0) -> ThreadingHTTPServer:
    """Serve the desk on this machine alone, in a thread of its own. Ends with `shutdown()`."""
    handler = type("Handler", (_Handler,), {"desk": desk})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server

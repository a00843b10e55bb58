"""Serves the gallery with the strictest content policy, so that an inline script or style shows as a fault."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import haven.web.parts
from tests.web_parts import gallery

STATIC = Path(haven.web.parts.__file__).parent / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        kind, body = self._answer(self.path.split("?")[0])
        self.send_response(200 if body is not None else 404)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body or b"")

    def _answer(self, path: str) -> tuple[str, bytes | None]:
        if path == "/favicon.svg":
            path = "/static/haven/img/plain.svg"
        if path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            return TYPES[file.suffix], file.read_bytes() if file.is_file() else None
        name = path.strip("/")
        if name in gallery.PAGES:
            return "text/html", gallery.render(name).encode()
        return "text/html", b"<!doctype html><title>Elsewhere</title><h1>Elsewhere</h1>"

    def log_message(self, *args: object) -> None:
        """Say nothing: the test's own output is enough."""


@contextmanager
def serving() -> Iterator[str]:
    """The address of a running gallery."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()

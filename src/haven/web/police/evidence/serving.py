"""Giving out a file: as a stream, with headers that let it do nothing in a browser."""

from collections.abc import Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

# Nothing of a file that somebody sent may run, load or belong to this site.
POLICY = "default-src 'none'; sandbox"


def stream(parts: Iterator[bytes], *, name: str, mime: str, size: int | None, inline: bool = False) -> HttpResponseBase:
    """The file, piece by piece. `name` is made of our own words. Only a picture is ever shown in place."""
    response = StreamingHttpResponse(_first(parts), content_type=mime)
    if size is not None:
        response["Content-Length"] = str(size)
    return _safe(response, name, inline)


def whole(content: bytes, *, name: str, mime: str) -> HttpResponseBase:
    return _safe(HttpResponse(content, content_type=mime), name, inline=True)


def _first(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The first piece is read now, so that a file that cannot be opened is a fault and not half an answer."""
    head = next(parts, b"")

    def all_of() -> Iterator[bytes]:
        yield head
        yield from parts

    return all_of()


def _safe(response: HttpResponseBase, name: str, inline: bool) -> HttpResponseBase:
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response

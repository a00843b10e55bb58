"""All that can be got out of a file by somebody who looks for it: every stream undone, every string, every revision, every
file inside, every property of a picture."""

import io
import unicodedata
import zipfile

import pikepdf
from PIL import Image


def dug_out(content: bytes) -> str:
    """Everything as one text without spaces and case, so that no spelling hides what it says."""
    return _bare("\n".join(_parts(content)))


def holds(content: bytes, said: str) -> bool:
    return _bare(said) in dug_out(content)


def revisions(content: bytes) -> int:
    """How many times the file was written: each former state is still in it."""
    return content.count(b"%%EOF")


def _bare(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if c.isalnum())


def _parts(content: bytes):
    for way in ("latin-1", "utf-16-le", "utf-16-be"):
        yield content.decode(way, "ignore")
    if content.startswith(b"%PDF"):
        yield from _of_pdf(content)
    elif content.startswith(b"PK"):
        yield from _of_zip(content)
    elif content[:3] == b"\xff\xd8\xff" or content.startswith(b"\x89PNG"):
        picture = Image.open(io.BytesIO(content))
        yield f"{picture.info} {dict(picture.getexif())} {dict(picture.getexif().get_ifd(0x8825))}"


def _of_zip(content: bytes):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        yield file.comment.decode("latin-1")
        for info in file.infolist():
            yield f"{info.filename} {info.comment!r} {info.extra!r}"
            yield from _parts(file.read(info))


def _of_pdf(content: bytes):
    from haven.sealed.pdf_text import text_of

    yield text_of(content)
    with pikepdf.open(io.BytesIO(content)) as document:
        for thing in document.objects:
            yield repr(thing) if not isinstance(thing, pikepdf.Stream) else repr(dict(thing))
            if isinstance(thing, pikepdf.Stream):
                yield from _of_stream(thing)
        for name, inside in document.attachments.items():
            yield name
            yield from _parts(inside.get_file().read_bytes())


def _of_stream(stream: pikepdf.Stream):
    raw = bytes(stream.read_raw_bytes())
    yield from _parts(raw) if raw[:3] == b"\xff\xd8\xff" else [raw.decode("latin-1")]
    try:
        yield bytes(stream.read_bytes()).decode("latin-1")
    except pikepdf.PdfError:
        return

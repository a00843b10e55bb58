"""Reads a finished paper as a screen reader and an archive would: text, structure, fonts, metadata."""

import io
import re
from collections.abc import Iterator

import pikepdf
import pypdfium2


def text_of(content: bytes) -> str:
    """The text layer of all pages, with white space run together."""
    document = pypdfium2.PdfDocument(content)
    pages = [document[number].get_textpage().get_text_range() for number in range(len(document))]
    return re.sub(r"\s+", " ", " ".join(pages))


def squeezed(text: str) -> str:
    """A text without white space and the marks where long runs may break."""
    return re.sub(r"[\s\u200b]", "", text)


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def elements(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """All structure elements in reading order."""
    return list(_below(pdf.Root.StructTreeRoot))


def kinds(pdf: pikepdf.Pdf) -> list[str]:
    return [str(element.S) for element in elements(pdf)]


def _below(element: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    kids = element.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from _below(kid)


def within(element: pikepdf.Object, kind: str) -> list[pikepdf.Dictionary]:
    return [found for found in _below(element) if str(found.S) == kind]


def attributes(element: pikepdf.Dictionary) -> dict[str, str]:
    """The attributes of an element, from every owner, as text."""
    owners = element.get("/A", pikepdf.Array())
    owners = owners if isinstance(owners, pikepdf.Array) else [owners]
    return {key: str(value) for owner in owners for key, value in owner.items()}


def fonts(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """Every font that a page uses."""
    found = {}
    for page in pdf.pages:
        for font in page.Resources.get("/Font", {}).values():
            found[font.objgen] = font
    return list(found.values())


def xmp(pdf: pikepdf.Pdf) -> str:
    return bytes(pdf.Root.Metadata.read_bytes()).decode()

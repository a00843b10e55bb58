"""All that can be read in a finished PDF, for the leak gate: its bytes are asked, not what it was made from, and what no
reader shows as well as what is seen. Needs no Django.

Words that are covered, white, cut away by the edge of a page, or drawn in a pattern or a note are text of a page; titles,
bookmarks, comments, values of forms, descriptions for screen readers and addresses of links are strings beside the pages;
properties and files inside are streams. Each of them was once somebody's redaction."""

import io
from collections.abc import Iterator
from typing import Any

MOST_TEXT = 2_000_000
# Wider than any page that a reader shows, so that no edge cuts words away.
WIDE = (-14_400, -14_400, 14_400, 14_400)
# Files inside files inside files end here.
DEEPEST = 3


def text_of(content: bytes, *, depth: int = 0) -> str:
    """The text of all pages, then everything else that is text in it, up to MOST_TEXT characters."""
    import pikepdf

    with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as document:
        beside = _joined(_beside(document, depth))
        _show_all(document)
        wide = io.BytesIO()
        document.save(wide)
    return f"{_joined(_of_pages(wide.getvalue()))}\n{beside}"[:MOST_TEXT]


def _joined(parts: Iterator[str]) -> str:
    held: list[str] = []
    length = 0
    for part in parts:
        held.append(part)
        length += len(part)
        if length > MOST_TEXT:
            break
    return "\n".join(held)


def _of_pages(content: bytes) -> Iterator[str]:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        for page in document:
            words = page.get_textpage()
            yield words.get_text_range()
            words.close()
            page.close()
    finally:
        document.close()


def _show_all(document: Any) -> None:
    """Widen every page, and put what is drawn elsewhere (notes, patterns, stamps) on pages of its own at the end."""
    from pikepdf import Array, Dictionary, Name, Stream

    drawn = [
        thing
        for thing in document.objects
        if isinstance(thing, Stream) and (thing.get(Name.Subtype) == Name.Form or thing.get(Name.PatternType) == 1)
    ]
    for page in document.pages:
        page.obj.MediaBox = page.obj.CropBox = Array(
            list(WIDE)
        )  # said of the page itself: a group of pages may have edges
    for thing in drawn:
        page = document.add_blank_page(page_size=(WIDE[2], WIDE[3]))
        page.obj.MediaBox = Array(list(WIDE))
        page.obj.Resources = thing.get(Name.Resources, Dictionary())
        page.obj.Contents = document.make_stream(_bytes_of(thing))


def _beside(document: Any, depth: int) -> Iterator[str]:
    """Every string of every part, and what stands in properties and in files inside."""
    from pikepdf import Name, Stream

    yield from _strings(document.trailer.get(Name.Info))
    for thing in document.objects:
        yield from _strings(thing, top=True)
        if isinstance(thing, Stream) and str(thing.get(Name.Subtype)) == "/XML":
            yield _decoded(_bytes_of(thing))
        if isinstance(thing, Stream) and str(thing.get(Name.Type)) == "/EmbeddedFile":
            yield from _inside(_bytes_of(thing), depth)


def _strings(thing: Any, *, top: bool = False) -> Iterator[str]:
    """The strings in one part; parts with a number of their own have their turn."""
    from pikepdf import Array, Dictionary, Stream, String

    if isinstance(thing, String):
        yield str(thing)
    elif not top and getattr(thing, "is_indirect", False):
        return
    elif isinstance(thing, Dictionary | Stream):
        for _name, value in thing.items():
            yield from _strings(value)
    elif isinstance(thing, Array):
        for value in thing:
            yield from _strings(value)


def _inside(content: bytes, depth: int) -> Iterator[str]:
    if content[:1024].lstrip().startswith(b"%PDF") and depth < DEEPEST:
        yield text_of(content, depth=depth + 1)
    else:
        yield _decoded(content)


def _bytes_of(stream: Any) -> bytes:
    """What a part holds. One in a way that cannot be undone is looked at as it stands."""
    try:
        return bytes(stream.read_bytes())
    except Exception:  # noqa: BLE001  whatever is wrong with it, its raw bytes are still looked at
        return bytes(stream.read_raw_bytes())


def _decoded(content: bytes) -> str:
    """As words, however they are written; what is none is left out."""
    start = content[:MOST_TEXT]
    ways = ("utf-8", "utf-16-le", "utf-16-be") if b"\0" in start else ("utf-8",)
    return "\n".join(start.decode(way, "ignore") for way in ways)

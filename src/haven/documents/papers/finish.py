"""Finishing touches to a compiled paper: row headers in its tables, and a look at what the reader's aids rely on.

The typst package cannot mark a cell as the header of its row without a switch that it does not offer, so the first
cell of each row of a facts table becomes a header cell here.
"""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name

from .views import PaperError


def finish(compiled: bytes) -> tuple[bytes, int]:
    """The paper with row headers, and the number of its pages. The same input gives the same bytes.

    Raises PaperError when the tagged structure is missing: such a paper is not handed out.
    """
    with pikepdf.open(io.BytesIO(compiled)) as pdf:
        if Name.StructTreeRoot not in pdf.Root or not pdf.Root.get(Name.Lang):
            raise PaperError("The paper has no structure for screen readers, so it was not made.")
        for table in _elements(pdf.Root.StructTreeRoot, "/Table"):
            _head_rows(table)
        out = io.BytesIO()
        # The compiler has written the version of the format into the metadata already.
        preserve = pikepdf.ObjectStreamMode.preserve
        pdf.save(out, deterministic_id=True, object_stream_mode=preserve, fix_metadata_version=False)
        return out.getvalue(), len(pdf.pages)


def _head_rows(table: pikepdf.Object) -> None:
    for row in _elements(table, "/TR"):
        first = next(_children(row), None)
        if first is not None and str(first.S) == "/TD":
            first.S = Name.TH
            first.A = Array([Dictionary(O=Name.Table, Scope=Name.Row)])


def _children(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    kids = element.get(Name.K)
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and Name.S in kid:
            yield kid


def _elements(element: pikepdf.Object, kind: str) -> Iterator[pikepdf.Object]:
    for child in _children(element):
        if str(child.S) == kind:
            yield child
        yield from _elements(child, kind)

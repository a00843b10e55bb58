"""PDF documents: opened, emptied of what can hide or act, and written anew without their history."""

from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name

from haven.evidence.checker.answer import Found, NotTaken
from haven.evidence.checker.jpegs import without_words

MOST_PAGES = 2000
MOST_OBJECTS = 500_000
ACTING = ("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Sound", "/Movie")
FIXED = ("/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/Redact", "/Popup", "/Text")
HIDING = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb")
# Drawn marks whose words are a remark about them; of a FreeText or a Stamp the words are what is seen.
MARKS = frozenset(
    ("/Highlight", "/Underline", "/Squiggly", "/StrikeOut", "/Square", "/Circle", "/Line", "/Polygon", "/PolyLine")
    + ("/Ink", "/Caret")
)
REMARKS = ("/Contents", "/RC", "/T", "/Subj")
# Within these edges a page shows less than it holds.
EDGES = ("/CropBox", "/TrimBox", "/BleedBox", "/ArtBox")
# Files inside, and other pictures in place of one that is shown.
BEHIND = ("/AF", "/EF", "/Alternates")
LOCKED = "The document is locked with a password. Take the password off, or add pictures of its pages"
UNREADABLE = "The file cannot be read as a PDF document. Save it again from where it came, or add pictures of its pages"


def look(source: BinaryIO, target: BinaryIO) -> Found:
    """Write a clean copy of a document and say what it leaves out. Raises NotTaken with the sentence."""
    found = Found(copy_kind="pdf")
    try:
        with pikepdf.open(source, suppress_warnings=True) as document:
            _measure(document)
            if document.is_encrypted:
                found.note("permissions")
            _empty_root(document, found)
            for page in document.pages:
                _show_whole(page, found)
                _empty_page(page.obj, found)
            _empty_objects(document, found)
            document.remove_unreferenced_resources()
            document.save(
                target,
                encryption=False,
                fix_metadata_version=False,
                object_stream_mode=pikepdf.ObjectStreamMode.generate,
                deterministic_id=True,
            )
    except pikepdf.PasswordError as problem:
        raise NotTaken(LOCKED) from problem
    except NotTaken:
        raise
    except Exception as problem:  # noqa: BLE001  whatever a reader does with a broken file, the file is refused
        raise NotTaken(UNREADABLE) from problem
    return found


def _measure(document: pikepdf.Pdf) -> None:
    if Name.Collection in document.Root:
        raise NotTaken("This PDF is a folder of other files. Add each file in it by itself")
    if len(document.pages) > MOST_PAGES or len(document.objects) > MOST_OBJECTS:
        raise NotTaken(
            f"The document has more than {MOST_PAGES:,} pages, or is built like one. Add the pages that matter"
        )
    if not len(document.pages):
        raise NotTaken("The document has no pages. Save it again from where it came")


def _empty_root(document: pikepdf.Pdf, found: Found) -> None:
    root = document.Root
    if document.docinfo or Name.Metadata in root:
        found.note("properties")
    del document.docinfo
    names = root.get(Name.Names)
    if isinstance(names, Dictionary):
        if Name.EmbeddedFiles in names:
            found.note("attachments")
        if Name.JavaScript in names:
            found.note("actions")
    if Name.OpenAction in root or Name.AA in root:
        found.note("actions")
    if Name.OCProperties in root:
        found.note("layers")
    form = root.get(Name.AcroForm)
    if isinstance(form, Dictionary) and Name.XFA in form:
        found.note("form")
    _drop(
        root, ("/Names", "/OpenAction", "/AA", "/OCProperties", "/AF", "/Perms", "/DSS", "/Legal", "/Threads", *HIDING)
    )
    if isinstance(form, Dictionary):
        _drop(form, ("/XFA", "/CO"))


def _show_whole(page: pikepdf.Page, found: Found) -> None:
    """Nothing stays behind the edge of a page. The edge may be set for a group of pages, so it is said again here."""
    whole = Array([float(value) for value in page.mediabox])
    if [float(value) for value in page.cropbox] != [float(value) for value in whole]:
        found.note("cut")
    _drop(page.obj, EDGES)
    page.obj.CropBox = whole


def _empty_page(page: Any, found: Found) -> None:
    if Name.AA in page:
        found.note("actions")
    _drop(page, ("/AA", "/AF", *HIDING))
    kept = []
    for fixed in _items(page.get(Name.Annots)):
        if not isinstance(fixed, Dictionary):
            continue
        if str(fixed.get(Name.Subtype)) in FIXED:
            found.note("attachments" if str(fixed.Subtype) == "/FileAttachment" else "notes")
            continue
        action = fixed.get(Name.A)
        if (
            Name.AA in fixed
            or isinstance(action, Dictionary)
            and (str(action.get(Name.S)) in ACTING or Name.Next in action)
        ):
            found.note("actions")
            _drop(fixed, ("/A", "/AA"))
        if str(fixed.get(Name.Subtype)) in MARKS and any(Name(name) in fixed for name in REMARKS):
            found.note("notes")
            _drop(fixed, REMARKS)
        kept.append(fixed)
    if kept:
        page.Annots = Array(kept)
    else:
        _drop(page, ("/Annots",))


def _empty_objects(document: pikepdf.Pdf, found: Found) -> None:
    """Properties and files can hang on any part, and a photograph inside has its own."""
    for thing in document.objects:
        if not isinstance(thing, Dictionary | pikepdf.Stream):
            continue
        if any(Name(name) in thing for name in BEHIND):
            found.note("attachments")
        _drop(thing, ("/Metadata", "/PieceInfo", "/OPI", *BEHIND))
        if isinstance(thing, pikepdf.Stream) and thing.get(Name.Filter) in (Name.DCTDecode, Array([Name.DCTDecode])):
            raw = bytes(thing.read_raw_bytes())
            clean = without_words(raw)
            if clean != raw:
                parameters = thing.get(Name.DecodeParms)
                thing.write(clean, filter=Name.DCTDecode)
                if parameters is not None:
                    thing.DecodeParms = parameters


def _items(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Array) else []


def _drop(thing: Any, names: tuple[str, ...]) -> None:
    for name in names:
        if Name(name) in thing:
            del thing[Name(name)]

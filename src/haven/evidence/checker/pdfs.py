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
                _empty_page(page.obj, found)
            _empty_objects(document)
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
    _drop(root, ("/Names", "/OpenAction", "/AA", "/OCProperties", "/AF", "/Perms", "/DSS", "/Legal", *HIDING))
    if isinstance(form, Dictionary):
        _drop(form, ("/XFA", "/CO"))


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
        kept.append(fixed)
    if kept:
        page.Annots = Array(kept)
    else:
        _drop(page, ("/Annots",))


def _empty_objects(document: pikepdf.Pdf) -> None:
    """Properties can hang on any part, and a photograph inside has its own."""
    for thing in document.objects:
        if not isinstance(thing, Dictionary | pikepdf.Stream):
            continue
        _drop(thing, ("/Metadata", "/PieceInfo", "/OPI"))
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

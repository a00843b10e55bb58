"""Documents in which somebody meant to leave words out, in every way that does not take them out."""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.evidence import bad_files

SHOWN = "A letter of the fourth of May"
WIDE = Array([0, 0, 300, 300])


def edited(change, words=SHOWN):
    with pikepdf.open(io.BytesIO(bad_files.pdf(words=words))) as document:
        change(document)
        out = io.BytesIO()
        document.save(out, compress_streams=False)
    return out.getvalue()


def _content(words):
    return f"BT /F1 12 Tf 20 200 Td ({words}) Tj ET".encode()


def _page(document):
    return document.pages[0].obj


def _drawn(document, words, **more):
    """A drawing with the words, for whatever refers to it."""
    stream = document.make_stream(_content(words))
    stream.BBox, stream.Resources = WIDE, _page(document).Resources
    for name, value in more.items():
        stream[f"/{name}"] = value
    return stream


def _mark(document, kind, **more):
    mark = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=WIDE, **more)
    _page(document).Annots = Array([document.make_indirect(mark)])


def black_box(words):
    """A black box drawn over them."""
    return edited(lambda d: d.pages[0].contents_add(d.make_stream(b"q 0 0 0 rg 0 0 2000 2000 re f Q")), words)


def black_mark(words):
    """A black square laid over them as a mark that can be lifted off."""
    return edited(lambda d: _mark(d, "Square", IC=Array([0, 0, 0])), words)


def white(words):
    """White on white."""
    return edited(lambda d: setattr(_page(d), "Contents", d.make_stream(b"1 1 1 rg " + _content(words))))


def unseen(words):
    """Drawn in the way that shows nothing."""
    return edited(lambda d: setattr(_page(d), "Contents", d.make_stream(b"BT 3 Tr ET " + _content(words))))


def cropped(words):
    """Cut away by the edge of the page."""
    return edited(lambda d: setattr(_page(d), "CropBox", Array([0, 0, 300, 100])), words)


def cropped_for_all(words):
    """Cut away by an edge that is set for all pages together."""
    return edited(lambda d: setattr(d.Root.Pages, "CropBox", Array([0, 0, 300, 100])), words)


def off_the_page(words):
    """Moved below the page."""
    return edited(lambda d: setattr(_page(d), "Contents", d.make_stream(b"1 0 0 1 0 -900 cm " + _content(words))))


def in_a_pattern(words):
    """As the pattern of a surface."""

    def change(d):
        pattern = _drawn(d, words, Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1, XStep=300, YStep=300)
        _page(d).Resources.Pattern = Dictionary(P1=pattern)
        _page(d).Contents = d.make_stream(b"/Pattern cs /P1 scn 0 0 300 300 re f")

    return edited(change)


def typed_over(words):
    """In a box of text that was put on the page."""
    return edited(lambda d: _mark(d, "FreeText", AP=Dictionary(N=_drawn(d, words, Subtype=Name.Form))))


def remark(words):
    """In the remark that hangs on a mark."""
    return edited(lambda d: _mark(d, "Highlight", Contents=String(words)))


def bookmark(words):
    def change(d):
        with d.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(words, 0))

    return edited(change)


def for_screen_readers(words):
    """As the description of a picture."""
    figure = Dictionary(S=Name.Figure, Alt=String(words))
    return edited(lambda d: setattr(d.Root, "StructTreeRoot", Dictionary(K=d.make_indirect(figure))))


def form_value(words):
    def change(d):
        _mark(d, "Widget", FT=Name.Tx, T=String("a"), V=String(words))
        d.Root.AcroForm = Dictionary(Fields=_page(d).Annots)

    return edited(change)


def link(words):
    return edited(lambda d: _mark(d, "Link", A=Dictionary(S=Name.URI, URI=String(f"https://map.example/{words}"))))


def properties(words):
    def change(d):
        d.docinfo["/Subject"] = words
        with d.open_metadata() as about:
            about["dc:description"] = words

    return edited(change)


def file_inside(words):
    def change(d):
        d.attachments["before.pdf"] = bad_files.pdf(words=words)

    return edited(change)


def file_on_a_part(words):
    """A file that hangs on a font."""

    def change(d):
        inside = Dictionary(Type=Name.Filespec, F=String("a"), EF=Dictionary(F=d.make_stream(words.encode())))
        _page(d).Resources.Font.F1.AF = Array([d.make_indirect(inside)])

    return edited(change)


def former_revision(words):
    """Taken out in a later version of the file, which still holds the first."""
    return bad_files.pdf_with_history(words)


def layer(words):
    """On a layer that is switched off."""

    def change(d):
        group = d.make_indirect(Dictionary(Type=Name.OCG, Name=String("a")))
        d.Root.OCProperties = Dictionary(OCGs=Array([group]), D=Dictionary(OFF=Array([group])))
        _page(d).Resources.Properties = Dictionary(L1=group)
        _page(d).Contents = d.make_stream(b"/OC /L1 BDC " + _content(words) + b" EMC")

    return edited(change)


WAYS = (
    black_box, black_mark, white, unseen, cropped, cropped_for_all, off_the_page, in_a_pattern, typed_over, remark, bookmark,
    for_screen_readers, form_value, link, properties, file_inside, file_on_a_part, former_revision, layer,
)  # fmt: skip

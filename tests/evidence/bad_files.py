"""Files as people and attackers send them, built here so that none lies in the repository."""

import io
import struct
import zipfile
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

PLACE = "51.376165"  # the latitude that must never be in a copy


def picture(kind: str = "JPEG", size: tuple[int, int] = (320, 240), **options) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 40).convert("RGB").save(out, kind, **options)
    return out.getvalue()


def photo_with_place() -> bytes:
    """A JPEG as a phone makes it: turned, with its place, a maker's words and a comment."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Canary Camera Works"
    exif[0x9286] = b"ASCII\0\0\0canary comment"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (51.0, 22.0, 34.194)
    gps[3], gps[4] = "W", (0.0, 5.0, 55.1)
    return picture("JPEG", exif=exif, comment=b"canary remark")


def png_with_words() -> bytes:
    from PIL.PngImagePlugin import PngInfo

    words = PngInfo()
    words.add_text("Location", "canary 4 Sorrel Way")
    words.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta>canary {PLACE}</x:xmpmeta>")
    return picture("PNG", pnginfo=words)


def huge_png(width: int = 50_000, height: int = 50_000) -> bytes:
    """A picture of 2,500 million points in a few hundred bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("../../etc/x", bytes(1_000_000))
    return out.getvalue()


def word_document() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", "<w:document/>")
    return out.getvalue()


def pdf(*, pages: int = 1, encryption: pikepdf.Encryption | None = None, words: str = "Shown words") -> bytes:
    document = pikepdf.new()
    for _ in range(pages):
        page = document.add_blank_page(page_size=(300, 300))
        page.obj.Resources = Dictionary(
            Font=Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        )
        page.obj.Contents = document.make_stream(f"BT /F1 12 Tf 20 200 Td ({words}) Tj ET".encode())
    out = io.BytesIO()
    document.save(out, encryption=encryption or False, compress_streams=False)
    return out.getvalue()


def pdf_full_of_tricks() -> bytes:
    """Properties, XMP, a file inside, programs, an XFA form, a note, a launch action, a layer, and a photograph."""
    document = pikepdf.open(io.BytesIO(pdf()))
    document.docinfo["/Author"] = "canary author"
    with document.open_metadata() as words:
        words["dc:title"] = "canary title"
    document.attachments["inner.pdf"] = pdf(words="canary inside")
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert('canary script')"))
    document.Root.OpenAction = script
    document.Root.AA = Dictionary(WC=script)
    document.Root.OCProperties = Dictionary(OCGs=Array([]), D=Dictionary())
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=document.make_stream(b"<xdp>canary form</xdp>"))
    page = document.pages[0].obj
    page.PieceInfo = Dictionary(Secret=String("canary piece"))
    launch = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))
    launch.A = Dictionary(S=Name.Launch, F=String("canary.exe"))
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=String("canary note"))
    page.Annots = Array([document.make_indirect(launch), document.make_indirect(note)])
    photo = document.make_stream(photo_with_place())
    photo.Type, photo.Subtype, photo.Filter = Name.XObject, Name.Image, Name.DCTDecode
    photo.Width, photo.Height, photo.ColorSpace, photo.BitsPerComponent = 320, 240, Name.DeviceRGB, 8
    page.Resources.XObject = Dictionary(Im1=photo)
    out = io.BytesIO()
    document.save(out, compress_streams=False)
    return out.getvalue()


def pdf_folder() -> bytes:
    document = pikepdf.open(io.BytesIO(pdf()))
    document.attachments["a.pdf"] = pdf()
    document.Root.Collection = Dictionary(Type=Name.Collection)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf_with_history(words: str = "canary first version") -> bytes:
    """A second version appended to the first, whose words were taken out: the first is still in the file."""
    first = pdf(words=words)
    with pikepdf.open(io.BytesIO(first)) as document:
        number = document.pages[0].obj.Contents.objgen[0]
        root, size = document.Root.objgen[0], len(document.objects) + 1
    now = b"BT /F1 12 Tf 20 200 Td (Second version) Tj ET"
    place = len(first)
    change = b"%d 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (number, len(now), now)
    before = int(first.rsplit(b"startxref", 1)[1].split()[0])
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    return first + change + table % (number, place, size, root, before, place + len(change))


def box(kind: bytes, *inside: bytes) -> bytes:
    body = b"".join(inside)
    return struct.pack(">I", 8 + len(body)) + kind + body


def film(*, tags: bytes = b"canary +51.3761-000.0986/", data_track: bool = False) -> bytes:
    def track(handler: bytes) -> bytes:
        head = box(b"hdlr", bytes(8), handler, bytes(12), b"\0")
        times = bytes(4) + struct.pack(">II", 3_800_000_000, 3_800_000_001) + bytes(12)
        return box(b"trak", box(b"tkhd", times), box(b"mdia", box(b"mdhd", times), head))

    times = bytes(4) + struct.pack(">II", 3_800_000_000, 3_800_000_001) + bytes(88)
    tracks = track(b"vide") + (track(b"meta") if data_track else b"")
    words = box(b"udta", box(b"\xa9xyz", tags)) + box(b"meta", bytes(4), tags)
    return (
        box(b"ftyp", b"isom", bytes(4), b"isom")
        + box(b"moov", box(b"mvhd", times), tracks, words)
        + box(b"mdat", bytes(5000))
    )


def mp3() -> bytes:
    frames = (b"\xff\xfb\x90\x00" + bytes(413)) * 20
    tag = b"canary place" + bytes(88)
    head = b"ID3\x04\x00\x00" + bytes((0, 0, 0, len(tag)))
    return head + tag + frames + b"TAG" + b"canary".ljust(125)


def wav() -> bytes:
    def part(kind: bytes, body: bytes) -> bytes:
        return kind + struct.pack("<I", len(body)) + body + (b"\0" if len(body) & 1 else b"")

    body = (
        part(b"fmt ", struct.pack("<HHIIHH", 1, 1, 8000, 8000, 1, 8))
        + part(b"LIST", b"INFOcanary")
        + part(b"data", bytes(999))
    )
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WAVE" + body


def heic() -> bytes:
    """What begins as HEIC; there is no encoder here to make a whole one."""
    return box(b"ftyp", b"heic", bytes(4), b"mif1heic") + box(b"mdat", bytes(400))

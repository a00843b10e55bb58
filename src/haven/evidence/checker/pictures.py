"""Pictures: read whole, and written anew from their points alone, so that nothing else of the file comes along."""

import io
import warnings
from typing import BinaryIO

from PIL import Image, ImageOps, ImageSequence, features

from haven.evidence.checker.answer import Found, NotTaken

MOST_POINTS = 60_000_000
MOST_POINTS_OF_ALL = 200_000_000
MOST_FRAMES = 500
PREVIEW = (640, 640)
GPS, MAKER_THUMBNAIL = 0x8825, 0x0201
# Only these readers are ever tried: by content, not by the name of the file.
READERS = {"jpeg": ["JPEG", "MPO"], "png": ["PNG"], "gif": ["GIF"], "webp": ["WEBP"], "heic": ["HEIF"]}
UNREADABLE = "The file cannot be read as a picture. Choose the one from the phone or camera itself"


def look(kind: str, source: BinaryIO, size: int, target: BinaryIO) -> Found:
    """Write a clean copy of a picture and say what it leaves out. Raises NotTaken with the sentence."""
    if kind == "heic":
        import pi_heif

        pi_heif.register_heif_opener(thumbnails=False)
    Image.MAX_IMAGE_PIXELS = None  # counted here, before a point is read
    found = Found()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(source, formats=READERS[kind]) as picture:
                _measure(picture)
                _hidden(picture, found)
                _copy(kind, picture, found, target)
        except NotTaken:
            raise
        except Exception as problem:  # noqa: BLE001  whatever a reader does with a broken file, the file is refused
            raise NotTaken(UNREADABLE) from problem
    if kind in ("jpeg", "png") and _goes_on(kind, source, size):
        found.note("trailing")
    return found


def _measure(picture: Image.Image) -> None:
    points = picture.width * picture.height
    frames = getattr(picture, "n_frames", 1) if picture.format in ("GIF", "WEBP") else 1
    if points > MOST_POINTS:
        most = MOST_POINTS // 1_000_000
        raise NotTaken(
            f"The picture has more than {most} million points. Send it cut or made smaller, beside the whole"
        )
    if frames > MOST_FRAMES or points * frames > MOST_POINTS_OF_ALL:
        raise NotTaken("The moving picture is too long. Send it as a film")


def _hidden(picture: Image.Image, found: Found) -> None:
    exif = picture.getexif()
    if exif:
        found.note("camera")
    if exif.get_ifd(GPS):
        found.note("place")
    if exif.get_ifd(1).get(MAKER_THUMBNAIL):  # IFD1 holds the small picture
        found.note("small_picture")
    words = [
        value for name, value in picture.info.items() if name in ("comment", "xmp", "XML:com.adobe.xmp", "photoshop")
    ]
    if words or getattr(picture, "text", None):
        found.note("text")


def _copy(kind: str, picture: Image.Image, found: Found, target: BinaryIO) -> None:
    frames = getattr(picture, "n_frames", 1) if kind in ("gif", "webp") else 1
    if frames > 1:
        found.note("frames")
        _copy_moving(picture, target)
        found.copy_kind = "webp"
    else:
        plain = _bare(ImageOps.exif_transpose(picture))
        found.copy_kind = "png" if kind in ("png", "gif") else "jpeg"
        if found.copy_kind == "jpeg":
            plain.convert("RGB").save(target, "JPEG", quality=95, subsampling=0, optimize=False)
        else:
            plain.save(target, "PNG")
    found.preview = _preview(picture)


def _bare(picture: Image.Image) -> Image.Image:
    """A new picture with the points of this one and nothing else: no text, no profile, no place."""
    wanted = (
        picture.mode
        if picture.mode in ("L", "RGB", "RGBA")
        else "RGBA"
        if "A" in picture.mode or "transparency" in picture.info
        else "RGB"
    )
    points = picture.convert(wanted)
    bare = Image.new(wanted, points.size)
    bare.paste(points)
    return bare


def _copy_moving(picture: Image.Image, target: BinaryIO) -> None:
    if not features.check("webp"):
        raise NotTaken("Moving pictures cannot be copied here. Send it as a film")
    frames, times = [], []
    for frame in ImageSequence.Iterator(picture):
        frames.append(_bare(frame.convert("RGBA")))
        times.append(int(frame.info.get("duration") or 100))
    frames[0].save(target, "WEBP", save_all=True, append_images=frames[1:], duration=times, loop=0, quality=90)


def _preview(picture: Image.Image) -> bytes:
    small = ImageOps.exif_transpose(picture).convert("RGB")
    small.thumbnail(PREVIEW)
    out = io.BytesIO()
    _bare(small).save(out, "JPEG", quality=70)
    return out.getvalue()


def _goes_on(kind: str, source: BinaryIO, size: int) -> bool:
    """Is there more behind the end of the picture? Its last bytes would be the end mark."""
    ends = {"jpeg": b"\xff\xd9", "png": b"IEND\xaeB`\x82"}
    end = ends[kind]
    source.seek(max(0, size - 64))
    return not source.read().rstrip(b"\x00\n\r ").endswith(end)

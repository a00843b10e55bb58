"""Sound and film: copied as they are, with the places that hold words made empty. Picture and sound stay bit for bit.

No library of a licence that we can ship takes hidden data out of recordings. MP4 and its kin, MP3 and WAV are simple
enough to do by hand; of Ogg and WebM no copy is made, and the page says so."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from haven.evidence.checker.answer import Found, NotTaken

PART = 256 * 1024
UNREADABLE = "The file cannot be read as a recording. Choose the one from the phone, camera or recorder itself"
# Boxes that hold other boxes, boxes that hold words, and what a track may be.
INSIDE = (b"moov", b"trak", b"mdia", b"minf", b"edts", b"dinf", b"stbl", b"moof", b"traf", b"mvex")
WORDS = (b"udta", b"meta", b"uuid", b"Xtra", b"XMP_", b"ilst", b"loci", b"cprt")
TRACKS = (b"vide", b"soun", b"hint", b"text", b"sbtl", b"subt", b"clcp", b"tmcd", b"pict", b"auxv")
TIMED = (b"mvhd", b"tkhd", b"mdhd")
MOST_BOXES = 200_000


def look(kind: str, source: BinaryIO, size: int, target: BinaryIO) -> Found:
    """Write a copy without tags where that can be done. Raises NotTaken where it is no recording at all."""
    found = Found()
    if kind in ("ogg", "webm"):
        found.note("no_copy")
        return found
    try:
        keep = {"mp4": _mp4, "mp3": _mp3, "wav": _wav}[kind](source, size, found)
        if keep is None:
            return found
        for start, end, instead in keep:
            if instead is not None:
                target.write(instead)
            else:
                _through(source, start, end, target)
    except (struct.error, ValueError, IndexError) as problem:
        raise NotTaken(UNREADABLE) from problem
    found.copy_kind = kind
    return found


Stretch = tuple[int, int, bytes | None]


def _through(source: BinaryIO, start: int, end: int, target: BinaryIO) -> None:
    source.seek(start)
    while start < end:
        part = source.read(min(PART, end - start))
        if not part:
            raise ValueError("The file ends early")
        target.write(part)
        start += len(part)


# --- MP4, MOV, M4A, 3GP --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Box:
    """A box: its type, where it begins, where its content begins, where it ends."""

    kind: bytes
    start: int
    body: int
    end: int


def _boxes(source: BinaryIO, start: int, end: int) -> Iterator[Box]:
    at = start
    while at + 8 <= end:
        source.seek(at)
        head = source.read(16)
        length, kind, body = struct.unpack(">I", head[:4])[0], head[4:8], at + 8
        if length == 1:
            length, body = struct.unpack(">Q", head[8:16])[0], at + 16
        length = end - at if length == 0 else length
        if length < body - at or at + length > end:
            raise ValueError("A box is longer than what holds it")
        yield Box(kind, at, body, at + length)
        at += length


def _mp4(source: BinaryIO, size: int, found: Found) -> list[Stretch] | None:
    """Boxes of words become free space of the same length, so that nothing else moves."""
    changes: list[Stretch] = []
    tops = [box.kind for box in _boxes(source, 0, size)]
    if b"moov" not in tops:
        raise ValueError("No film or sound is in it")
    if b"data" in _tracks(source, size):
        found.note("data_track")
        return None
    _gather(source, 0, size, changes, found, [0])
    return _stretches(size, sorted(changes))


def _gather(source: BinaryIO, start: int, end: int, changes: list[Stretch], found: Found, seen: list[int]) -> None:
    for box in _boxes(source, start, end):
        seen[0] += 1
        if seen[0] > MOST_BOXES:
            raise ValueError("There are too many boxes")
        if box.kind in WORDS:
            found.note("tags")
            changes.append((box.start, box.end, None))
        elif box.kind in TIMED:
            source.seek(box.body)
            version = source.read(1)[0]
            span = 16 if version == 1 else 8
            changes.append((box.body + 4, box.body + 4 + span, bytes(span)))
        elif box.kind in INSIDE:
            _gather(source, box.body, box.end, changes, found, seen)


def _stretches(size: int, changes: list[Stretch]) -> list[Stretch]:
    out: list[Stretch] = []
    at = 0
    for start, end, instead in changes:
        out.append((at, start, None))
        out.append((start, end, instead if instead is not None else _free(end - start)))
        at = end
    out.append((at, size, None))
    return out


def _free(length: int) -> bytes:
    if length > 64 * 1024 * 1024:
        raise ValueError("A box of words is too long")
    return struct.pack(">I", length) + b"free" + bytes(length - 8)


def _tracks(source: BinaryIO, size: int) -> set[bytes]:
    """b"media" and b"data": is there a track of neither picture nor sound?"""
    kinds: set[bytes] = set()

    def into(start: int, end: int, inside: bytes) -> None:
        for box in _boxes(source, start, end):
            if box.kind == b"hdlr" and inside == b"mdia":
                source.seek(box.body + 8)
                kinds.add(b"media" if source.read(4) in TRACKS else b"data")
            elif box.kind in INSIDE:
                into(box.body, box.end, box.kind)

    into(0, size, b"")
    return kinds


# --- MP3 and WAV ---------------------------------------------------------------------------------------------------


def _mp3(source: BinaryIO, size: int, found: Found) -> list[Stretch]:
    """The frames alone: tags before the first and behind the last are left out."""
    start, end = 0, size
    source.seek(0)
    while (head := source.read(10))[:3] == b"ID3":
        start += 10 + sum((byte & 0x7F) << shift for byte, shift in zip(head[6:10], (21, 14, 7, 0), strict=True))
        start += 10 if head[5] & 0x10 else 0
        found.note("tags")
        source.seek(start)
    end = _mp3_end(source, start, end, found)
    source.seek(start)
    first = source.read(2)
    if len(first) < 2 or first[0] != 0xFF or first[1] & 0xE0 != 0xE0:
        raise ValueError("No frame of sound is where it should be")
    return [(start, end, None)]


def _mp3_end(source: BinaryIO, start: int, end: int, found: Found) -> int:
    source.seek(max(start, end - 128))
    if source.read(3) == b"TAG":
        end -= 128
        found.note("tags")
    source.seek(max(start, end - 32))
    foot = source.read(32)
    if foot[:8] == b"APETAGEX":
        end -= struct.unpack("<I", foot[12:16])[0] + (32 if foot[23] & 0x80 else 0)
        found.note("tags")
    if end <= start:
        raise ValueError("There is nothing but tags")
    return end


def _wav(source: BinaryIO, size: int, found: Found) -> list[Stretch]:
    """How the sound is coded, and the sound."""
    kept: list[tuple[int, int]] = []
    at, kinds = 12, set()
    while at + 8 <= size:
        source.seek(at)
        head = source.read(8)
        length = struct.unpack("<I", head[4:])[0]
        end = min(at + 8 + length, size)
        kinds.add(head[:4])
        if head[:4] in (b"fmt ", b"fact", b"data"):
            kept.append((at, end))
        else:
            found.note("tags")
        at = end + (length & 1)
    if not {b"fmt ", b"data"} <= kinds:
        raise ValueError("There is no sound in it")
    out: list[Stretch] = []
    length = 4
    for start, end in kept:
        pad = (end - start) & 1
        out.append((start, end, None))
        if pad:
            out.append((end, end, b"\x00"))
        length += end - start + pad
    return [(0, 0, b"RIFF" + struct.pack("<I", length) + b"WAVE"), *out]

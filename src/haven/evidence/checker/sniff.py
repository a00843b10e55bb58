"""What a file is, by its first bytes. Its name and what a browser said of it count for nothing."""

import re

# How much of the beginning is looked at.
HEAD = 64 * 1024
PICTURES = ("jpeg", "png", "gif", "webp", "heic")
STREAMS = ("mp4", "mp3", "wav", "ogg", "webm")
ACCEPTED = (*PICTURES, "pdf", "text", *STREAMS)
MOST_MEGABYTES = {
    **dict.fromkeys(PICTURES, 60),
    "pdf": 120,
    "text": 10,
    **dict.fromkeys(STREAMS, 500),
}
MOST_BYTES = max(MOST_MEGABYTES.values()) * 1_000_000
WORDS = {
    "jpeg": "JPEG picture",
    "png": "PNG picture",
    "gif": "GIF picture",
    "webp": "WebP picture",
    "heic": "HEIC picture",
    "pdf": "PDF document",
    "text": "Plain text",
    "mp4": "MP4 film or sound",
    "mp3": "MP3 sound",
    "wav": "WAV sound",
    "ogg": "Ogg sound",
    "webm": "WebM film",
}
MIME = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "heic": "image/heic",
    "pdf": "application/pdf",
    "text": "text/plain; charset=utf-8",
    "mp4": "video/mp4",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "ogg": "audio/ogg",
    "webm": "video/webm",
}
ENDINGS = {**{kind: kind for kind in ACCEPTED}, "jpeg": "jpg", "text": "txt"}

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"%PDF-", "pdf"),
    (b"ID3", "mp3"),
    (b"OggS", "ogg"),
    (b"\x1aE\xdf\xa3", "webm"),
    (b"PK\x03\x04", "archive"),
    (b"PK\x05\x06", "archive"),
    (b"PK\x07\x08", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"BZh", "archive"),
    (b"\xfd7zXZ\x00", "archive"),
    (b"\x28\xb5\x2f\xfd", "archive"),
    (b"MSCF", "archive"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
    (b"#!", "program"),
    (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xca\xfe\xba\xbe", "program"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (b"{\\rtf", "office"),
    (b"II*\x00", "other_picture"),
    (b"MM\x00*", "other_picture"),
    (b"BM", "other_picture"),
    (b"8BPS", "other_picture"),
)
_HEIC = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")
_OFFICE = (b"word/", b"xl/", b"ppt/", b"[Content_Types].xml", b"mimetypeapplication/vnd.oasis")
_MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|script|svg|\?xml|iframe|!--)", re.IGNORECASE)
REFUSALS = {
    "empty": "The file is empty. Choose it again; if it is empty on the phone or computer too, take it anew",
    "archive": "Folders packed into one file (zip and the like) are not taken. Add each file in it by itself",
    "office": "Word, Excel and similar files are not taken. Save it as PDF and add that",
    "program": "This is a program, and programs are not taken",
    "markup": "Web pages and drawings in code are not taken. Save the page as PDF, or take a picture of the screen",
    "other_picture": "This kind of picture is not taken. Save it as JPEG or PNG and add that",
    "unknown": "This kind of file is not taken. Pictures, PDF, plain text, sound and film are",
}


def kind_of(head: bytes) -> str:
    """One of ACCEPTED, or why not: a key of REFUSALS."""
    if not head:
        return "empty"
    for start, kind in _STARTS:
        if head.startswith(start):
            return "office" if kind == "archive" and any(word in head[:4096] for word in _OFFICE) else kind
    if head[:4] == b"RIFF":
        return {b"WEBP": "webp", b"WAVE": "wav"}.get(head[8:12], "unknown")
    if head[4:8] == b"ftyp":
        return "heic" if head[8:12] in _HEIC else "other_picture" if head[8:12] in (b"avif", b"avis") else "mp4"
    if head[4:8] in (b"moov", b"mdat", b"wide", b"skip"):
        return "mp4"
    if head[257:262] == b"ustar":
        return "archive"
    if len(head) > 3 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2:
        return "mp3"
    if _MARKUP.match(head):
        return "markup"
    return "text" if _is_text(head) else "unknown"


def _is_text(head: bytes) -> bool:
    """UTF-8, or UTF-16 with its mark, without control characters. The last letter of a long head may be cut."""
    try:
        text = head.decode("utf-16") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head.decode("utf-8")
    except UnicodeDecodeError as problem:
        if len(head) < HEAD or problem.start < len(head) - 4:
            return False
        text = head[: problem.start].decode("utf-8", errors="replace")
    return not any(ord(c) < 32 and c not in "\t\n\r\f" or ord(c) == 127 for c in text)


def too_large(kind: str, size: int) -> str:
    """Why a file of this kind and size is not taken, or nothing."""
    most = MOST_MEGABYTES[kind]
    if size <= most * 1_000_000:
        return ""
    return (
        f"The file is larger than {most} MB, the most that is taken of this kind. Send a part of it, or a smaller copy"
    )

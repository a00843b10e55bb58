"""A JPEG without the segments that hold words: places, devices, comments. Its points stay bit for bit."""

# Kept: APP0 (JFIF), APP2 with a colour profile, APP14 (Adobe: how colours are coded). All other APPn, and comments, go.
_KEPT = {0xE0, 0xEE}


def without_words(raw: bytes) -> bytes:
    """The same picture without its words; what is not a well-formed JPEG comes back as it was."""
    if raw[:2] != b"\xff\xd8":
        return raw
    out, at = bytearray(b"\xff\xd8"), 2
    while at + 4 <= len(raw) and raw[at] == 0xFF:
        marker = raw[at + 1]
        if marker == 0xDA:  # the points begin: the rest as it is
            return bytes(out + raw[at:])
        length = int.from_bytes(raw[at + 2 : at + 4], "big")
        segment = raw[at : at + 2 + length]
        colours = marker == 0xE2 and segment[4:15] == b"ICC_PROFILE"
        if not (0xE0 <= marker <= 0xEF or marker == 0xFE) or marker in _KEPT or colours:
            out += segment
        at += 2 + length
    return raw

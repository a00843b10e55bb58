"""What people type, made fit to keep: one form of each letter, no characters that are not writing."""

from __future__ import annotations

import unicodedata

# Marks that turn the direction of text around them: a name could be shown as another one.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def tidy_line(typed: str) -> str:
    """One line: letters composed (NFC), runs of spaces made one, ends trimmed. Other spaces stay."""
    text = unicodedata.normalize("NFC", typed)
    for space in "\t\u00a0\u3000":
        text = text.replace(space, " ")
    return " ".join(part for part in text.split(" ") if part)


def tidy_lines(typed: str) -> str:
    """Several lines: one kind of line end, no spaces at the ends of lines, no empty lines before and after."""
    text = unicodedata.normalize("NFC", typed.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return "\n".join(line.rstrip(" ") for line in text.split("\n")).strip("\n ")


def narrow(text: str) -> str:
    """Digits of any script as 0 to 9, and full-width letters and signs as plain ones. "10²" stays what it is."""
    return "".join(_narrow(char) for char in text)


def _narrow(char: str) -> str:
    if unicodedata.category(char) == "Nd":
        return str(unicodedata.decimal(char))
    return chr(ord(char) - 0xFEE0) if "\uff01" <= char <= "\uff5e" else char


def has_unprintable(text: str, *, lines: bool = False) -> bool:
    """Whether it holds a NUL, another control character, half of a character, or a mark that turns direction."""
    for char in text:
        if lines and char == "\n":
            continue
        if char in _TURNING or unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp"):
            return True
    return False


def is_blank(text: str) -> bool:
    """Whether nothing can be seen: empty, spaces, or only marks of no width."""
    return all(char.isspace() or unicodedata.category(char) in ("Cf", "Cc", "Zs") for char in text)


def showable(text: str) -> str:
    """The typed text as a page can hold it. A refused text is shown again, its bad characters as a visible mark."""
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char in "\n\r\t":
        return char
    return "\N{REPLACEMENT CHARACTER}" if unicodedata.category(char) in ("Cc", "Cs") or char in _TURNING else char

"""What can be read in a finished PDF, for the leak gate: its bytes are asked, not what it was made from. Needs no Django."""

MOST_TEXT = 2_000_000


def text_of(content: bytes) -> str:
    """The text of all pages, up to MOST_TEXT characters."""
    import pypdfium2

    parts: list[str] = []
    length = 0
    document = pypdfium2.PdfDocument(content)
    try:
        for page in document:
            words = page.get_textpage().get_text_bounded()
            parts.append(words)
            length += len(words)
            if length > MOST_TEXT:
                break
    finally:
        document.close()
    return "\n".join(parts)[:MOST_TEXT]

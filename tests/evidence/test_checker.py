"""What is taken, what is refused with which sentence, and that a copy holds nothing hidden."""

import base64
import hashlib
import io
import json
import subprocess
import sys
from pathlib import Path

import pikepdf
import pytest
from cryptography.exceptions import InvalidTag
from PIL import Image

from haven.evidence.checker import pdfs, pictures, sniff, texts
from haven.evidence.checker.__main__ import check
from haven.evidence.checker.answer import NOTES, NotTaken
from haven.sealed.chunks import PIECE, PieceReader, PieceWriter, opened
from tests.evidence import bad_files

KEY = bytes(range(32))


def put(tmp_path: Path, content: bytes) -> dict[str, str]:
    with PieceWriter(tmp_path / "in", KEY, "case|in") as writer:
        writer.write(content)
    return {
        "key": base64.b64encode(KEY).decode(),
        "source": str(tmp_path / "in"),
        "source_label": "case|in",
        "target": str(tmp_path / "out"),
        "target_label": "case|out",
    }


def looked(tmp_path: Path, content: bytes) -> tuple[dict, bytes]:
    answer = check(put(tmp_path, content))
    copy = opened(tmp_path / "out", KEY, "case|out").read()
    assert answer["copy_sha256"] == hashlib.sha256(copy).hexdigest() and answer["copy_size"] == len(copy)
    assert set(answer["notes"]) <= set(NOTES)
    return answer, copy


def test_a_photo_loses_its_place_and_keeps_its_points(tmp_path):
    original = bad_files.photo_with_place()
    answer, copy = looked(tmp_path, original)
    assert b"Canary" in original and Image.open(io.BytesIO(original)).getexif().get_ifd(0x8825)
    assert b"anary" not in copy and not Image.open(io.BytesIO(copy)).getexif()
    assert {"place", "camera", "text"} <= set(answer["notes"]) and answer["copy_kind"] == "jpeg"
    assert Image.open(io.BytesIO(copy)).size == (240, 320), "turned as it was meant to be seen"
    preview = Image.open(io.BytesIO(base64.b64decode(answer["preview"])))
    assert max(preview.size) <= 640 and not preview.getexif()


def test_words_in_a_png_are_gone(tmp_path):
    original = bad_files.png_with_words()
    answer, copy = looked(tmp_path, original)
    assert b"canary" in original and b"canary" not in copy and bad_files.PLACE.encode() not in copy
    assert "text" in answer["notes"] and not Image.open(io.BytesIO(copy)).text


def test_every_kind_of_picture_can_be_copied(tmp_path):
    for kind, found in (("JPEG", "jpeg"), ("PNG", "png"), ("GIF", "gif"), ("WEBP", "webp")):
        answer, copy = looked(tmp_path, bad_files.picture(kind))
        assert answer["kind"] == found and Image.open(io.BytesIO(copy)).size == (320, 240)


def test_a_moving_picture_moves_on(tmp_path):
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "green", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], comment=b"canary")
    answer, copy = looked(tmp_path, out.getvalue())
    assert "frames" in answer["notes"] and Image.open(io.BytesIO(copy)).n_frames == 3 and b"canary" not in copy


def test_something_behind_the_picture_does_not_come_along(tmp_path):
    for kind in ("JPEG", "PNG"):
        answer, copy = looked(tmp_path, bad_files.picture(kind) + bad_files.archive())
        assert "trailing" in answer["notes"] and b"etc/x" not in copy


REFUSED = {
    "nothing": (b"", "empty"),
    "archive": (bad_files.archive(), "Add each file in it by itself"),
    "word": (bad_files.word_document(), "Save it as PDF"),
    "program": (b"MZ" + bytes(200), "programs are not taken"),
    "script": (b"#!/bin/sh\nrm -rf /\n", "programs are not taken"),
    "page called jpg": (b"<!DOCTYPE html><script>1</script>", "Web pages"),
    "svg": (b"<svg xmlns='x'><script/></svg>", "Web pages"),
    "huge picture": (bad_files.huge_png(), "million points"),
    "broken jpeg": (bad_files.picture()[:400], "cannot be read as a picture"),
    "gif and script": (b"GIF89a=1;alert(1)//" + bytes(50), "cannot be read as a picture"),
    "half a heic": (bad_files.heic(), "cannot be read as a picture"),
    "locked pdf": (bad_files.pdf(encryption=pikepdf.Encryption(owner="a", user="b")), "locked with a password"),
    "folder pdf": (bad_files.pdf_folder(), "a folder of other files"),
    "broken pdf": (b"%PDF-1.7\nnothing", "cannot be read as a PDF"),
    "too many pages": (bad_files.pdf(pages=pdfs.MOST_PAGES + 1), "pages"),
    "random": (bytes(range(256)) * 4, "This kind of file is not taken"),
    "text that turns": (b"words " * 20_000 + b"\xff\xfe\x00", "not plain text throughout"),
    "cut film": (bad_files.film()[:90], "cannot be read as a recording"),
    "tags alone": (b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10), "cannot be read as a recording"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_a_clear_sentence(tmp_path, name):
    content, words = REFUSED[name]
    with pytest.raises(NotTaken, match=words):
        check(put(tmp_path, content))


def whole_of(document: bytes) -> bytes:
    """Every object of a document, opened."""
    with pikepdf.open(io.BytesIO(document)) as file:
        parts = [bytes(o.unparse()) for o in file.objects]
        parts += [opened_stream(o) for o in file.objects if isinstance(o, pikepdf.Stream)]
    return b"".join(parts)


def opened_stream(stream: pikepdf.Stream) -> bytes:
    return stream.read_raw_bytes() if stream.get("/Filter") == pikepdf.Name.DCTDecode else stream.read_bytes()


def test_a_document_is_emptied_of_what_hides_or_acts(tmp_path):
    original = bad_files.pdf_full_of_tricks()
    answer, copy = looked(tmp_path, original)
    assert {"properties", "attachments", "actions", "form", "layers", "notes"} <= set(answer["notes"])
    assert b"anary" in whole_of(original)
    whole = whole_of(copy)
    with pikepdf.open(io.BytesIO(copy)) as document:
        assert b"anary" not in whole and "/JavaScript" not in str(document.Root.keys())
        assert len(document.pages) == 1 and not document.is_encrypted
    assert "Shown words" in answer["text"], "what is seen stays, and can be read for the gate"


def test_an_earlier_version_of_a_document_is_gone(tmp_path):
    original = bad_files.pdf_with_history()
    answer, copy = looked(tmp_path, original)
    assert b"canary" in original and b"canary" not in whole_of(copy) and "Second" in answer["text"]


def test_a_document_that_forbids_copying_is_taken(tmp_path):
    locked = bad_files.pdf(encryption=pikepdf.Encryption(owner="secret", user=""))
    answer, copy = looked(tmp_path, locked)
    assert "permissions" in answer["notes"] and not pikepdf.open(io.BytesIO(copy)).is_encrypted


def test_a_film_loses_its_tags_and_times_and_keeps_its_length(tmp_path):
    original = bad_files.film()
    answer, copy = looked(tmp_path, original)
    assert "tags" in answer["notes"] and b"canary" in original and b"canary" not in copy
    assert len(copy) == len(original) and bytes.fromhex("e27f8300") not in copy
    assert copy[copy.index(b"mdat") :] == original[original.index(b"mdat") :]


def test_a_film_with_a_track_of_data_has_no_copy_and_says_so(tmp_path):
    answer = check(put(tmp_path, bad_files.film(data_track=True)))
    assert answer["copy_kind"] == "" and answer["notes"] == ["data_track"]


def test_sound_loses_its_tags(tmp_path):
    for original in (bad_files.mp3(), bad_files.wav()):
        answer, copy = looked(tmp_path, original)
        assert "tags" in answer["notes"] and b"canary" not in copy and len(copy) > 900
    assert copy[:4] == b"RIFF" and int.from_bytes(copy[4:8], "little") == len(copy) - 8


def test_ogg_and_webm_are_kept_without_a_copy(tmp_path):
    for content in (b"OggS" + bytes(100), b"\x1aE\xdf\xa3" + bytes(100)):
        assert check(put(tmp_path, content))["notes"] == ["no_copy"]


def test_text_loses_what_cannot_be_seen(tmp_path):
    answer, copy = looked(tmp_path, "I will \u202ecome\u202c round\r\nTonight ü".encode())
    assert copy.decode() == "I will come round\nTonight ü" and answer["notes"] == ["controls"]
    answer, copy = looked(tmp_path, "Grüße".encode("utf-16"))
    assert copy.decode() == "Grüße" and answer["text"] == "Grüße"


def test_kinds_and_sizes():
    assert set(sniff.MOST_MEGABYTES) == set(sniff.WORDS) == set(sniff.MIME) == set(sniff.ENDINGS) == set(sniff.ACCEPTED)
    assert sniff.too_large("text", 10_000_000) == "" and "10 MB" in sniff.too_large("text", 10_000_001)
    assert pictures.MOST_POINTS < 10**8 and texts.SEEN


def test_pieces_are_read_from_anywhere_and_notice_a_change(tmp_path):
    content = bytes(range(256)) * 4000
    path = tmp_path / "file"
    with PieceWriter(path, KEY, "a") as writer:
        for start in range(0, len(content), 70_001):
            writer.write(content[start : start + 70_001])
    with PieceReader(path, KEY, "a") as reader:
        assert reader.size == len(content)
        for start in (0, 1, PIECE - 1, PIECE, 3 * PIECE + 5, len(content) - 1):
            reader.seek(start)
            assert reader.read(10) == content[start : start + 10][: PIECE - start % PIECE]
    assert b"\x01\x02\x03\x04" not in path.read_bytes()[:5000]
    raw = bytearray(path.read_bytes())
    raw[PIECE + 100] ^= 1
    path.write_bytes(raw)
    with pytest.raises(InvalidTag), opened(path, KEY, "a") as file:
        file.read()


def test_a_file_is_continued_where_it_broke(tmp_path):
    content = bytes(3 * PIECE + 77)
    path = tmp_path / "file"
    broken = PieceWriter(path, KEY, "a")
    broken.write(content[: PIECE + 500])
    broken.close()
    assert broken.whole == PIECE
    with PieceWriter(path, KEY, "a", start=broken.whole) as writer:
        writer.write(content[PIECE:])
    assert opened(path, KEY, "a").read() == content


def test_the_process_of_its_own_answers_and_cannot_take_all_memory(tmp_path):
    asked = put(tmp_path, bad_files.photo_with_place())
    run = subprocess.run(
        [sys.executable, "-m", "haven.evidence.checker"], input=json.dumps(asked), capture_output=True, text=True
    )
    answer = json.loads(run.stdout)
    assert run.returncode == 0 and answer["taken"] and "place" in answer["notes"]
    refused = put(tmp_path, bad_files.huge_png())
    run = subprocess.run(
        [sys.executable, "-m", "haven.evidence.checker"], input=json.dumps(refused), capture_output=True, text=True
    )
    assert json.loads(run.stdout) == {"taken": False, "why": json.loads(run.stdout)["why"]} and run.returncode == 0

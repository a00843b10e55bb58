"""A file comes in: in parts, broken and continued, refused, checked, withdrawn; and what came in never changes."""

import hashlib
import socket
import struct
import threading
from datetime import timedelta

import pytest
from cryptography.exceptions import InvalidTag
from django.db import DatabaseError, connection, transaction

from haven.cases.models import CaseEvent
from haven.evidence import store
from haven.evidence.models import Evidence, Handling, Upload
from haven.evidence.naming import shown_name
from haven.evidence.operations.check_upload import AGAIN, check_next
from haven.evidence.operations.clean_incoming import clean_incoming
from haven.evidence.operations.exhibit_acts import (
    HandEvidence,
    TakeOriginal,
    WithdrawEvidence,
    hand_evidence,
    take_original,
    withdraw_evidence,
)
from haven.evidence.operations.finish_upload import finish_upload
from haven.evidence.operations.receive_file import AnnounceFile, announce_file, receive_part
from haven.evidence.queries import copy_parts, original_parts
from haven.sealed.chunks import PIECE, PieceWriter
from haven.sealed.ciphers import decipher
from haven_law.findings import Refused
from tests.evidence import bad_files
from tests.evidence.making import HOUR, added, begun, sent

DAY = timedelta(days=1)


def test_the_original_is_kept_as_it_came_and_the_copy_has_no_place(house, breach, now, folder):
    original = bad_files.photo_with_place()
    exhibit = added(breach, original, house.wren, now)
    assert exhibit.upload.state == "accepted" and exhibit.number == 1
    assert b"".join(original_parts(exhibit)) == original
    assert exhibit.sha256 == hashlib.sha256(original).hexdigest()
    copy = b"".join(copy_parts(exhibit))
    assert hashlib.sha256(copy).hexdigest() == exhibit.copy_sha256 and b"anary" not in copy
    assert exhibit.upload.scan == "not_scanned" and "place" in exhibit.upload.notes and exhibit.preview_enc
    on_disk = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert len(on_disk) > len(original) and b"anary" not in on_disk and b"JFIF" not in on_disk


def test_what_is_told_of_it_holds_no_words_and_no_name(house, breach, now):
    exhibit = sent(
        begun(breach, house.wren, now, words="Canary words"), bad_files.picture(), house.wren, now, "canary.jpg"
    )
    event = CaseEvent.objects.get(kind="evidence.added")
    assert "anary" not in str(event.facts) and event.facts["sha256"] == exhibit.sha256
    assert decipher(breach.case.ref, exhibit.upload.name_enc) == "canary.jpg"
    step = exhibit.handlings.get()
    assert "Wren" in step.from_words and "Kept in Haven" in step.to_words


def test_a_broken_file_goes_on_where_it_broke(house, breach, now):
    content = bad_files.picture("PNG", (900, 700))
    assert len(content) > 2 * PIECE
    upload = begun(breach, house.wren, now)
    head = hashlib.sha256(content[:PIECE]).hexdigest()
    announce = AnnounceFile(upload.public_id, "door.png", len(content), head_sha256=head)
    announce_file(announce, by=house.wren, at=now)

    def breaks():
        yield content[: PIECE + 1000]
        raise ConnectionError

    with pytest.raises(ConnectionError):
        receive_part(upload.public_id, 0, breaks(), by=house.wren, at=now)
    again = announce_file(announce, by=house.wren, at=now)
    assert again.received == PIECE, "whole pieces stayed"
    with pytest.raises(Refused, match="goes on from another place"):
        receive_part(upload.public_id, 0, [content], by=house.wren, at=now)
    with pytest.raises(Refused, match="not here whole"):
        finish_upload(upload.public_id, by=house.wren, at=now)
    receive_part(upload.public_id, PIECE, [content[PIECE:]], by=house.wren, at=now)
    exhibit = finish_upload(upload.public_id, by=house.wren, at=now)
    assert exhibit.sha256 == hashlib.sha256(content).hexdigest()


def test_half_of_one_file_is_never_joined_to_half_of_another(house, breach, now):
    upload = begun(breach, house.wren, now)
    for head, received in (("", 0), ("0" * 64, 0), (hashlib.sha256(b"a" * PIECE).hexdigest(), PIECE)):
        first = AnnounceFile(upload.public_id, "image.jpg", 2 * PIECE, head_sha256="")
        announce_file(AnnounceFile(upload.public_id, "other.jpg", 1), by=house.wren, at=now)
        announce_file(first, by=house.wren, at=now)
        receive_part(upload.public_id, 0, [b"a" * PIECE], by=house.wren, at=now)
        again = AnnounceFile(upload.public_id, "image.jpg", 2 * PIECE, head_sha256=head)
        assert announce_file(again, by=house.wren, at=now).received == received


def test_another_file_begins_anew_and_two_at_once_do_not_mix(house, breach, now, folder):
    upload = begun(breach, house.wren, now)
    first = announce_file(AnnounceFile(upload.public_id, "a.jpg", 1000), by=house.wren, at=now)
    path = store.path_of("incoming", first.file_name)
    held = PieceWriter(path, bytes(32), "x")
    with pytest.raises(Refused, match="Another part"):
        receive_part(upload.public_id, 0, [b"x" * 1000], by=house.wren, at=now)
    held.close()
    with pytest.raises(Refused, match="More came"):
        receive_part(upload.public_id, 0, [b"x" * 1001], by=house.wren, at=now)
    second = announce_file(AnnounceFile(upload.public_id, "b.jpg", 900), by=house.wren, at=now)
    assert second.file_name != first.file_name and second.received == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (bad_files.archive(), "Add each file in it by itself"),
        (b"<html><script>1</script>", "Web pages"),
        (b"MZ\0\0", "programs are not taken"),
    ],
)
def test_refused_at_once_and_the_words_stay(house, breach, now, folder, content, words):
    upload = begun(breach, house.wren, now)
    with pytest.raises(Refused, match=words):
        sent(upload, content, house.wren, now)
    upload.refresh_from_db()
    assert upload.state == "waiting" and decipher(breach.case.ref, upload.words_enc) == "The door after the visit"
    assert not Evidence.objects.exists() and not store.incoming_files()
    assert sent(upload, bad_files.picture(), house.wren, now).number == 1, "and another file can be sent"


def test_empty_and_too_large_are_refused_before_a_byte_comes(house, breach, now):
    upload = begun(breach, house.wren, now)
    with pytest.raises(Refused, match="empty"):
        announce_file(AnnounceFile(upload.public_id, "a", 0), by=house.wren, at=now)
    with pytest.raises(Refused, match="500 MB"):
        announce_file(AnnounceFile(upload.public_id, "a", 5_000_000_000), by=house.wren, at=now)


@pytest.mark.parametrize(
    "content", [bad_files.huge_png(), bad_files.pdf_folder(), bad_files.picture()[:300], b"GIF89a=1;alert(1)//"]
)
def test_refused_in_quarantine_with_why_and_never_shown(house, breach, now, content):
    exhibit = added(breach, content, house.wren, now)
    assert exhibit.upload.state == "refused" and exhibit.upload.why and not exhibit.copy_name
    assert CaseEvent.objects.filter(kind="evidence.refused").exists()
    with pytest.raises(Refused, match="quarantine"):
        take_original(TakeOriginal(exhibit.public_id, "For the file of the case"), by=house.okoro, at=now)
    assert added(breach, bad_files.picture(), house.wren, now).upload.state == "accepted", "nothing else is lost"


def test_who_may_not_is_refused(house, breach, now):
    for user in (house.moss, house.lowry, house.quill):
        with pytest.raises(Refused):
            begun(breach, user, now)
    upload = begun(breach, house.wren, now)
    with pytest.raises(Refused, match="no such file"):
        announce_file(AnnounceFile(upload.public_id, "a", 10), by=house.ali, at=now)
    with pytest.raises(Refused, match="future"):
        begun(breach, house.wren, now, captured_at=now + HOUR)
    with pytest.raises(Refused, match="what it shows"):
        begun(breach, house.wren, now, words="  ")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\photo.jpg", "photo.jpg"),
        ("a\x00b\x1b[31m.png", "ab[31m.png"),
        ("evil\u202egpj.exe", "evilgpj.exe"),
        ("", "file"),
        ("..", "file"),
        ("x" * 300 + ".jpeg", "x" * 100 + "….jpeg"),
        ("=cmd|calc.pdf", "=cmd|calc.pdf"),
    ],
)
def test_names_are_made_safe_to_show(typed, shown):
    assert shown_name(typed) == shown


def test_withdrawn_is_kept_and_continuity_only_grows(house, breach, now):
    exhibit = added(breach, bad_files.picture(), house.wren, now)
    hand_evidence(HandEvidence(exhibit.public_id, "Digital unit", "To read the phone"), by=house.wren, at=now)
    take_original(TakeOriginal(exhibit.public_id, "For the file of the case"), by=house.okoro, at=now)
    steps = list(exhibit.handlings.order_by("pk"))
    assert [s.to_words for s in steps][1] == "Digital unit" and steps[2].from_words == "Digital unit"
    with pytest.raises(Refused, match="Say why"):
        withdraw_evidence(WithdrawEvidence(exhibit.public_id, "no"), by=house.okoro, at=now)
    withdraw_evidence(WithdrawEvidence(exhibit.public_id, "The wrong door was photographed"), by=house.okoro, at=now)
    exhibit.refresh_from_db()
    assert exhibit.withdrawn_by == house.okoro and b"".join(original_parts(exhibit))
    with pytest.raises(Refused, match="already"):
        withdraw_evidence(WithdrawEvidence(exhibit.public_id, "The wrong door again"), by=house.okoro, at=now)


def test_the_database_itself_keeps_what_came_in(house, breach, now):
    exhibit = added(breach, bad_files.picture(), house.wren, now)
    attempts = [
        lambda: Upload.objects.update(sha256="0" * 64),
        lambda: Upload.objects.update(state="quarantined"),
        lambda: Evidence.objects.update(sha256="0" * 64),
        lambda: Evidence.objects.update(copy_sha256="0" * 64),
        lambda: Handling.objects.update(to_words="Nobody"),
        lambda: Handling.objects.all().delete(),
        lambda: Evidence.objects.filter(pk=exhibit.pk)._raw_delete("default"),
        lambda: Upload.objects.filter(pk=exhibit.upload_id)._raw_delete("default"),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError, match="never|once"), transaction.atomic():
            attempt()


def test_a_changed_byte_on_the_disk_is_noticed(house, breach, now):
    exhibit = added(breach, bad_files.picture(), house.wren, now)
    path = store.path_of("originals", exhibit.upload.file_name)
    raw = bytearray(path.read_bytes())
    raw[100] ^= 1
    path.write_bytes(raw)
    with pytest.raises(InvalidTag):
        b"".join(original_parts(exhibit))


def test_two_workers_never_look_into_the_same_file(house, breach, now):
    added(breach, bad_files.picture(), house.wren, now, checked=False)
    Upload.objects.update(claimed_until=now + HOUR)
    assert check_next(now) is None, "another worker has it"
    assert check_next(now + 2 * HOUR) is not None, "that worker died"
    assert check_next(now + 2 * HOUR) is None


def test_a_file_that_ends_the_worker_each_time_is_refused(house, breach, now):
    exhibit = added(breach, bad_files.picture(), house.wren, now, checked=False)
    Upload.objects.update(tries=3)
    check_next(now)
    exhibit.upload.refresh_from_db()
    assert exhibit.upload.state == "refused" and "could not be read safely" in exhibit.upload.why


def test_parts_that_nobody_goes_on_sending_are_removed_and_the_words_stay(house, breach, now, folder):
    upload = begun(breach, house.wren, now)
    announce_file(AnnounceFile(upload.public_id, "a.jpg", 3 * PIECE), by=house.wren, at=now)
    receive_part(upload.public_id, 0, [bytes(PIECE)], by=house.wren, at=now)
    assert clean_incoming(now + HOUR) == 0 and store.incoming_files()
    assert clean_incoming(now + DAY + HOUR) == 1 and not store.incoming_files()
    upload.refresh_from_db()
    assert upload.state == "waiting" and upload.received == 0 and upload.words_enc
    whole = added(breach, bad_files.picture(), house.wren, now, checked=False)
    clean_incoming(now + 40 * DAY)
    assert store.path_of("incoming", whole.upload.file_name).exists(), "what came whole is never touched"
    upload.refresh_from_db()
    assert upload.state == "abandoned"


class Scanner:
    """A clamd that knows one word."""

    def __init__(self, path, answer=None):
        self.line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.line.bind(str(path))
        self.line.listen()
        self.got = b""
        self.answer = answer
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            talk, _ = self.line.accept()
            with talk, talk.makefile("rb") as said:
                assert said.read(10) == b"zINSTREAM\0"
                while length := struct.unpack(">I", said.read(4))[0]:
                    self.got += said.read(length)
                bad = b"stream: Canary.Test FOUND\0" if b"malice" in self.got else b"stream: OK\0"
                talk.sendall(self.answer or bad)


def test_scanned_where_there_is_a_scanner(house, breach, now, settings, tmp_path):
    scanner = Scanner(tmp_path / "s")
    settings.SCANNER = str(tmp_path / "s")
    content = bad_files.picture()
    assert added(breach, content, house.wren, now).upload.scan == "clean" and scanner.got == content
    found = added(breach, b"Text with malice", house.wren, now)
    assert found.upload.scan == "found" and found.upload.state == "refused" and "scanner found" in found.upload.why


def test_without_an_answer_of_the_scanner_it_stays_in_quarantine(house, breach, now, settings, tmp_path):
    settings.SCANNER = str(tmp_path / "nobody")
    exhibit = added(breach, bad_files.picture(), house.wren, now)
    assert exhibit.upload.state == "quarantined"
    Scanner(tmp_path / "s")
    settings.SCANNER = str(tmp_path / "s")
    assert check_next(now) is None and check_next(now + AGAIN) == exhibit
    Scanner(tmp_path / "t", b"INSTREAM size limit exceeded. ERROR\0")
    settings.SCANNER = str(tmp_path / "t")
    assert added(breach, bad_files.picture(), house.wren, now).upload.state == "quarantined"


@pytest.mark.django_db
def test_the_staff_role_cannot_change_continuity():
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege('haven_staff', 'evidence_handling', 'UPDATE, DELETE')")
        assert cursor.fetchone()[0] is False

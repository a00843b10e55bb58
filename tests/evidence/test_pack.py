"""The pack for the prosecutor: what is in it, what may not be, and that one changed byte is found."""

import csv
import hashlib
import io
import random
import subprocess
import sys
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from django.db import DatabaseError, transaction

from haven.breaches.models import Milestone
from haven.breaches.operations.report_breach import ReportBreach, report_breach
from haven.cases.models import CaseEvent
from haven.documents.models import Document
from haven.evidence.chronology import chronology_of
from haven.evidence.command import verify_pack
from haven.evidence.knowledge import knowledge_of
from haven.evidence.models import Pack
from haven.evidence.operations.ask_pack import AskPack, SendPack, ask_pack, send_pack
from haven.evidence.operations.exhibit_acts import WithdrawEvidence, withdraw_evidence
from haven.evidence.operations.make_pack import cell, make_next_pack
from haven.evidence.packfile import MANIFEST, PackChanged, PackWriter, verify
from haven.evidence.queries import pack_parts
from haven.sealed.operations import Place, seal
from haven_law.findings import Refused
from tests.evidence import bad_files
from tests.evidence.making import HOUR, added
from tests.factories import make_served_notice
from tests.operations.court_helpers import made_order
from tests.rows import a_case, an_order

SECRET = "4 Sorrel Way, Croydon CR0 1VV"


def made(breach, exhibits, by, at):
    pack = ask_pack(AskPack(breach.ref, tuple(e.public_id for e in exhibits), True), by=by, at=at)
    make_next_pack(at)
    pack.refresh_from_db()
    return pack


def opened(pack) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(b"".join(pack_parts(pack))))


def test_a_pack_holds_all_that_proves_the_breach(house, breach, now):
    photo = added(breach, bad_files.photo_with_place(), house.wren, now)
    paper = added(breach, bad_files.pdf(), house.wren, now, kind="document", words="The letter")
    pack = made(breach, [photo, paper], house.okoro, now)
    assert pack.state == "ready", pack.why
    with opened(pack) as file:
        assert sorted(file.namelist()) == sorted(
            ["README.txt", "statement.pdf", "exhibits/exhibit-1.jpg", "exhibits/exhibit-2.pdf", "chronology.csv",
             "continuity.csv", "SHA256SUMS", MANIFEST]
        )  # fmt: skip
        assert b"anary" not in file.read("exhibits/exhibit-1.jpg"), "the copy, not the original"
        statement = file.read("statement.pdf")
        with pikepdf.open(io.BytesIO(statement)) as document:
            assert document.Root.StructTreeRoot and document.Root.MarkInfo.Marked
        steps = list(csv.reader(io.StringIO(file.read("continuity.csv").decode("utf-8-sig"))))
        assert len(steps) == 3 and "Kept in Haven" in steps[1][2]
    assert pack.manifest["files"][2]["original_sha256"] == photo.sha256
    assert pack.done == pack.total > 0 and pack.audience == "prosecutor" and pack.made_at == now
    assert CaseEvent.objects.filter(kind="pack.made").exists()
    assert Document.objects.filter(template_code="breach_statement", about_ref=breach.ref, audience="court").exists()


def test_milestones_of_asking_and_sending(house, breach, now):
    pack = made(breach, [], house.okoro, now)
    assert Milestone.objects.get(breach=breach, kind="pack_asked").at == now
    sent_at = now + HOUR
    for wrong in (now - HOUR, now + 3 * HOUR):
        with pytest.raises(Refused, match="after it was made"):
            send_pack(SendPack(pack.public_id, "by_hand", "CPS London South", wrong), by=house.okoro, at=sent_at)
    send_pack(SendPack(pack.public_id, "by_hand", "CPS London South", sent_at), by=house.okoro, at=sent_at)
    assert Milestone.objects.get(breach=breach, kind="pack_sent").at == sent_at
    with pytest.raises(Refused, match="already"):
        send_pack(SendPack(pack.public_id, "by_hand", "CPS", sent_at), by=house.okoro, at=sent_at)
    made(breach, [], house.okoro, now + 2 * HOUR)
    assert Milestone.objects.filter(breach=breach, kind="pack_asked").count() == 1


def test_a_sealed_place_stops_the_pack_wherever_it_stands(house, breach, now):
    seal(
        owner_ref=f"person:{breach.case.protected_id}",
        kind="refuge",
        value=SECRET,
        place=Place("4 Sorrel Way", "CR0 1VV"),
    )
    clean = added(breach, bad_files.picture(), house.wren, now)
    assert made(breach, [clean], house.okoro, now).state == "ready"
    letter = added(breach, bad_files.pdf(words="She is at 4  SORREL WAY, Croydon CR01VV"), house.wren, now)
    pack = made(breach, [clean, letter], house.okoro, now)
    assert pack.state == "failed" and "exhibit 2" in pack.why and "Sorrel" not in pack.why and not pack.file_name
    spoken = added(breach, bad_files.picture(), house.wren, now, words="Her window at 4 Sorrel Way, Croydon, CR0 1VV")
    pack = made(breach, [spoken], house.okoro, now)
    assert pack.state == "failed" and "the statement" in pack.why


def test_what_may_not_go_in(house, breach, now):
    fine = added(breach, bad_files.picture(), house.wren, now)
    refused = added(breach, bad_files.huge_png(), house.wren, now)
    uncopied = added(breach, b"OggS" + bytes(100), house.wren, now)
    for exhibit in (refused, uncopied):
        with pytest.raises(Refused, match="cannot go into a pack"):
            ask_pack(AskPack(breach.ref, (exhibit.public_id,), True), by=house.okoro, at=now)
    with pytest.raises(Refused, match="Look at every copy"):
        ask_pack(AskPack(breach.ref, (fine.public_id,), False), by=house.okoro, at=now)
    with pytest.raises(Refused, match="not of this breach"):
        ask_pack(AskPack(breach.ref, ("nothing",), True), by=house.okoro, at=now)
    for user in (house.ali, house.moss, house.lowry, house.quill):
        with pytest.raises(Refused):
            ask_pack(AskPack(breach.ref, (), True), by=user, at=now)
    ask_pack(AskPack(breach.ref, (fine.public_id,), True), by=house.okoro, at=now)
    with pytest.raises(Refused, match="being made already"):
        ask_pack(AskPack(breach.ref, (), True), by=house.okoro, at=now)
    withdraw_evidence(WithdrawEvidence(fine.public_id, "The wrong door was photographed"), by=house.okoro, at=now)
    assert make_next_pack(now).state == "failed"


def test_the_chronology_leaves_out_what_a_prosecutor_may_not_have(house, breach, now):
    lines = chronology_of(breach)
    said = " ".join(line.words for line in lines)
    assert breach.ref in said and "Risk" not in said and "Case opened" not in said
    other = CaseEvent.objects.filter(kind="breach.reported").get()
    assert len([line for line in lines if "reported" in line.words]) == 1 and other.about_ref == breach.ref


def test_proof_that_the_subject_knew_is_there_by_itself(house, breach, now):
    known = knowledge_of(breach)
    assert known.before and all(k.at <= breach.happened.lower for k in known.before)
    breach.order.versions.get().awareness.create(at=now + HOUR, how="told_by_officer")
    assert [k.words for k in knowledge_of(breach).later][-1].endswith("told by an officer")


@pytest.mark.parametrize("text", ["=1+1", " =cmd", "+44", "-1", "@x", "\uff1d1+1", "\t=1"])
def test_a_spreadsheet_runs_nothing(text):
    assert cell(text).startswith("'")


def test_a_pack_that_was_made_never_changes(house, breach, now):
    pack = made(breach, [], house.okoro, now)
    for attempt in (
        lambda: Pack.objects.update(sha256="0" * 64),
        lambda: Pack.objects.update(manifest={}),
        lambda: Pack.objects.filter(pk=pack.pk)._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="never"), transaction.atomic():
            attempt()


def test_another_worker_goes_on_when_one_died(house, breach, now):
    ask_pack(AskPack(breach.ref, (), True), by=house.okoro, at=now)
    Pack.objects.update(state="making", claimed_until=now + HOUR)
    assert make_next_pack(now) is None
    assert make_next_pack(now + 2 * HOUR).state == "ready"


# --- The file itself -----------------------------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "pack.zip"
    with path.open("wb") as out:
        writer = PackWriter(
            out, {"breach": "BR-2222-2222", "made_at": "2026-11-06T09:00:00+00:00"}, datetime(2026, 11, 6, 9)
        )
        writer.add_bytes("statement.pdf", b"%PDF a statement", what="Statement")
        writer.add_bytes("exhibits/exhibit-1.jpg", bytes(range(256)) * 3, what="Exhibit 1")
        writer.finish()
    assert writer.sha256 == hashlib.sha256(path.read_bytes()).hexdigest() and writer.size == path.stat().st_size
    return path


def test_whole(file):
    found = verify(file)
    assert found.files == 2 and found.breach == "BR-2222-2222"
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None and b"exhibit-1.jpg" in archive.read("SHA256SUMS")


def test_every_single_byte_counts(file):
    """Each byte of the file in turn: of a file, of a name, of a date, of the tables, of the list, of the seal."""
    whole = file.read_bytes()
    for at in range(len(whole)):
        changed = bytearray(whole)
        changed[at] ^= 1 << random.Random(at).randrange(8)
        file.write_bytes(changed)
        with pytest.raises(PackChanged):
            verify(file)


def test_cut_lengthened_and_other_files(file, tmp_path):
    whole = file.read_bytes()
    for changed in (whole[:-1], whole + b"\0", whole[: len(whole) // 2], b"", b"\0" * 5000):
        file.write_bytes(changed)
        with pytest.raises(PackChanged):
            verify(file)
    file.write_bytes(whole)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("more.txt", "more")
    with pytest.raises(PackChanged):
        verify(file)


def test_the_sentence_names_the_file(file):
    whole = bytearray(file.read_bytes())
    whole[whole.index(b"a statement")] ^= 1
    file.write_bytes(whole)
    with pytest.raises(PackChanged, match="statement.pdf is not as it was made"):
        verify(file)


def test_the_command(file, capsys):
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert verify_pack(str(file)) == 0 and "The pack is whole. Breach BR-2222-2222" in capsys.readouterr().out
    assert verify_pack(str(file), digest.upper()) == 0
    assert verify_pack(str(file), "0" * 64) == 2 and "not the one" in capsys.readouterr().err
    assert verify_pack(str(file) + "x") == 2 and "cannot be opened" in capsys.readouterr().err


def test_the_command_as_it_is_typed(file):
    ask = [sys.executable, "-m", "haven.config", "pack", "verify", str(file)]
    assert subprocess.run(ask, capture_output=True).returncode == 0
    changed = bytearray(file.read_bytes())
    changed[200] ^= 1
    file.write_bytes(changed)
    run = subprocess.run(ask, capture_output=True, text=True)
    assert run.returncode == 2 and run.stdout == "" and run.stderr.count("\n") == 1 and "was changed" in run.stderr


def test_a_pack_of_the_house_verifies_and_does_not_after_a_change(house, breach, now, tmp_path):
    photo = added(breach, bad_files.picture(), house.wren, now)
    pack = made(breach, [photo], house.okoro, now)
    content = b"".join(pack_parts(pack))
    path = tmp_path / "p.zip"
    path.write_bytes(content)
    assert verify(path).sha256 == pack.sha256
    place = random.Random(7).randrange(len(content))
    path.write_bytes(content[:place] + bytes([content[place] ^ 4]) + content[place + 1 :])
    with pytest.raises(PackChanged):
        verify(path)


def test_nothing_of_time_is_asked_of_the_clock(house, breach, now):
    later = now + timedelta(days=400)
    assert made(breach, [], house.okoro, later).made_at == later


def test_what_was_served_goes_in_by_itself(house, now):
    """A notice and an order made by the operations: their papers, who served them and how."""
    notice = make_served_notice(house, now - 5 * HOUR)
    order = made_order(house, now - timedelta(days=8))
    for thing, clause in ((notice, 1), (order, 1)):
        command = ReportBreach(
            about_ref=thing.ref, happened_from=now - 2 * HOUR, account="They came to the door.", clauses=(clause,)
        )
        broken = report_breach(command, by=house.wren, at=now - HOUR)
        known = knowledge_of(broken)
        assert known.before and known.papers and not known.missing, thing.ref
        pack = made(broken, [], house.okoro, now)
        assert pack.state == "ready", pack.why
        with opened(pack) as file:
            served = [name for name in file.namelist() if name.startswith("served/")]
            assert served and file.read(served[0])[:5] == b"%PDF-"
            said = pypdfium2.PdfDocument(file.read("statement.pdf"))[0].get_textpage().get_text_bounded()
        assert thing.ref in said and ("Section 26" in said) == (thing is notice)


def test_what_was_not_known_before_is_said(house, now):
    order = an_order(house, a_case(house, now - 48 * HOUR), now - 24 * HOUR, given_notice=False, without_notice=True)
    command = ReportBreach(about_ref=order.ref, happened_from=now - 2 * HOUR, account="They came.", clauses=(2,))
    broken = report_breach(command, by=house.wren, at=now - HOUR)
    assert "Nothing recorded shows that the subject knew" in knowledge_of(broken).missing
    order.versions.get().awareness.create(at=now - 90 * timedelta(minutes=1), how="told_by_officer")
    assert knowledge_of(broken).later and "Nothing recorded" in knowledge_of(broken).missing

"""The pages of evidence: adding, refusing with everything kept, showing safely, the pack; and who sees none of it."""

import hashlib
import json
from datetime import datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from haven.audit.models import ReadingLog
from haven.cases.operations.restrict_case import RestrictCase, restrict_case
from haven.evidence import store
from haven.evidence.models import Evidence, Handling, Pack, Upload
from haven.evidence.operations.ask_pack import AskPack, ask_pack
from haven.evidence.operations.check_upload import check_next
from haven.evidence.operations.make_pack import make_next_pack
from haven.sealed.chunks import PIECE
from haven.web.police.evidence.upload_views import FIRST, PART
from tests.evidence import bad_files
from tests.evidence.making import added, begun
from tests.pages.acting import command, moment, signed_in, text

NOW = datetime.fromisoformat("2026-11-06T09:00:00+00:00")


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield NOW


def details(**changes):
    values = {"kind": "photo", "words": "The broken lock", "taken_by": "me"} | moment("captured_at", NOW) | command()
    return values | changes


def to_send(client, breach, **changes):
    answer = client.post(reverse("evidence_add", args=[breach.ref]), details(**changes))
    assert answer.status_code == 302, text(answer)
    return answer["Location"]


def a_file(content: bytes, name: str = "lock.jpg"):
    return {"file": SimpleUploadedFile(name, content, content_type="image/jpeg")}


def test_a_plain_form_adds_an_exhibit(house, breach):
    client = signed_in(house.wren)
    address = to_send(client, breach)
    page = client.get(address)
    assert "The broken lock" in text(page) and "csrfmiddlewaretoken" in page.content.decode()
    answer = client.post(address, a_file(bad_files.photo_with_place(), "../../etc/\u202epasswd.jpg"))
    exhibit = Evidence.objects.get()
    assert answer["Location"] == reverse("exhibit", args=[exhibit.public_id]) + "?added=1"
    assert "Being checked" in text(client.get(answer["Location"]))
    check_next(NOW)
    page = text(client.get(answer["Location"]))
    assert "Checked" in page and "passwd.jpg" in page and "etc" not in page and "Not scanned for viruses" in page
    assert "The place where it was taken was in the file" in page
    assert client.post(address, a_file(b"again")).status_code == 302, "the same page sent again shows the exhibit"
    assert Evidence.objects.count() == 1 and "Exhibit 1" in text(client.get(reverse("evidence", args=[breach.ref])))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (bad_files.archive(), "Add each file in it by itself"),
        (b"<html>", "Web pages"),
        (b"", "empty"),
        (bad_files.word_document(), "Save it as PDF"),
    ],
)
def test_a_refused_file_loses_nothing_else(house, breach, content, words):
    client = signed_in(house.wren)
    address = to_send(client, breach)
    answer = client.post(address, a_file(content))
    assert answer.status_code in (413, 422) and words in text(answer) and "The broken lock" in text(answer)
    assert not store.incoming_files() and Upload.objects.get().state == "waiting"
    assert "Not sent yet: The broken lock" in text(client.get(reverse("evidence", args=[breach.ref])))
    assert client.post(address, a_file(bad_files.picture())).status_code == 302


def test_no_file_and_too_large_a_file(house, breach):
    client = signed_in(house.wren)
    address = to_send(client, breach)
    assert "Choose the file" in text(client.post(address, {}))
    answer = client.generic(
        "POST", address, b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="900000000"
    )
    assert answer.status_code == 413 and "larger than 500 MB" in text(answer)


def test_bad_details_are_said_beside_the_field_and_kept(house, breach):
    client = signed_in(house.wren)
    address = reverse("evidence_add", args=[breach.ref])
    for wrong in ({"kind": "x"}, {"words": " "}, {"words": "a\x00b"}, {"words": "x" * 2001}, {"captured_at-day": "99"}):
        answer = client.post(address, details(**wrong))
        assert answer.status_code == 422 and "There is a problem" in text(answer)
    once = details()
    assert client.post(address, once)["Location"] == client.post(address, once)["Location"]
    assert Upload.objects.count() == 1


def test_a_form_of_another_site_leaves_nothing_behind(house, breach):
    client = signed_in(house.wren)
    address = to_send(client, breach)
    strict = signed_in(house.wren, enforce_csrf_checks=True)
    assert strict.post(address, a_file(bad_files.picture())).status_code == 403
    assert not store.incoming_files() and not Evidence.objects.exists()


def parts(client, upload, content, *, size=None, part=FIRST):
    announce = reverse("evidence_announce", args=[upload.public_id])
    about = {"name": "door.png", "size": size if size is not None else len(content), "type": "image/png"}
    about["head"] = hashlib.sha256(content[:PIECE]).hexdigest()
    before = Upload.objects.get(pk=upload.pk).received
    place = json.loads(client.post(announce, about).content)
    assert place["offset"] == before, "it goes on where it broke"
    assert place["offset"] == Upload.objects.get(pk=upload.pk).received
    address = reverse("evidence_part", args=[upload.public_id])
    while place.get("offset", len(content)) < len(content):
        at = place["offset"]
        answer = client.post(f"{address}?from={at}", content[at : at + part], content_type="application/octet-stream")
        place = json.loads(answer.content)
    return place


def test_the_script_sends_parts_and_goes_on(house, breach):
    client = signed_in(house.wren)
    upload = begun(breach, house.wren, NOW)
    content = bad_files.picture("PNG", (1100, 900))
    assert len(content) > FIRST * 2
    first = {"name": "door.png", "size": len(content)}
    assert json.loads(client.post(reverse("evidence_announce", args=[upload.public_id]), first).content)["offset"] == 0
    part = reverse("evidence_part", args=[upload.public_id])
    client.post(f"{part}?from=0", content[:FIRST], content_type="application/octet-stream")
    page = client.get(reverse("evidence_file", args=[upload.public_id]))
    assert "are here. Choose it again: it goes on from there" in text(page)
    place = client.post(f"{part}?from=0", content[:FIRST], content_type="application/octet-stream")
    assert place.status_code == 409 and "another place" in json.loads(place.content)["why"]
    assert Upload.objects.get().received == FIRST
    assert parts(client, upload, content) == {"offset": len(content)}
    answer = client.post(reverse("evidence_file", args=[upload.public_id]), {})
    assert answer.status_code == 302 and Evidence.objects.get().upload.size == len(content)


@pytest.mark.parametrize("offset", ["", "x", "-1", "9" * 40, "١"])
def test_no_place_and_no_size_makes_a_fault(house, breach, offset):
    client = signed_in(house.wren)
    upload = begun(breach, house.wren, NOW)
    part = reverse("evidence_part", args=[upload.public_id])
    assert client.post(f"{part}?from={offset}", b"x", content_type="application/octet-stream").status_code == 400
    about = {"name": "a\x00\u202e", "size": offset}
    assert client.post(reverse("evidence_announce", args=[upload.public_id]), about).status_code == 400
    long = client.post(f"{part}?from=0", bytes(PART + 1), content_type="application/octet-stream")
    assert long.status_code == 413
    for size, words in ((0, "empty"), (10**12, "500 MB")):
        answer = client.post(reverse("evidence_announce", args=[upload.public_id]), {"name": "a", "size": size})
        assert answer.status_code == 409 and words in json.loads(answer.content)["why"]


def test_files_are_given_out_so_that_they_can_do_nothing(house, breach):
    exhibit = added(breach, bad_files.photo_with_place(), house.wren, NOW)
    paper = added(breach, bad_files.pdf(), house.wren, NOW)
    client = signed_in(house.okoro)
    copy = client.get(reverse("exhibit_copy", args=[exhibit.public_id]))
    content = b"".join(copy.streaming_content)
    assert b"anary" not in content and int(copy["Content-Length"]) == len(content)
    assert copy["Content-Disposition"].startswith("inline") and copy["Content-Type"] == "image/jpeg"
    shown = client.get(reverse("exhibit_preview", args=[exhibit.public_id]))
    kept = client.get(reverse("exhibit_copy", args=[paper.public_id]))
    assert kept["Content-Disposition"].startswith("attachment")
    for answer in (copy, shown, kept):
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["X-Content-Type-Options"] == "nosniff" and answer["Cache-Control"] == "no-store"
    looks = ReadingLog.objects.filter(person_ref=f"{breach.ref}/1").values_list("operation", flat=True)
    assert {"open_exhibit_copy", "preview_exhibit"} <= set(looks)


def test_the_original_needs_a_reason_and_is_a_step(house, breach):
    original = bad_files.photo_with_place()
    exhibit = added(breach, original, house.wren, NOW)
    address = reverse("exhibit_original", args=[exhibit.public_id])
    assert signed_in(house.ali).get(address).status_code == 403
    client = signed_in(house.okoro)
    assert client.post(address, command() | {"why": "x"}).status_code == 422
    answer = client.post(address, command() | {"why": "The prosecutor asked for it"})
    assert b"".join(answer.streaming_content) == original
    assert (
        answer["Content-Disposition"].startswith("attachment") and answer["Content-Type"] == "application/octet-stream"
    )
    assert Handling.objects.filter(evidence=exhibit).count() == 2
    assert ReadingLog.objects.filter(operation="open_exhibit_original").exists()


def test_handed_on_and_withdrawn(house, breach):
    exhibit = added(breach, bad_files.picture(), house.wren, NOW)
    client = signed_in(house.okoro)
    page = reverse("exhibit", args=[exhibit.public_id])
    hand = command() | {"to": "Digital unit", "why": "To read the phone of the subject"}
    for _ in range(2):
        assert client.post(reverse("exhibit_hand", args=[exhibit.public_id]), hand)["Location"] == page
    assert Handling.objects.filter(to_words="Digital unit").count() == 1
    wrong = client.post(reverse("exhibit_hand", args=[exhibit.public_id]), hand | {"to": ""})
    assert wrong.status_code == 422 and "To read the phone of the subject" in text(wrong)
    client.post(reverse("exhibit_withdraw", args=[exhibit.public_id]), command() | {"why": "It shows another door"})
    assert "Withdrawn" in text(client.get(page)) and "It shows another door" in text(client.get(page))


def addresses(exhibit, pack):
    one = ("exhibit", "exhibit_copy", "exhibit_preview", "exhibit_original", "exhibit_hand", "exhibit_withdraw")
    found = [reverse(name, args=[exhibit.public_id]) for name in one]
    found += [reverse(name, args=[exhibit.breach.ref]) for name in ("evidence", "evidence_add", "pack_new")]
    return found + [reverse(name, args=[pack.public_id]) for name in ("pack", "pack_file", "pack_sent")]


def test_who_sees_none_of_it(house, breach):
    exhibit = added(breach, bad_files.picture(), house.wren, NOW)
    pack = ask_pack(AskPack(breach.ref, (exhibit.public_id,), True), by=house.okoro, at=NOW)
    make_next_pack(NOW)
    for address in addresses(exhibit, pack):
        assert signed_in(house.quill).get(address).status_code == 404, address  # another force
        assert signed_in(house.lowry).get(address).status_code in (403, 404), address
    restrict_case(
        RestrictCase(breach.case.ref, "The subject is an officer", "Professional standards desk"),
        by=house.shah,
        at=NOW,
    )
    for address in addresses(exhibit, pack):
        assert signed_in(house.okoro).get(address).status_code == 404, address
    of_another = reverse("evidence_file", args=[exhibit.upload.public_id])
    assert signed_in(house.okoro).get(of_another).status_code == 404


def test_a_pack_from_the_page(house, breach):
    exhibit = added(breach, bad_files.picture(), house.wren, NOW)
    client = signed_in(house.okoro)
    address = reverse("pack_new", args=[breach.ref])
    refused = client.post(address, command() | {"exhibits": [exhibit.public_id]})
    assert refused.status_code == 422 and "Look at every copy first" in text(refused)
    answer = client.post(address, command() | {"exhibits": [exhibit.public_id], "looked": "on"})
    pack = Pack.objects.get()
    assert answer["Location"] == reverse("pack", args=[pack.public_id])
    waiting = client.get(answer["Location"])
    assert "Waiting" in text(waiting) and "hx-get" in waiting.content.decode()
    assert client.get(reverse("pack_file", args=[pack.public_id])).status_code == 404
    make_next_pack(NOW)
    page = client.get(answer["Location"])
    pack.refresh_from_db()
    assert "Ready" in text(page) and pack.sha256[:8] in text(page) and "hx-get" not in page.content.decode()
    taken = client.get(reverse("pack_file", args=[pack.public_id]))
    assert taken["Content-Type"] == "application/zip" and b"".join(taken.streaming_content)[:2] == b"PK"
    assert ReadingLog.objects.filter(operation="take_pack", op="disclosure").exists()
    form = command() | {"how": "by_hand", "to": "CPS London South"} | moment("at", NOW)
    assert client.post(reverse("pack_sent", args=[pack.public_id]), form).status_code == 302
    assert "CPS London South" in text(client.get(answer["Location"]))
    assert signed_in(house.ali).get(reverse("pack_file", args=[pack.public_id])).status_code == 403


def test_pages_are_light_and_the_list_is_a_part(house, breach):
    added(breach, bad_files.picture(), house.wren, NOW, checked=False)
    client = signed_in(house.wren)
    whole = client.get(reverse("evidence", args=[breach.ref]))
    part = client.get(reverse("evidence", args=[breach.ref]), headers={"HX-Request": "true"})
    assert len(whole.content) < 100_000 and b"<html" not in part.content and b"hx-get" in part.content
    assert PART % PIECE == FIRST % PIECE == 0


def test_the_page_of_the_breach_says_how_the_evidence_stands(house, breach):
    page = reverse("breach", args=[breach.ref])
    assert "No exhibits yet" in text(signed_in(house.okoro).get(page))
    added(breach, bad_files.picture(), house.wren, NOW)
    added(breach, bad_files.huge_png(), house.wren, NOW)
    added(breach, bad_files.picture(), house.wren, NOW, checked=False)
    said = text(signed_in(house.okoro).get(page))
    assert "1 exhibit" in said and "1 being checked" in said and "1 refused" in said

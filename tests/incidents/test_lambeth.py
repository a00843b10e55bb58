"""Lambeth v AM [2021]: what had been left out of a document that was sent could be put back by whoever got it.

Whatever is given out is dug through here, beyond what any reader shows: text under, beside and behind the pages, properties,
files inside, former revisions, pictures. The sealed place is in none of it."""

import io
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from haven.breaches.operations.report_breach import ReportBreach, report_breach
from haven.documents.models import Document
from haven.evidence.operations.ask_pack import AskPack, ask_pack
from haven.evidence.operations.make_pack import make_next_pack
from haven.evidence.queries import pack_parts
from haven.parties.operations.record_person import SealedPlaceFacts, seal_place
from tests.evidence import bad_files
from tests.evidence.making import added
from tests.incidents.covered import SHOWN, WAYS, edited
from tests.incidents.deep import dug_out, holds, revisions
from tests.operations.court_helpers import made_order, no_contact
from tests.pages.acting import signed_in
from tests.pages.public_host import only_public
from tests.pages.test_her_pages import NOW as HER_NOW
from tests.rows import HOUR, a_case, an_order
from tests.support.her_world import enter, make_her

DAY = timedelta(days=1)
STREET, CODE = "9 Teasel Rise", "CR8 9ZZ"
WORDS = f"{STREET} Purley {CODE}"
REFUGE = SealedPlaceFacts(f"{STREET}\nPurley", CODE, "refuge")


@pytest.fixture
def breach(house, now, settings, tmp_path):
    """A breach whose protected person has a place that nobody may know."""
    settings.EVIDENCE_DIR = tmp_path / "evidence"
    order = an_order(house, a_case(house, now - 2 * DAY), now - DAY)
    seal_place(order.case.protected, REFUGE, by=house.ali)
    return report_breach(ReportBreach(order.ref, now - 2 * HOUR, "They came.", (2,)), by=house.wren, at=now - HOUR)


def packed(breach, exhibits, house, now):
    pack = ask_pack(AskPack(breach.ref, tuple(e.public_id for e in exhibits), True), by=house.okoro, at=now)
    make_next_pack(now)
    pack.refresh_from_db()
    return pack


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_the_file_as_it_came_can_be_dug_out(way):
    """Each of these hides the words and does not take them out: without this the tests below would prove nothing."""
    assert holds(way(WORDS), STREET) and holds(way(WORDS), CODE)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_pack_holds_words_that_were_only_hidden(house, breach, now, way):
    """Either the words are not in the copy that goes into the pack, or the gate finds them and there is no pack."""
    letter = added(breach, way(WORDS), house.wren, now, kind="document")
    pack = packed(breach, [letter], house, now)
    if pack.state == "failed":
        assert "exhibit 1" in pack.why and "Teasel" not in pack.why and not pack.file_name
        return
    assert pack.state == "ready", pack.why
    whole = b"".join(pack_parts(pack))
    assert not holds(whole, STREET) and not holds(whole, CODE)
    with zipfile.ZipFile(io.BytesIO(whole)) as file:
        assert revisions(file.read("exhibits/exhibit-1.pdf")) == 1


def test_a_letter_without_it_goes_in(house, breach, now):
    """The gate does not stop everything."""
    letter = added(breach, edited(lambda _document: None), house.wren, now, kind="document")
    pack = packed(breach, [letter], house, now)
    assert pack.state == "ready" and holds(b"".join(pack_parts(pack)), SHOWN)


def test_a_photograph_goes_in_without_where_it_was_taken(house, breach, now):
    photo = added(breach, bad_files.photo_with_place(), house.wren, now)
    assert "canary" in dug_out(bad_files.photo_with_place())
    whole = b"".join(pack_parts(packed(breach, [photo], house, now)))
    assert "canary" not in dug_out(whole) and "34194" not in dug_out(whole)


def test_every_paper_that_is_handed_over(house, now):
    """Notice, application, order: as they leave the machine, one revision, nothing inside, and nothing of where she is."""
    order = made_order(house, now - 2 * DAY, no_contact())
    seal_place(order.case.protected, REFUGE, by=house.ali)
    papers = list(Document.objects.filter(key_owner=order.case.ref))
    assert len(papers) >= 3
    for paper in papers:
        content = signed_in(house.okoro).get(f"/documents/{paper.doc_id}.pdf").content
        assert content.startswith(b"%PDF") and revisions(content) == 1
        found = dug_out(content)
        assert len(found) > 1000 and "teasel" not in found and "cr89zz" not in found and "purley" not in found
        assert "embeddedfile" not in found


@pytest.mark.urls("haven.config.urls_public")
def test_what_she_takes_away_from_her_page(house, settings):
    """The page to print and the file: nothing of where she is, of how she is reached, or of any name."""
    with time_machine.travel(HER_NOW, tick=False):
        only_public(settings)
        her = make_her(house, HER_NOW)
        seal_place(her.case.protected, REFUGE, by=house.ali)
        client = Client()
        assert enter(client, her).status_code == 303
        for path in ("/u/you/print", "/u/you/print?as=file"):
            content = client.get(path).content
            assert len(content) > 200 and not holds(content, STREET) and not holds(content, CODE)
            assert not any(holds(content, name) for name in her.names)

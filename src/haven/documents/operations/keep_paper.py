"""Keep a paper as it was made, for one audience, enciphered, with its hash."""

from dataclasses import dataclass

from django.db import transaction

from haven.accounts.models import User
from haven.documents.models import Document
from haven.documents.papers import RenderedPaper


@dataclass(frozen=True)
class PaperToKeep:
    """`content_enc` is the paper enciphered by the caller under `key_owner`: this app holds bytes, not keys."""

    rendered: RenderedPaper
    content_enc: bytes
    doc_id: str
    audience: str
    about: tuple[str, str]
    key_owner: str
    gate_result: str
    supersedes: Document | None = None


@transaction.atomic(savepoint=False)
def keep_paper(paper: PaperToKeep, *, by: User | None) -> Document:
    """Store the bytes enciphered under the key of the case. The row never changes; a newer paper supersedes it."""
    return Document.objects.create(
        doc_id=paper.doc_id,
        audience=paper.audience,
        template_code=paper.rendered.template_code,
        template_version=paper.rendered.template_version,
        sha256=paper.rendered.sha256,
        content_enc=paper.content_enc,
        key_owner=paper.key_owner,
        pages=paper.rendered.pages,
        about_kind=paper.about[0],
        about_ref=paper.about[1],
        gate_result=paper.gate_result,
        supersedes=paper.supersedes,
        recorded_by=by,
    )

"""A paper of a case: through the leak gate, enciphered under the key of the case, kept."""

from haven.accounts.models import User
from haven.cases.models import Case
from haven.documents.models import Document
from haven.documents.operations.keep_paper import PaperToKeep, keep_paper
from haven.documents.papers import RenderedPaper
from haven.sealed.ciphers import decipher_bytes, encipher_bytes, token
from haven.sealed.gate import sealed_kinds_in
from haven.sealed.pdf_text import text_of
from haven_law.findings import refuse

OPEN_AUDIENCES = ("served", "court")


def keep_case_paper(
    case: Case,
    rendered: RenderedPaper,
    *,
    text: str,
    audience: str,
    about: tuple[str, str],
    by: User,
    supersedes: Document | None = None,
) -> Document:
    """Keep a paper. `text` is everything it says. A paper for the subject or the open court that holds a sealed value
    is refused before anything is stored."""
    owners = (f"person:{case.protected_id}", case.ref)
    kinds = sealed_kinds_in(text, owners=owners, asked_by=f"user:{by.pk}") if audience in OPEN_AUDIENCES else set()
    if kinds:
        refuse(
            "Haven leak gate",
            "The text of this paper holds something that the subject may not know. Take out places, telephone numbers and "
            "names of schools from the words you wrote, and try again",
        ).require()
    paper = PaperToKeep(
        rendered=rendered,
        content_enc=encipher_bytes(case.ref, rendered.bytes),
        doc_id=token(),
        audience=audience,
        about=about,
        key_owner=case.ref,
        gate_result="clear",
        supersedes=supersedes,
    )
    return keep_paper(paper, by=by)


def refuse_if_sealed_since(document: Document, *, by: User) -> None:
    """Asked before a paper is opened that nobody was handed yet: what was sealed after it was made must not go out with it.
    The text is read from the finished bytes. Refused when it holds a sealed value; never for a paper of the police."""
    if document.audience not in OPEN_AUDIENCES:
        return
    case = Case.objects.only("protected_id").get(ref=document.key_owner)
    owners = (f"person:{case.protected_id}", document.key_owner)
    if sealed_kinds_in(text_of(paper_bytes(document)), owners=owners, asked_by=f"user:{by.pk}"):
        because = "This paper holds something that was sealed after it was made. Do not hand it over. "
        refuse("Haven leak gate", because + _INSTEAD.get(document.about_kind, _INSTEAD_OF_OTHERS)).require()


# How another paper comes to be, with other words. The words of a paper stand where they were decided: none is made anew alone.
_INSTEAD = {
    "notice": "Its words were signed with it: an inspector withdraws the authority on the page of the notice, and the notice is "
    "asked for again in the case, with other words",
    "order": "Tell the court, which corrects the order: that makes a new version of the paper",
    "hearing": "Tell the civil orders unit: listing the hearing again makes a new paper",
}
_INSTEAD_OF_OTHERS = "Tell the civil orders unit: it cannot be made again with the same words"


def paper_bytes(document: Document) -> bytes:
    """The bytes as they were made."""
    return decipher_bytes(document.key_owner, document.content_enc)

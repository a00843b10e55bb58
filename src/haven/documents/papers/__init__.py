"""Papers that people are handed: tagged, archivable PDF made from frozen views. See docs/adr/0007-papers.md."""

from .fonts import missing_glyphs
from .render import (
    MissingGlyphs,
    RenderedPaper,
    render_acknowledgement,
    render_application,
    render_breach_statement,
    render_hearing_notice,
    render_notice,
    render_order,
    render_requirements_notice,
)
from .views import (
    PLACE_WORDS,
    AcknowledgementPaper,
    ApplicationPaper,
    Clause,
    HearingNoticePaper,
    NoticePaper,
    OrderClause,
    OrderPaper,
    PaperError,
    ProposedClause,
    RequirementsNoticePaper,
    ServedPart,
)
from .views_statement import BreachStatementPaper, StatementClause, StatementExhibit, StatementLine

__all__ = [
    "PLACE_WORDS",
    "AcknowledgementPaper",
    "ApplicationPaper",
    "BreachStatementPaper",
    "Clause",
    "HearingNoticePaper",
    "MissingGlyphs",
    "NoticePaper",
    "OrderClause",
    "OrderPaper",
    "PaperError",
    "ProposedClause",
    "RenderedPaper",
    "RequirementsNoticePaper",
    "ServedPart",
    "StatementClause",
    "StatementExhibit",
    "StatementLine",
    "missing_glyphs",
    "render_acknowledgement",
    "render_application",
    "render_breach_statement",
    "render_hearing_notice",
    "render_notice",
    "render_order",
    "render_requirements_notice",
]

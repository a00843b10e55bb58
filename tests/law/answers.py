"""What a decision says, in a form that a test can compare: provision in short, met, unsettled point."""

from haven_law.citation import short
from haven_law.findings import Decision


def said(decision: Decision) -> list[tuple[str, bool | None]]:
    """The findings, each as its provision in the short form and whether it is met."""
    return [(short(finding.provision), finding.met) for finding in decision.findings]


def only(decision: Decision) -> tuple[str, bool | None, str | None]:
    """The one finding of a decision, with its unsettled point."""
    (finding,) = decision.findings
    return short(finding.provision), finding.met, finding.ambiguity

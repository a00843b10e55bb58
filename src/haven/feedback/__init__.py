"""How it was for her: asked only where it is safe, kept without the case, and acted on (ADR 20)."""

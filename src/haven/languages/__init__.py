"""Which texts for the public somebody has approved in another language than English (ADR 20)."""

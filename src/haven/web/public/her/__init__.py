"""The pages of a protected person, and of a friend who helps her. Nothing here reads a table (ADR 14, 18)."""

"""What must leave Haven, and what became of it. A message is a row before it is anything else (ADR 13)."""

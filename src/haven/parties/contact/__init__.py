"""When and how a protected person may safely be reached: pure rules over an agreed plan (ADR 13)."""

"""Information to take away: rights, notice, order, safety, in versions with dates (ADR 20)."""

"""What a protected person is told, how she proves that it is her, and who may hear it with her (ADR 13)."""

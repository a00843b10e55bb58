"""What happened to others and was published: each is a test with its name (safety and security, 1.1)."""

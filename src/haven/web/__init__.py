"""The pages of Haven."""

"""What support organisations and their workers do, and what is done for them."""

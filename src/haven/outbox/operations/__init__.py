"""What is done with a message: queued, claimed, sent, given up."""

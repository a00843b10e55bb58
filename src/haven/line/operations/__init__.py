"""What a caller, a handler and the automated line do."""

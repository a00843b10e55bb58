"""What is done about feedback: invited, received, seen to, answered, made public."""

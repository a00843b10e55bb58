"""What is done for a protected person: told, asked, proven, helped."""

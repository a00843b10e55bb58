"""What is done about a text in another language: approved, taken back."""

"""What decides which values a reverse is given, and which it computes again."""

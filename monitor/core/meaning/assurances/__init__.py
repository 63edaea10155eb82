"""What a text assures the reader of: rights, safeguards, remedies, notice."""

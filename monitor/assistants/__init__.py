"""What assistants may ask about the store, by the Model Context Protocol: reading only."""

"""What assistants may ask about the store, through the Model Context Protocol; read-only."""

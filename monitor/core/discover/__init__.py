"""Finds a company's documents from its home page: which link, address or heading names which kind of document."""

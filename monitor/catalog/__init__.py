"""Well-known services and where their documents are."""

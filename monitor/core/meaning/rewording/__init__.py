"""The same statement in other words: conditions, denials, exceptions, voices, spellings."""

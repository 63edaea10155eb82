"""Promises across a whole document: kept, narrowed, withdrawn, reversed, made."""

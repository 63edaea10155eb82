"""Whom a sentence favours, the reader or the company: learned from some five thousand sentences of our own writing."""

"""The version numbers of what is derived, in a module of their own: commands that only read a store need not load the code that derives."""

READER_VERSION = "8"
"""Raised with every change that alters a document's text; texts extracted by another version are extracted again."""
ENGINE_VERSION = "20"
"""Raised whenever the same two texts may be judged otherwise; stored changelogs of another version are made again."""

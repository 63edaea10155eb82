"""Small edits that turn one sentence: what changed in it, and whom that serves."""

"""Trains and measures the meaning of changes on hand-labelled pairs; none of it ships."""

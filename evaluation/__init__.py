"""Trains the models on hand-labelled pairs of versions and measures how well changes are judged; none of it ships."""

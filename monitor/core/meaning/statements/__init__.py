"""Texts read as statements: who does what to what, whether it is denied, how firmly, under which condition."""

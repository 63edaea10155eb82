"""Stored data for other programs: the JSON that scripts rely on, tables, and the raw captures as WARC."""

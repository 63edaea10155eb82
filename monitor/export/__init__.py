"""What is known, as data: the JSON that scripts rely on, tables, and the raw captures as WARC."""

"""A second reader: a language model that is asked about changes, and whose answers are accepted only as far as the texts support them."""

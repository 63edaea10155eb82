"""A second reader: a language model that is asked about changes, and whose answers are believed only as far as the texts bear them out."""

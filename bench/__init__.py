"""Measurements of speed, memory, extraction, screening and reliability; none of it ships."""

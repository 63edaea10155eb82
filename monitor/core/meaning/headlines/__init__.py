"""Headlines: one sentence for a change, as telling as it can be while every word of it is true."""

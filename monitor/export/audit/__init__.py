"""The audit pack: what was checked, found, judged and decided in a period, as a PDF for people and a ZIP that can be verified."""

"""What plug-ins may rely on: the contract, its version, and the values that travel between the program and a plug-in."""

from monitor.plugins.contract import API, Exporter, Extractor, Judge, Judgement, MessageChannel, NotDelivered, Page, Screen, Source

__all__ = ["API", "Exporter", "Extractor", "Judge", "Judgement", "MessageChannel", "NotDelivered", "Page", "Screen", "Source"]

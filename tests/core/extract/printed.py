"""Policies of an invented company, printed on pages of any size by reportlab."""

from __future__ import annotations

import io
from collections.abc import Callable

from reportlab.lib.pagesizes import A4, A5, LETTER
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

SIZES = {"A4": A4, "A5": A5, "letter": LETTER, "wide": (A5[1], A5[0])}
SECTIONS = [
    ("1. Who we are", "Heron Lamps Ltd makes reading lamps and sells them through its own shop on the web."),
    (
        "2. What we collect",
        "When you order a lamp we collect your name, your address and your telephone number.",
    ),
    ("3. Whom we share it with", "We never sell your personal information. We give your address to the carrier that brings the parcel."),
    ("4. How long we keep it", "We delete server records after 30 days. We keep orders for seven years because tax law asks for it."),
    (
        "5. Your rights",
        "You may ask us at any time which personal data we hold about you, and have it corrected free of charge.",
    ),
    ("6. Changes", "We will announce changes of this policy by letter, thirty days before they take effect and not one day later."),
]

PLACES = ("", "In Galway:", "In the shops of Kilkenny and of Cork:", "In Dublin, where lamps are made:")

Decorate = Callable[[Canvas, int, tuple[float, float]], None]


def printed(size: tuple[float, float], decorate: Decorate | None = None, *, repeat: int = 3) -> bytes:
    """The policy as a PDF.

    Args:
        size: of a page, in points.
        decorate: draws the running lines of a page, given its number.
        repeat: how often the sections are there, each time with another number in their text.
    """
    styles, out = getSampleStyleSheet(), io.BytesIO()

    def on_page(canvas: Canvas, document: BaseDocTemplate) -> None:
        if decorate is not None:
            canvas.saveState()
            canvas.setFont("Helvetica", 8)
            decorate(canvas, document.page, size)
            canvas.restoreState()

    document = BaseDocTemplate(out, pagesize=size)
    frame = Frame(45, 45, size[0] - 90, size[1] - 90)
    document.addPageTemplates([PageTemplate(frames=[frame], onPage=on_page)])
    story = [Paragraph("Privacy Policy of Heron Lamps", styles["Title"])]
    for part in range(1, repeat + 1):
        for title, text in SECTIONS:
            story += [Paragraph(f"{part}.{title}", styles["Heading2"]), Paragraph(f"{PLACES[part]} {text}", styles["BodyText"])]
    document.build(story)
    return out.getvalue()


def drawn(*pages: list[tuple[float, float, str]], size: float = 9, turn: int = 0, rotation: int = 0) -> bytes:
    """Pages of lines at given places, drawn in the given order."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for page in pages:
        canvas.setPageRotation(rotation)
        canvas.rotate(turn)
        canvas.setFont("Helvetica", size)
        for x, y, text in page:
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()

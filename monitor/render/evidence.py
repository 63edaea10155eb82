"""How the pages of a policy show the pictures and archives of its versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.model import EvidenceForm, History, KeptEvidence
from monitor.present.phrases import minute, plural
from monitor.render.rows import VersionRow


@dataclass(frozen=True, slots=True)
class ShownEvidence:
    """A link to a file beside the page."""

    file: str
    words: str
    """What it is: "Screenshot"."""
    about: str
    """When it was taken, by what, and what it lacks."""

    @property
    def digest(self) -> str:
        """Equal for what is shown alike."""
        return repr((self.file, self.words, self.about))


def evidence_name(evidence: KeptEvidence) -> str:
    """The name of the copy beside the pages: "20260518042315-1a2b3c4d5e6f7081.png"."""
    return evidence.path.rpartition("/")[2]


def shown_evidence(history: History, rows: Sequence[VersionRow]) -> dict[str, tuple[ShownEvidence, ...]]:
    """What is kept of a policy's versions, by the digest of the version's row."""
    several = len(history.policy.urls) > 1
    return {
        rows[place].digest: tuple(_shown(one, several=several) for one in kept)
        for place, kept in history.evidence.items()
        if place < len(rows)
    }


def _shown(evidence: KeptEvidence, *, several: bool) -> ShownEvidence:
    if evidence.form is EvidenceForm.SCREENSHOT:
        words = "Screenshot"
    else:
        words = "Web archive (WACZ, signed)" if evidence.signed_by else "Web archive (WACZ)"
    parts = [f"{minute(evidence.taken_at)}, {evidence.software}" if evidence.software else minute(evidence.taken_at)]
    parts += [evidence.url] if several else []
    parts += [f"without the last {evidence.cut:,} pixels"] if evidence.cut else []
    parts += [f"without {plural(evidence.left_out, 'request')} of the page"] if evidence.left_out else []
    return ShownEvidence(evidence_name(evidence), words, "; ".join(parts))

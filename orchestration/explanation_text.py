"""An explanation in words for a terminal: plain text, printable characters only.

Holds rendering alone; what is told stands in `explaining`.
"""

from collections.abc import Iterator

from orchestration.explanation import Explanation, Label, Proof
from orchestration.terminal import printable

PROOFS_SHOWN = 12


def render_explanation(found: Explanation) -> str:
    """Each label with its confidence, its rule and its evidence."""
    lines = [
        f"{found.article_id}  {found.published_date or 'no date'}",
        one_line(found.title),
        found.source_url or "no source line",
    ]
    for label in found.labels:
        lines += ["", *_label(label)]
        if label.kind == "story":
            lines += [f"    {article_id}  {one_line(title)}" for article_id, title in found.story]
    return printable("\n".join(lines))


def _label(label: Label) -> Iterator[str]:
    what = " ".join(part for part in (label.kind, label.role) if part)
    sure = f"  [{label.confidence}]" if label.confidence else ""
    name = f"  {one_line(label.name)}" if label.name and label.name != label.value else ""
    yield f"{what}: {label.value}{name}{sure}"
    if label.rule:
        yield f"  rule: {one_line(label.rule)}"
    for proof in label.evidence[:PROOFS_SHOWN]:
        yield f"    {_proof(proof)}"
    if (left := len(label.evidence) - PROOFS_SHOWN) > 0:
        yield f"    and {left} more"


def _proof(proof: Proof) -> str:
    words = one_line(f"…{proof.before}[{proof.words}]{proof.after}…")
    source = f"{proof.rule} {proof.term}" if proof.term != proof.words else proof.rule
    return f"{proof.weight:>5g}  {proof.field} {proof.char_start}  {words}  ({one_line(source)})"


def one_line(text: str) -> str:
    """Text whose blanks and line ends are single blanks."""
    return " ".join(text.split())

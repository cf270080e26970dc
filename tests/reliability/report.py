"""What the suite counts and how it is told."""

from dataclasses import dataclass, field


@dataclass
class Report:
    """Sums over all parts.

    Attributes:
        kills: children that were killed.
        faults: other harm that was done: full disks, damaged files.
        reads: reads of what was served meanwhile.
        lost: articles or deliveries that were gone.
        doubled: rows that stood twice.
        torn: half states that were seen.
        reader_errors: reads that failed.
        unmended: faults that the next build neither mended nor told of.
        notes: a line for each part.
    """

    kills: int = 0
    faults: int = 0
    reads: int = 0
    lost: int = 0
    doubled: int = 0
    torn: int = 0
    reader_errors: int = 0
    unmended: int = 0
    notes: list[str] = field(default_factory=list)

    def add(self, account: dict[str, int]) -> None:
        """Add what an accounting found."""
        self.lost += account["lost"]
        self.doubled += account["doubled"]
        self.torn += account["torn"]

    def note(self, line: str) -> None:
        """Say how a part went."""
        self.notes.append(line)
        print(line, flush=True)

    @property
    def is_good(self) -> bool:
        """Whether nothing went wrong."""
        bad = (self.lost, self.doubled, self.torn, self.reader_errors, self.unmended)
        return not any(bad)

    def __str__(self) -> str:
        """The line that sums up."""
        return (
            f"{self.kills} kills, {self.faults} faults, {self.reads:,} reads: {self.lost} lost, "
            f"{self.doubled} doubled, {self.torn} torn, {self.reader_errors} reader errors, "
            f"{self.unmended} unmended"
        )

"""What was found, each kind once, with its shortest example and the command that repeats it."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

FOLDER = Path(__file__).parents[2] / ".fuzz"
"""Where examples are written. Git ignores it."""
SHOWN = 3


@dataclass(frozen=True)
class Finding:
    """A point or an input that fails."""

    where: str
    """The stage or target."""
    what: str
    """What is wrong, in one line: equal for equal causes as far as can be told."""
    name: str
    """The point or target by the name that the command line takes."""
    detail: str = ""
    """Figures, or a traceback."""
    data: bytes = b""
    """An input that shows it."""
    options: tuple[str, ...] = ()
    """Options of the command that repeats it."""
    suffix: str = ".txt"

    def command(self, folder: Path) -> str:
        """Return the command that repeats it."""
        options = [str(self.path(folder)) if option == "FILE" else option for option in self.options]
        return f"python -m tests.fuzz {shlex.join(options)}"

    def path(self, folder: Path) -> Path:
        """Return where its input is written."""
        digest = blake2b(self.name.encode("utf-8", "surrogatepass") + self.data, digest_size=4).hexdigest()
        return folder / f"{self.where}-{digest}{self.suffix}"


@dataclass
class Findings:
    """All findings, grouped by cause."""

    folder: Path = FOLDER
    groups: dict[tuple[str, str], list[Finding]] = field(default_factory=dict)

    def add(self, finding: Finding) -> None:
        """Add one; the first of its kind is shown at once."""
        group = self.groups.setdefault((finding.where, finding.what), [])
        group.append(finding)
        if len(group) == 1:
            print(f"\nFOUND {self._told(finding)}", flush=True)

    def report(self) -> None:
        """Show every kind with its shortest examples."""
        for (where, what), group in sorted(self.groups.items()):
            print(f"\n{where}: {what} ({len(group)} times)")
            for finding in sorted(group, key=lambda one: (len(one.name), len(one.data)))[:SHOWN]:
                print(f"  {self._told(finding)}")

    def _told(self, finding: Finding) -> str:
        lines = [f"{finding.where}: {finding.what}", *finding.detail.rstrip().split("\n")]
        if finding.data:
            self.folder.mkdir(parents=True, exist_ok=True)
            path = finding.path(self.folder)
            path.write_bytes(finding.data)
            lines.append(f"input: {path} ({len(finding.data):,} bytes)")
        lines.append(f"repeat: {finding.command(self.folder)}")
        return "\n      ".join(line for line in lines if line)

"""An uploaded file between the steps of a screen: kept in the data folder, known by its digest."""

import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from otklik.flow.exchange import keep_file

MOST_BYTES = 300 * 2**20
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Upload:
    path: Path
    digest: str


def keep(chunks: Iterable[bytes], *, name: str) -> Upload:
    """Write the upload into the data folder; the same bytes are kept once."""
    with tempfile.NamedTemporaryFile(suffix=Path(name).suffix[:10]) as file:
        for chunk in chunks:
            file.write(chunk)
        file.flush()
        path, digest = keep_file(Path(file.name), name=name)
    return Upload(path, digest)


def find(digest: str) -> Path | None:
    """The kept file of the digest; None where it was not kept or the digest is none."""
    if not _DIGEST.fullmatch(digest):
        return None
    found = sorted((Path(settings.DATA) / "imports").glob(f"{digest}*"))
    return next((path for path in found if path.suffix != ".part"), None)

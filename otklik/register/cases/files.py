"""Keeping the bytes of attachments: one file a digest, written whole or not at all."""

import hashlib
import os
import threading
from pathlib import Path

from django.conf import settings


def keep(content: bytes) -> str:
    """Store the bytes and return their SHA-256; the same bytes are stored once."""
    digest = hashlib.sha256(content).hexdigest()
    target = path_of(digest)
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_suffix(f".{os.getpid()}-{threading.get_ident()}.new")
        try:
            fresh.write_bytes(content)
            fresh.replace(target)
        finally:
            fresh.unlink(missing_ok=True)
    return digest


def path_of(digest: str) -> Path:
    """Where the bytes of this digest are (two letters a folder, so that none grows huge)."""
    return Path(settings.FILES) / digest[:2] / digest

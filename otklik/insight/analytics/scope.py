"""Which facts a person may ask about, as a condition over the lake."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which cases of a municipality the person may see: all, or those of some blocks and recipients."""

    municipality: str
    is_whole: bool = True
    blocks: tuple[str, ...] = ()
    recipient_ids: tuple[int, ...] = ()

    def where(self) -> tuple[str, list[object]]:
        """A condition over facts and its parameters; nothing is seen where nothing is permitted."""
        if self.is_whole:
            return "municipality = ?", [self.municipality]
        return (
            "municipality = ? AND (list_contains(?::VARCHAR[], block_code)"
            " OR coalesce(list_contains(?::BIGINT[], recipient_id), false))",
            [self.municipality, list(self.blocks), list(self.recipient_ids)],
        )

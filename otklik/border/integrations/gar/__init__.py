"""The state register of addresses (ГАР) as the tax service delivers it: one municipality out of a region."""

from otklik.border.integrations.gar.archive import looks_like_gar
from otklik.border.integrations.gar.places import settlements, streets
from otklik.border.integrations.gar.sifting import Sifted, Wanted, sift, sifted_before

__all__ = ["Sifted", "Wanted", "looks_like_gar", "settlements", "sift", "sifted_before", "streets"]

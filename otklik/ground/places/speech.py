"""How an address is written: «с. Озёры, ул. Садовая, д. 5»."""

from otklik.ground.places.index import Index, Settlement, Street
from otklik.ground.places.words import SETTLEMENT_SIGNS, STREET_SIGNS


def street_line(street: Street, number: str) -> str:
    line = f"{STREET_SIGNS.get(street.kind, street.kind)} {street.title}".strip()
    return f"{line}, {house_sign(number)}" if number else line


def house_sign(number: str) -> str:
    return f"д. {number}" if number.strip() else ""


def settlement_line(settlement: Settlement) -> str:
    return f"{SETTLEMENT_SIGNS.get(settlement.kind, settlement.kind)} {settlement.title}".strip()


def full_line(index: Index, street: Street, number: str) -> str:
    """With the settlement where it is not the main one."""
    settlement = index.settlements.get(street.settlement_id)
    line = street_line(street, number)
    if settlement is None or settlement.id == index.main_settlement_id:
        return line
    return f"{settlement_line(settlement)}, {line}"

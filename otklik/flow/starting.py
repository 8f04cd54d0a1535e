"""A new town has suggestions at once: the starter model is learnt from the demonstration's own texts."""

import re
from pathlib import Path

from django.conf import settings

from otklik.casework.triage import starting
from otklik.flow.demo.texts import load_messages

_SLOT = re.compile(r"\{\w+\}")


def prepare(*, anew: bool = False) -> int:
    """Build the starter model where none of this edition is, or anew; from how many texts, 0 if it stands."""
    path = Path(settings.MODELS) / starting.STARTER
    if not anew and starting.stands(path):
        return 0
    return starting.build([(_SLOT.sub(" ", one.text), one.title) for one in load_messages()], path)

"""The documents a citizen may agree to, each on a page of its own, told apart by their edition."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from otklik.flow.write import edition_of
from otklik.ground.places.selectors import MunicipalityView

PROCESSING, PUBLICATION, TELLING = "processing", "publication", "telling"


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it is shown; `edition` goes to the journal with the consent."""

    code: str
    title: str
    norm: str
    body: SafeString
    edition: str


_TITLES = {
    PROCESSING: ("Согласие на обработку персональных данных", "152-ФЗ, ст. 9, ч. 1"),
    TELLING: ("Согласие на обработку контакта, чтобы сообщить о решении", "152-ФЗ, ст. 9, ч. 1"),
    PUBLICATION: ("Согласие на распространение текста и фотографий", "152-ФЗ, ст. 10.1"),
}


def document(code: str, town: MunicipalityView) -> Document:
    """The document in its present edition; raises KeyError for an unknown code."""
    title, norm = _TITLES[code]
    body = render_to_string(f"public/documents/{code}.html", {"town": town})
    return Document(code, _(title), norm, body, edition_of(body))

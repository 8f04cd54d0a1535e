"""Files of a citizen's form: counted and weighed before they are read."""

from django.http import HttpRequest

from otklik.border.ports.messages import Attachment
from otklik.flow import photos

FIELD = "photo"


def taken(request: HttpRequest) -> tuple[Attachment, ...]:
    """The files that came; raises `photos.BadFile`."""
    sent = [one for one in request.FILES.getlist(FIELD) if one.name]
    sizes = [one.size or 0 for one in sent]
    photos.weigh([(str(one.name), size) for one, size in zip(sent, sizes, strict=True)])
    return photos.take([(str(one.name), one.read()) for one in sent])

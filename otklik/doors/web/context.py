"""What every page of the desk shows around its content."""

from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, object]:
    """The rail, the person and the municipality."""
    return {"user": getattr(request, "user", None)}

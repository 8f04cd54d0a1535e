"""Drawings of the sprite, each made once."""

from functools import lru_cache

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

_ICON = '<svg class="icon{}" {}><use href="{}#{}"></use></svg>'
_SILENT = SafeString('aria-hidden="true"')


@lru_cache(maxsize=1024)
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """A drawing, silent for a screen reader unless it is given a label; a page draws two hundred of them."""
    said = format_html('role="img" aria-label="{}"', label) if label else _SILENT
    return format_html(_ICON, f" icon-{size}" if size else "", said, static("otklik/icons.svg"), name)

"""The words of a post without the marks of networks and exports."""

import html
import re

_MARK = re.compile(r"\[(?:(?:club|id|public|event|https?://)[^\]|\s]*)\|([^\]]*)\]")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def clean_post(text: str) -> str:
    """No leading apostrophe, a line break for `<br>`, «Имя» for `[id1|Имя]`; the rest stays as written."""
    text = text.removeprefix("'")
    if "<" in text:
        text = _BREAK.sub("\n", text)
    if "[" in text:
        text = _MARK.sub(r"\1", text)
    if "&" in text:
        text = html.unescape(text)
    return text.strip()

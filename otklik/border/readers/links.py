"""Which network a link leads to, and the lasting name of what it leads to."""

import re
from functools import lru_cache

_NETWORKS = (
    ("vk", ("vk.com", "vk.ru", "vkontakte.ru", "vkvideo.ru")),
    ("ok", ("ok.ru", "odnoklassniki.ru")),
    ("telegram", ("t.me", "telegram.me", "telegram.org", "telegram.dog")),
    ("max", ("max.ru", "max.me")),
    ("instagram", ("instagram.com",)),
    ("facebook", ("facebook.com", "fb.com")),
    ("youtube", ("youtube.com", "youtu.be")),
    ("rutube", ("rutube.ru",)),
    ("dzen", ("dzen.ru", "zen.yandex.ru")),
    ("twitter", ("twitter.com", "x.com")),
    ("tiktok", ("tiktok.com",)),
    ("pos", ("gosuslugi.ru",)),
)
_LINK = re.compile(r"https?://[^\s,;<>\"«»]+")


@lru_cache(maxsize=256)
def _network_of_host(host: str) -> str:
    for network, hosts in _NETWORKS:
        if any(host == known or host.endswith("." + known) for known in hosts):
            return network
    return ""


def _split(url: str) -> tuple[str, str]:
    """The host and what follows it."""
    host, _, path = (url.partition("://")[2] or url).partition("/")
    return host.lower(), path


def network_of(url: str) -> str:
    """The channel kind of the network («vk», «odnoklassniki», «telegram», «max» …); "" if it is unknown."""
    return _network_of_host(_split(url)[0])


def name_of(url: str) -> str:
    """The network and the path («vk:wall-1_2?reply=3»): the same for http, https, www and a mobile site."""
    host, path = _split(url)
    return f"{_network_of_host(host) or host}:{path.strip('/')}" if path.strip("/") else ""


def first_link(text: str) -> str:
    """The first link in a text, "" if there is none."""
    found = _LINK.search(text)
    return found[0].rstrip(".)") if found else ""

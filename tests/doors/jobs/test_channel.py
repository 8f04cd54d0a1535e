"""`otklik channel` and `otklik poll`: keys for programs, and channels that do not answer."""

from otklik.register.intake import selectors as intake

WELL = "otklik.border.channels.phone.Phone"
DEAD = "tests.adapters.Silent"


def test_a_key_is_issued_told_once_and_replaced(installation):
    first = installation.otklik("channel", "token", "webform", "--json")
    assert (first.code, first.told["ok"], first.told["channel"]) == (0, True, "webform")
    second = installation.otklik("channel", "token", "webform")
    assert second.code == 0
    assert "Скопируйте сейчас" in second.err
    tokens = [first.told["token"], second.out.strip()]

    def working():
        return [intake.account_of_token(one) is not None for one in tokens]

    assert installation.call(working) == [False, True]
    listed = installation.otklik("channel", "list", "--json")
    assert {one["code"]: one["has_token"] for one in listed.told["channels"]}["webform"] is True
    assert not any(one in listed.out + listed.err for one in tokens)
    assert "ключ выдан" in installation.otklik("channel", "list").out


def test_a_key_of_no_channel(installation):
    done = installation.otklik("channel", "token", "нет-такого", "--json")
    assert (done.code, done.told["ok"]) == (1, False)
    assert "otklik channel list" in done.told["error"]


def test_help_is_russian(installation):
    done = installation.otklik("channel", "token", "--help")
    assert done.code == 0
    assert "прежний перестаёт работать" in done.out


def test_a_poll_of_a_dead_channel_is_told_by_its_code(installation):
    some = installation.otklik("poll", "--json", CHANNELS={"phone": WELL, "webform": DEAD})
    assert (some.code, some.told["ok"], some.told["failed"]) == (3, False, 1)
    assert "Площадка не отвечает" in some.err
    every = installation.otklik("poll", "--json", CHANNELS={"webform": DEAD})
    assert (every.code, every.told["failed"], every.told["accounts"]) == (1, 1, 1)
    assert installation.otklik("poll", "--json", CHANNELS={}).code == 0

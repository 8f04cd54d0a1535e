"""The builders make what they say, by the whole road."""

import pytest

from tests import builders

HEATING = "Ненадлежащее качество или отсутствие отопления"


@pytest.mark.django_db
def test_case_walks_the_road() -> None:
    town = builders.a_town()
    recipient = builders.a_recipient(town, "ООО «Тепло»", topic=HEATING)
    case = builders.a_case("На улице Речной, 14 третий день нет отопления", town=town, topic=HEATING)
    assert case.number == "МЦУ-2026-000001"
    assert case.address == "ул. Речная, д. 14"
    assert case.topic_id == builders.topic_id(town, HEATING)
    assert case.recipient_id == recipient
    assert case.status == "routed"
    assert case.due_at is not None

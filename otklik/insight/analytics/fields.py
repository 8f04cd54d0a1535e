"""What may be asked of a fact in the one condition language: fields, their Russian titles, their SQL."""

from collections.abc import Mapping

from otklik.insight.analytics.values import CaseFact
from otklik.kernel.conditions import Field, Schema, schema_of

PROOFS = {"none": "нет", "photo": "фото", "track": "трек ГЛОНАСС"}
STREAM_TITLES = {"59fz": "59-ФЗ", "pos": "ПОС", "digital": "цифровые СОС", "hotline": "горячие линии"}

SCHEMA: Schema = schema_of(
    Field("kind", "Вид", "choice", {"appeal": "обращение", "message": "сообщение"}),
    Field("stream", "Поток", "choice", STREAM_TITLES),
    Field("channel", "Канал", "choice"),
    Field("system", "Информационная система", "text"),
    Field("status", "Состояние", "choice"),
    Field("outcome", "Итог", "choice"),
    Field("topic_code", "Тема", "choice"),
    Field("topic_group", "Группа тем", "text"),
    Field("block_code", "Отраслевой блок", "choice"),
    Field("is_significant_topic", "Тема социально значимая", "flag"),
    Field("recipient_title", "Получатель", "text"),
    Field("recipient_in_centre", "Получатель в составе центра", "flag"),
    Field("district_code", "Район", "choice"),
    Field("settlement", "Населённый пункт", "text"),
    Field("received_on", "Дата поступления", "day"),
    Field("registered_on", "Дата регистрации", "day"),
    Field("done_on", "Дата окончания рассмотрения", "day"),
    Field("promised_on", "Обещанный срок", "day"),
    Field("is_fast_track", "Фаст-трек", "flag"),
    Field("fast_track_met", "Ответ дан в срок фаст-трека", "flag"),
    Field("auto_delivered", "Автоматизированная доставка", "flag"),
    Field("road_map_done", "Выполнено мероприятие дорожной карты", "flag"),
    Field("proof", "Подтверждение", "choice", PROOFS),
    Field("rating", "Оценка", "number"),
    Field("is_repeat", "Повторное", "flag"),
    Field("reopened_count", "Возобновлено раз", "number"),
    Field("hops", "Передано раз", "number"),
    Field("returned_count", "Возвращено раз", "number"),
    Field("urgency", "Срочность", "number"),
)

DERIVED: Mapping[str, str] = {"fast_track_met": "coalesce(answered_at <= fast_track_due_at, false)"}
"""Fields that are no columns, as SQL over the columns."""

EXPRESSIONS: Mapping[str, str] = {**{name: name for name in SCHEMA}, **DERIVED}


def record(fact: CaseFact) -> Mapping[str, object]:
    """The fact as conditions see it."""
    told: dict[str, object] = {name: getattr(fact, name) for name in SCHEMA if name not in DERIVED}
    told["fast_track_met"] = (
        fact.answered_at is not None
        and fact.fast_track_due_at is not None
        and fact.answered_at <= fact.fast_track_due_at
    )
    return told

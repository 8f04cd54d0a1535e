"""What a column of a register may be."""

from dataclasses import dataclass
from enum import StrEnum


class Look(StrEnum):
    """How the cells of a field look."""

    WORDS = "words"
    TEXT = "text"
    MOMENT = "moment"
    TIME = "time"
    PHONE = "phone"
    EMAIL = "email"
    LINK = "link"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Field:
    """A field to map: its title on the screen and the headings to guess it by, the likeliest first."" """

    name: str
    title: str
    headings: tuple[str, ...]
    look: Look = Look.WORDS
    is_required: bool = False


def _field(
    name: str, title: str, headings: str, look: Look = Look.WORDS, *, is_required: bool = False
) -> Field:
    return Field(name, title, tuple(headings.split("|")), look, is_required)


FIELDS: tuple[Field, ...] = (
    _field(
        "text",
        "Текст сообщения",
        "текст сообщения|текст обращения|текст инцидента|текст|содержание обращения|содержание"
        "|суть обращения|суть"
        "|суть проблемы|описание проблемы|описание|краткое содержание|аннотация|сообщение|обращение|проблема"
        "|вопрос|текст заявки|message|text|description|content|body",
        Look.TEXT,
        is_required=True,
    ),
    _field(
        "received_at",
        "Когда поступило",
        "дата поступления|дата и время поступления|дата создания|дата регистрации|дата подачи|дата обращения"
        "|дата сообщения|дата заявки|дата звонка|поступило|создано|зарегистрировано|дата рег"
        "|дата и время|дата"
        "|received at|created at|created|registered|requested datetime|date",
        Look.MOMENT,
        is_required=True,
    ),
    _field(
        "received_time",
        "Время поступления",
        "время поступления|время создания|время звонка|время|time",
        Look.TIME,
    ),
    _field(
        "external_id",
        "Номер в реестре",
        "номер сообщения|номер обращения|номер заявки|номер карточки|регистрационный номер|рег номер|рег №|id"
        "|ид|идентификатор|номер|№ обращения|№ сообщения|№|number|service request id",
    ),
    _field("topic_group", "Группа тем", "группа тем|категория|раздел|сфера|отрасль|рубрика|category|group"),
    _field(
        "topic",
        "Тема",
        "тема|тематика|подкатегория|тема обращения|тема вопроса|вопрос классификатора|код вопроса"
        "|классификатор"
        "|вид проблемы|topic|subcategory|service name|subject",
    ),
    _field(
        "recipient",
        "Ответственный",
        "исполнитель|ответственный исполнитель|ответственный|организация|получатель|ответственная организация"
        "|ведомство|орган|отдел|подразделение|кому направлено|recipient|agency responsible|department"
        "|assignee",
    ),
    _field(
        "author_name",
        "Имя заявителя",
        "фио заявителя|фио|ф и о|ф и о заявителя|заявитель|автор|корреспондент|абонент|гражданин|имя"
        "|author|name"
        "|applicant",
    ),
    _field(
        "author_phone",
        "Телефон заявителя",
        "телефон заявителя|телефон|контактный телефон|номер телефона|тел|phone",
        Look.PHONE,
    ),
    _field(
        "author_email",
        "Почта заявителя",
        "электронная почта|e mail|email|эл почта|почта|адрес электронной почты",
        Look.EMAIL,
    ),
    _field(
        "author_address",
        "Адрес заявителя",
        "адрес заявителя|почтовый адрес|место жительства|адрес проживания|адрес корреспондента"
        "|адрес регистрации",
    ),
    _field(
        "author_url",
        "Страница автора",
        "url автора|урл автора|ссылка на автора|профиль|author url",
        Look.LINK,
    ),
    _field(
        "address",
        "Адрес проблемы",
        "адрес проблемы|адрес объекта|адрес|место|местоположение|место проблемы|геопозиция|address|location",
    ),
    _field("settlement", "Населённый пункт", "населенный пункт|город|село|settlement|city"),
    _field("street", "Улица", "улица|street"),
    _field("house", "Дом", "дом|номер дома|house"),
    _field("landmark", "Объект", "объект|ориентир|наименование объекта|landmark"),
    _field("lat", "Широта", "широта|lat|latitude", Look.NUMBER),
    _field("lon", "Долгота", "долгота|lon|lng|long|longitude", Look.NUMBER),
    _field(
        "channel",
        "Откуда поступило",
        "канал|канал поступления|источник|источник поступления|способ подачи|способ поступления|channel"
        "|source",
    ),
    _field("kind", "Вид", "вид обращения|тип обращения|вид документа|тип сообщения|kind"),
    _field(
        "url", "Ссылка", "ссылка на сообщение|ссылка на пост|урл поста|url поста|ссылка|url|link", Look.LINK
    ),
    _field(
        "routed_at",
        "Когда направлено исполнителю",
        "дата назначения|дата направления|направлено исполнителю|дата передачи исполнителю|routed at",
        Look.MOMENT,
    ),
    _field(
        "taken_at",
        "Когда взято в работу",
        "дата принятия в работу|взято в работу|дата начала работы|taken at",
        Look.MOMENT,
    ),
    _field(
        "answer",
        "Ответ",
        "текст ответа|ответ|ответ заявителю|ответ исполнителя|принятые меры|answer|response|status notes",
        Look.TEXT,
    ),
    _field(
        "answered_at",
        "Когда дан ответ",
        "дата ответа|дата и время ответа|дата направления ответа|дата публикации ответа|ответ дан"
        "|дата исполнения"
        "|фактическая дата исполнения|answered at|updated datetime",
        Look.MOMENT,
    ),
    _field(
        "promised_on",
        "Обещанный срок",
        "отложено до|обещанный срок|срок отложенного ответа|перенесено до|promised on",
        Look.MOMENT,
    ),
    _field(
        "forwarded_at",
        "Когда перенаправлено",
        "дата перенаправления|дата переадресации|forwarded at",
        Look.MOMENT,
    ),
    _field(
        "closed_at",
        "Когда закрыто",
        "дата закрытия|дата окончания|дата завершения|дата снятия с контроля|закрыто|closed at",
        Look.MOMENT,
    ),
    _field("outcome", "Результат", "результат рассмотрения|результат|итог|решение|статус|outcome|status"),
    _field("closing_reason", "Причина закрытия", "причина закрытия|причина отклонения|closing reason"),
    _field("rating", "Оценка", "оценка|оценка заявителя|оценка гражданина|оценка ответа|балл|rating"),
)

BY_NAME = {field.name: field for field in FIELDS}

"""The guide of the design system: every part and four mock-ups, with invented people and addresses."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from otklik.kernel import clock

PAGES = {
    "parts": "Части",
    "queue": "Очередь",
    "case": "Карточка",
    "dash": "Страница главы",
    "form": "Форма жителя",
    "signin": "Вход",
}

_SECTIONS = [
    ("my-day", "Мой день", "my-day"),
    ("inbox", "Обращения и сообщения", "inbox"),
    ("mass", "Массовые проблемы", "mass"),
    ("cause", "Причины и дорожные карты", "cause"),
    ("heat", "Тепловая карта", "heat"),
    ("rating", "Рейтинги", "rating"),
    ("report", "Отчёты", "report"),
    ("participation", "Участие", "participation"),
    ("community", "Госпаблики", "community"),
    ("settings", "Настройки", "settings"),
]
_ACTIVE = {"queue": "inbox", "case": "inbox", "dash": "my-day", "parts": "settings"}

_ROWS = [
    # number, where, who, what, edge, left, state, topic, recipient, channel
    (
        "418",
        "ул. Речная, 14, кв. 31",
        "Мартынова О. П.",
        "Третий день нет отопления, в комнате плюс четырнадцать, дома грудной ребёнок. В управляющей компании трубку не берут",
        ("danger", "просрочено на 4 ч", "В работе", "Отопление", "ООО «Заречье-Тепло»", "phone"),
    ),
    (
        "402",
        "ул. Садовая, 3",
        "Ильдар Г.",
        "Обещали засыпать яму до пятницы, сегодня вторник, яма на месте и стала глубже",
        ("danger", "просрочено на 1 день", "Ждёт ответа", "Ямы и выбоины", "МКУ «Дороги»", "vk"),
    ),
    (
        "431",
        "Молодёжный пр-д, 7",
        "Жители дома, 12 подписей",
        "Просим вернуть контейнерную площадку, ближайшая в шестистах метрах через дорогу без перехода",
        ("warn", "6 ч", "На согласовании", "Вывоз мусора", "Управление ЖКХ", "letter"),
    ),
    (
        "440",
        "остановка «Школа № 2»",
        "Никитина Вера",
        "Автобус № 5 утром не остановился, дети опоздали на первый урок",
        ("warn", "1 день", "В работе", "Маршруты и расписание", "Отдел транспорта", "ok"),
    ),
    (
        "447",
        "",
        "без имени",
        "Собаки у магазина бросаются на людей, вчера порвали куртку женщине. Примите меры пожалуйста",
        ("none", "2 дня", "Новое", "", "", "telegram"),
    ),
    (
        "445",
        "ул. Полевая, 22",
        "Самойлов А. Н.",
        "Не горят четыре фонаря от перекрёстка до детского сада",
        ("none", "3 дня", "Новое", "Освещение", "МКУ «Горсвет»", "pos"),
    ),
    (
        "439",
        "парк «Берёзки»",
        "Тимур",
        "На новой площадке отвалилась ступенька у горки, торчит болт",
        ("none", "4 дня", "В работе", "Детские площадки", "Управление благоустройства", "web"),
    ),
    (
        "398",
        "ул. Мира, 40",
        "Кузьмина Л. В.",
        "Просим разъяснить, как получить компенсацию за дрова для пенсионера",
        ("ok", "отвечено", "Ждёт оценки", "Социальная поддержка", "Отдел соцзащиты", "max"),
    ),
]


def styleguide(request: HttpRequest, page: str = "parts") -> HttpResponse:
    """One page of the guide."""
    if page not in PAGES:
        raise Http404
    active = _ACTIVE.get(page)
    context: dict[str, object] = {
        "pages": PAGES,
        "page": page,
        "nav": [
            (code, title, icon, "#", code == active, 37 if code == "inbox" else None)
            for code, title, icon in _SECTIONS
        ],
        "towns": [("1", "Город Заречье"), ("2", "Луговской округ")],
        "town": "1",
        "town_name": "Город Заречье",
        "public_nav": [("Найти своё обращение", "#")],
        "person": {"name": "Софья Андреева", "role": "Оператор центра"},
        "person_menu": [("Мои настройки", "settings", "#"), ("Клавиши и подсказки", "help", "#")],
    }
    return render(request, f"styleguide/{page}.html", context | _CONTENT[page]())


def styleguide_progress(request: HttpRequest) -> JsonResponse:
    """A pretended long work for the progress bar: a minute goes by, then it starts again."""
    second = clock.now().second
    return JsonResponse(
        {"done": second * 20, "total": 1180, "state": "running", "text": f"Принято строк: {second * 20}"}
    )


def _queue() -> dict[str, object]:
    rows = [
        {
            "id": number,
            "number": f"МЦУ-2026-000{number}",
            "where": where,
            "who": who,
            "what": what,
            "url": "#",
            "selected": place == 1,
            "is_new": rest[2] == "Новое",
        }
        | dict(zip(("edge", "left", "state_word", "topic", "recipient", "channel"), rest))
        for place, (number, where, who, what, rest) in enumerate(_ROWS)
    ]
    titles = (("Ждут меня", 37, True), ("Просрочено", 4, False), ("Срок сегодня", 9, False))
    more = (("Новые", 12, False), ("На согласовании", 6, False), ("Без получателя", 3, False))
    chips = [{"title": t, "count": n, "is_on": on, "url": "#"} for t, n, on in titles + more]
    return {"rows": rows, "chips": chips}


def _case() -> dict[str, object]:
    return {
        "posts": [
            {
                "author": "Мартынова Ольга Петровна",
                "at": "вчера в 19:42",
                "channel": "phone",
                "channel_word": "горячая линия",
                "kind": "citizen",
                "text": "Третий день нет отопления, в комнате плюс четырнадцать, дома грудной ребёнок.\n\n"
                "В управляющей компании трубку не берут, в диспетчерской говорят «ждите». Батареи холодные во всём "
                "подъезде, соседи тоже звонили. Когда дадут тепло и будет ли перерасчёт?",
                "files": [{"name": "батарея.jpg", "size": "1,2 МБ", "url": "#"}],
            },
            {
                "author": "ООО «Заречье-Тепло», диспетчер",
                "at": "сегодня в 8:05",
                "kind": "inner",
                "channel_word": "видно только сотрудникам",
                "text": "Бригада выехала в 7:50, ищем течь на вводе. До обеда скажем точно.",
            },
        ],
        "steps": [
            {
                "title": "Зарегистрировать",
                "state": "done",
                "when": "вчера в 19:44",
                "left": "за 2 минуты",
                "norm": "59-ФЗ, ст. 8, ч. 2",
            },
            {
                "title": "Принять в работу",
                "state": "late",
                "when": "сегодня до 7:44",
                "left": "просрочено на 4 ч",
                "norm": "Регламент центра, п. 4.2",
                "why": "Авария в жилом доме: фаст-трек, 12 часов с регистрации. Выходные не вычитаются.",
            },
            {
                "title": "Ответить жителю",
                "state": "now",
                "when": "завтра до 19:44",
                "left": "1 день",
                "norm": "Регламент центра, п. 4.5",
            },
            {
                "title": "Спросить оценку",
                "state": "ahead",
                "when": "через 3 дня после ответа",
                "norm": "Методика, п. 12",
            },
        ],
        "events": [
            {"at": "сегодня в 11:44", "text": "Срок принятия в работу прошёл.", "is_loud": True},
            {"at": "сегодня в 8:05", "text": "Исполнитель написал внутреннюю заметку."},
            {"at": "вчера в 19:46", "text": "Софья Андреева направила карточку в ООО «Заречье-Тепло»."},
            {"at": "вчера в 19:45", "text": "Система предложила тему «Отопление», уверенность 94 %."},
            {"at": "вчера в 19:44", "text": "Карточка зарегистрирована.", "norm": "59-ФЗ, ст. 8, ч. 2"},
        ],
        "why_topic": [
            "Слова «отопление», «батареи», «тепло» в 94 случаях из 100 относят к этой теме.",
            "С 1 по 3 декабря с этой улицы пришло ещё 5 сообщений об отоплении.",
        ],
        "now": clock.now(),
    }


def _dash() -> dict[str, object]:
    raw = (
        ("Поступило за неделю", "412", "", "+38 к прошлой", "up", "warn", "норма 350–400", [31, 35, 33, 36, 34, 41], 37),
        ("Отвечено в срок", "91", "%", "−3 п. п.", "down", "danger", "норма от 95 %", [96, 95, 96, 94, 93, 91], 95),
        ("Просрочено сейчас", "14", "", "+5 за неделю", "up", "danger", "норма до 5", [4, 6, 5, 7, 9, 14], 5),
        ("Средний срок ответа", "3,4", "дня", "без перемен", "flat", "none", "норма до 4", [4, 3.8, 3.6, 3.4, 3.5, 3.4], 4),
        ("Довольны ответом", "78", "%", "+2 п. п.", "up", "good", "норма от 75 %", [70, 72, 73, 77, 76, 78], 75),
    )  # fmt: skip
    names = ("title", "value", "unit", "delta", "direction", "tone", "norm", "values", "norm_value")
    return {
        "figures": [dict(zip(names, row)) | {"url": "#"} for row in raw],
        "grown": [
            ("Отопление", 64, "+41", "порыв на ул. Речной: 29 сообщений из 9 домов"),
            ("Ямы и выбоины", 38, "+12", "оттепель; 7 повторных после формальных ответов"),
            ("Безнадзорные собаки", 17, "+9", "у магазинов на Молодёжном проезде"),
            ("Маршруты и расписание", 15, "+6", "автобус № 5 сменил время с 1 декабря"),
        ],
        "late": [
            ("ООО «Заречье-Тепло»", 6, "просрочено на 4 ч"),
            ("МКУ «Дороги»", 5, "просрочено на 3 дня"),
            ("Управление ЖКХ", 2, "просрочено на 1 день"),
            ("Отдел транспорта", 1, "просрочено на 2 ч"),
        ],
        "broken": [
            ("Засыпать яму, ул. Садовая, 3", "МКУ «Дороги»", "обещано 27 ноября, пт"),
            ("Вернуть лавки в парк «Берёзки»", "Управление благоустройства", "обещано 30 ноября, пн"),
        ],
        "decisions": [
            ("Ввести режим повышенной готовности по ул. Речной", "warn", "до 18:00 сегодня"),
            ("Продлить срок по обращению о дороге в СНТ «Луч»", "clock", "до завтра"),
            ("Подписать отчёт за ноябрь", "report", "до 5 декабря, сб"),
        ],
        "heat": [
            ("Центр", [(12, 1), (9, 1), (4, 0), (21, 3), (7, 1), (3, 0), (11, 2)]),
            ("Заречная сторона", [(29, 5), (14, 2), (11, 2), (8, 1), (4, 0), (9, 2), (5, 0)]),
            ("Молодёжный", [(13, 2), (6, 1), (22, 4), (5, 0), (15, 3), (8, 1), (2, 0)]),
            ("Посёлок Луч", [(3, 0), (18, 3), (7, 1), (2, 0), (6, 1), (1, 0), (12, 4)]),
        ],
        "heat_heads": ["Отопление", "Дороги", "Животные", "Мусор", "Транспорт", "Дворы", "Освещение"],
    }


def _form() -> dict[str, object]:
    return {"topics": ["Ямы и выбоины", "Освещение", "Ливневая канализация"]}


def _signin() -> dict[str, object]:
    return {}


def _parts() -> dict[str, object]:
    now = clock.now()
    return (
        _queue()
        | _case()
        | _dash()
        | {
            "dues": [now - timedelta(hours=4, minutes=3), now + timedelta(hours=6, minutes=3), now + timedelta(days=2, hours=1)],
            "icons": ICONS,
            "heat_levels": range(6),
            "errors": [("guide-name", "Укажите фамилию и имя"), ("guide-mail", "В адресе почты нет знака @")],
        }
    )  # fmt: skip


ICONS = (
    "my-day inbox mass cause heat rating report participation community settings search filter phone web letter vk ok "
    "telegram max pos gov clock overdue warn check cross arrow back up down flat reply route duplicate person people "
    "building pin photo file clip download upload print eye eye-off undo star star-empty help keyboard plus edit lock "
    "exit moon sun more spark fast save link pause"
).split()

_CONTENT = {"parts": _parts, "queue": _queue, "case": _case, "dash": _dash, "form": _form, "signin": _signin}

"""How a question on the centre is answered, and the questions asked where a town has set none."""

from enum import StrEnum


class Form(StrEnum):
    """How a question is answered."""

    MARK = "mark"
    YES_NO = "yes_no"
    WORDS = "words"


FORM_TITLES = {Form.MARK: "оценка от 1 до 5", Form.YES_NO: "да или нет", Form.WORDS: "словами"}
DEFAULT_ITEMS: tuple[tuple[str, Form], ...] = (
    ("Насколько легко было сообщить о проблеме?", Form.MARK),
    ("Было ли понятно, что происходит с вашим сообщением?", Form.MARK),
    ("Говорили ли с вами уважительно?", Form.YES_NO),
    ("Что нам стоит изменить в работе?", Form.WORDS),
)

"""Who speaks to the API: an account of a channel, by its token."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from otklik.register.intake import selectors as intake
from otklik.register.intake.selectors import AccountView


class ChannelToken(HttpBearer):
    """`Authorization: Bearer otk_<account>_<secret>`; only a digest of the secret is kept."""

    openapi_description = "Токен канала, выданный администратором."

    def authenticate(self, request: HttpRequest, token: str) -> AccountView | None:
        return intake.account_of_token(token)

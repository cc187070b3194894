"""What others may ask about accounts."""

from tutela.web.accounts.models import User


def get_user(login: str) -> User | None:
    """The account of that login, whatever the case of its letters."""
    return User.objects.filter(login__iexact=login.strip()).first()

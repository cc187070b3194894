"""A password hasher like ours in kind, with the least memory and time: tests sign in often."""

from tutela.web.accounts.hashers import Argon2id


class QuickArgon2id(Argon2id):
    time_cost = 1
    memory_cost = 8

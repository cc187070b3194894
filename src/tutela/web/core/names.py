"""What somebody typed to find a person by name, as far as a database can be asked for it."""

MOST_WORDS, LONGEST_WORD = 12, 100


def words_of_name(typed: str) -> list[str]:
    """The words to look for, each of which must be there; a page pasted by mistake is cut where no name goes on.

    A hundred words would make a query that SQLite refuses, a long one a pattern that it refuses, and NUL stands in no
    row of PostgreSQL.
    """
    return [word[:LONGEST_WORD] for word in typed.replace("\0", " ").split()[:MOST_WORDS]]

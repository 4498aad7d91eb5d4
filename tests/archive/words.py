"""Words that stand in no other text."""


def words(name: str, some: int) -> str:
    """Return so many words, always the same for a name."""
    tail = "".join(chr(ord("a") + ord(letter) % 26) for letter in name)
    return " ".join(f"w{tail}{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(some))


def mixed(text: str, step: int) -> str:
    """Return the words of a text in another order; ``step`` and their number have no divisor in common."""
    some = text.split()
    return " ".join(some[n * step % len(some)] for n in range(len(some)))

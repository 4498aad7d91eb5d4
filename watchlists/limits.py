"""How long and how deep a query may be; what goes beyond is refused by name, so that no query is slow."""

DEEPEST = 40
MOST_SYMBOLS = 6_000
"""Words, operators and brackets of one text."""
MOST_NEARS = 8
"""NEARs inside one another: each has to look at the pairs of the one below."""
MOST_NESTED = 30
"""NEARs of a query that stand in another one or in ATLEAST: each has to look at very many pairs at worst."""
MOST_NODES = 160
"""Operators inside one another; what reads a tree node by node must come to its end."""
LONGEST = 100_000
MOST_WORDS = 40
MOST_PIECES = 2 * MOST_WORDS
"""Pieces between spaces of a phrase: signs that are no words may stand in it too."""
MOST_DISTANCE = 1000
TOO_FAR = f"NEAR goes up to {MOST_DISTANCE} words.", "Write AND when both may stand anywhere."
MOST_REGEXES = 20
"""Regular expressions of a query: each reads every text from end to end."""
MOST_LOOKS = 2_000
"""NEARs, counts, sentences, fields and regular expressions of a query with all its names and lists: about as many as
one text of ``MOST_SYMBOLS`` may hold."""
MOST_PLACES = 20_000
"""Places in a field at which the regular expressions of a query are looked at, together, that may match across words, or
in very long ones."""

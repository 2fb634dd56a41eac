"""Short texts for fixtures: prose, code, and what is hard for offsets and tokenizers."""

PROSE = """\
Every word that you read was easy or hard to see coming. After "once upon a" almost any reader
expects the same next word, and a small model does as well as a large one. After "the capital of
Peru is" the answer has to be known, and more compute can help. After "my favourite colour is"
nobody can know, and no amount of compute will help. Loss alone does not tell the last two apart;
the difference between a cheap guess and the best guess does. A page of text is a mixture of the
three kinds, and a good way to spend a budget gives each its due: little to the easy words, much
to the words where it helps, and nothing extra to those that stay uncertain whatever one does.
"""

CODE = '''\
def mean(values: list[float]) -> float:
    """The arithmetic mean; an empty list has none."""
    if not values:
        raise ValueError("An empty list has no mean.")
    total = 0.0
    for value in values:
        total += value
    return total / len(values)


class Counter:
    def __init__(self) -> None:
        self.counts = {}

    def add(self, key, amount=1):
        self.counts[key] = self.counts.get(key, 0) + amount
'''

AWKWARD = "na\u00efve\r\n\t\U0001f600 \u6771\u4eac e\u0301\r\n"

NUMBERS = "In 2024, 3.14159\r\n<|bos|> is 22/7."

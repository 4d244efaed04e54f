"""Letters that number a list: the options of a question, the parts of an exercise."""

# The 33 consonants of today's alphabet in dictionary order; U+179D and U+179E serve Pali and Sanskrit only.
_KHMER = "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហឡអ"
_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def letter(index: int, lang: str) -> str:
    """The letter of the option at `index`, counted from 0: ក ខ គ ឃ or A B C D."""
    alphabet = _KHMER if lang == "km" else _LATIN
    if not 0 <= index < len(alphabet):
        raise ValueError(f"no letter for position {index}")
    return alphabet[index]

from hypothesis import given
from hypothesis import strategies as st

from auditor.policy.wordlist import WordList

LETTERS = st.text("ab中文 ", max_size=30)


def test_the_longest_word_at_a_place_is_taken_and_nothing_inside_it() -> None:
    words = WordList(["位置", "位置信息", "信息", "a"])
    assert list(words.longest("位置信息与位置a")) == [(0, 4), (5, 7), (7, 8)]
    assert list(words.all("位置信息")) == [(0, 4), (0, 2), (2, 4)]


@given(st.sets(st.text("ab中文 ", min_size=1, max_size=4), max_size=8), LETTERS)
def test_all_words_are_found_where_they_stand(words: set[str], text: str) -> None:
    wanted = {
        (start, start + len(word)) for word in words for start in range(len(text)) if text.startswith(word, start)
    }
    found = list(WordList(words).all(text))
    assert set(found) == wanted
    assert len(found) == len(wanted)


@given(st.sets(st.text("ab中文 ", min_size=1, max_size=4), max_size=8), LETTERS)
def test_words_taken_do_not_overlap_and_begin_as_far_left_as_they_can(words: set[str], text: str) -> None:
    place = 0
    for start, end in WordList(words).longest(text):
        assert not any(text.startswith(word, at) for at in range(place, start) for word in words)
        assert text[start:end] == max((word for word in words if text.startswith(word, start)), key=len)
        place = end

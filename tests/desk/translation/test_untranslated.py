from hypothesis import given
from hypothesis import strategies as st

from auditor.desk.translation.untranslated import MOST_HOLES, Hole, classes, holes

SAID = """base.apk
GLITCH: 0000 Lcom/a/Odd;->run(Landroid/content/Context;)I | zero-width instruction op=0x3e
GLITCH: 0004 Lcom/a/Odd;->run(Landroid/content/Context;)I | zero-width instruction op=0x3f
"""
ERRORS = """Lcom/a/Other;-><init>()V\tjava.lang.RuntimeException: can not merge I and Z
Lcom/a/Big;\tClassfileLimitExceeded: too many constants
Lcom/a/Other;->get(I)Ljava/lang/Object;\tjava.lang.NullPointerException
"""


def test_each_method_and_class_is_named_once_with_the_reason():
    assert holes(SAID + ERRORS) == [
        Hole("com.a.Big", "ClassfileLimitExceeded: too many constants"),
        Hole("com.a.Odd.run", "zero-width instruction op=0x3e"),
        Hole("com.a.Other.<init>", "java.lang.RuntimeException: can not merge I and Z"),
        Hole("com.a.Other.get", "java.lang.NullPointerException"),
    ]


def test_the_classes_of_failed_methods_are_named():
    assert classes(ERRORS) == {"com/a/Other", "com/a/Big"}


def test_there_is_an_end_to_it():
    assert len(holes("".join(f"GLITCH: 0 La/B{i};->c()V | x\n" for i in range(5000)))) == MOST_HOLES


@given(st.text(alphabet="GLITCH: 0La/b;->c()V|\n\t", max_size=2000))
def test_any_text_is_read(text):
    assert all(hole.name for hole in holes(text))

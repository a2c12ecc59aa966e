from hypothesis import given
from hypothesis import strategies as st

from auditor.desk.untranslated import MOST_HOLES, Hole, holes

DEX2JAR = """dex2jar base.apk -> classes.jar
GLITCH: 0000 Lcom/a/Odd;->run(Landroid/content/Context;)I | zero-width instruction op=0x3e
GLITCH: 0004 Lcom/a/Odd;->run(Landroid/content/Context;)I | zero-width instruction op=0x3f
================= 0 ===================
Lcom/a/Other;-><init>()V
java.lang.RuntimeException: can not merge I and Z
\tat com.googlecode.dex2jar.ir.ts.an.SimpleLiveAnalyze.analyze(SimpleLiveAnalyze.java:1)
"""
ENJARIFY = """com/a/Big Traceback (most recent call last):
  File "x.py", line 1, in y
jvm.errors.ClassfileLimitExceeded
1 classes translated successfully, 1 classes had errors
"""


def test_each_method_of_dex2jar_is_named_once_with_the_reason():
    assert holes(DEX2JAR) == [
        Hole("com.a.Odd.run", "zero-width instruction op=0x3e"),
        Hole("com.a.Other.<init>", "java.lang.RuntimeException: can not merge I and Z"),
    ]


def test_each_class_of_enjarify_is_named():
    assert [hole.name for hole in holes(ENJARIFY)] == ["com.a.Big"]


def test_there_is_an_end_to_it():
    assert len(holes("".join(f"GLITCH: 0 La/B{i};->c()V | x\n" for i in range(5000)))) == MOST_HOLES


@given(st.text(alphabet="GLITCH: 0La/b;->c()V|\n Traceback", max_size=2000))
def test_any_text_is_read(text):
    assert all(hole.name for hole in holes(text))

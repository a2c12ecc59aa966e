"""From a privacy policy to a testable contract."""

from auditor.policy.compiler import compile_text
from auditor.policy.files import compile_file, read_and_compile, read_text

__all__ = ["compile_file", "compile_text", "read_and_compile", "read_text"]

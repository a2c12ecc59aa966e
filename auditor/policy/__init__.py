"""From a privacy policy to a testable contract."""

from auditor.policy.compiler import compile_file, compile_text, read_text

__all__ = ["compile_file", "compile_text", "read_text"]

"""Everything that can go wrong for a reason the user can mend: one sentence, one exit code."""

from __future__ import annotations


class AuditorError(Exception):
    """A sentence that says what is wrong and what to do next, with the exit code that the command ends with."""

    exit_code = 3


class UsageError(AuditorError):
    """A wrong option, config or rule file."""

    exit_code = 2


class ApkError(UsageError):
    """The file is no APK, or a broken one."""


class PolicyError(UsageError):
    """The policy cannot be read: empty, binary, too large, or in a language the reader does not know."""


class TraceError(UsageError):
    """A hand-written trace has a wrong line; the message names line, field and the nearest valid word."""


class RuleFileError(UsageError):
    """A rule file does not fit its schema; the message names file, line or key, and the nearest valid word."""


class RunFolderError(UsageError):
    """A run folder is missing, unreadable or not one of ours."""


class NoLauncherError(AuditorError):
    """The APK has no activity to start."""


class AppCrashError(AuditorError):
    """The app crashed before it could be audited."""


class DeviceError(AuditorError):
    """The device does not answer, refuses the app, or cannot do what is asked."""


class HookError(AuditorError):
    """Frida cannot attach, or the agent does not load."""


class ProxyError(AuditorError):
    """mitmdump does not start, or its port is taken."""


class NetworkError(AuditorError):
    """The phone's jars are not cached and cannot be fetched."""


class SandboxError(AuditorError):
    """The app cannot be sealed on this kernel."""


class IncompleteError(AuditorError):
    """The audit ended early; what was recorded is kept and judged as partial."""

    exit_code = 4

"""What an APK says of itself: `inspect(path)` reads the facts and runs nothing."""

from auditor.app.inspection import inspect

__all__ = ["inspect"]

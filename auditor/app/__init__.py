"""What an APK says of itself: `inspect(path)` reads the facts and runs nothing."""

from auditor.app.inspection import inspect
from auditor.app.sets import ApkSet, gather, one_app

__all__ = ["ApkSet", "gather", "inspect", "one_app"]

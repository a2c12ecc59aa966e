"""Traffic: mitmdump and its flows."""

from auditor.capture.proxy import Proxy, read_flow
from auditor.capture.unread import unread

__all__ = ["Proxy", "read_flow", "unread"]

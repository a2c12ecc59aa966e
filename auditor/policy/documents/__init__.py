"""Formats of policy files: each module turns one into plain text, one line a block, and names what it left unread."""

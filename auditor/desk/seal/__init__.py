"""What keeps an app in: namespaces, filter of system calls, limits, network, and what a phone looks like inside."""

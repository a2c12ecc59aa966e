"""The phone's ADB daemon: packets, streams, file transfer and the services that a client can open."""

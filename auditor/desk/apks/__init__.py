"""Android packages as files and as installed: read, verified, kept."""

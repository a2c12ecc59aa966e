"""The walk: an app is taken through the states that a privacy policy speaks of, and every step is marked."""

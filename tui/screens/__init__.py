"""The places that a key leads to."""

"""What can go wrong in the face, outside the desk. Every message is a sentence for the user and says what to do.

TuiError
├── SettingsError       settings.toml or an environment override holds what it cannot hold
├── NotInstalled        the command needs an extra that is not installed
├── NoSuchStory         --story names none that ships and none of the user's own
├── NotWritten          an edit made on the desk could not be kept in its file
├── ExportRefused       a file stands in the way, or cannot be written
├── PollingOff          --offline was given, and the command needs the network
└── NoTerminal          the desk was asked for where there is no terminal
"""

from __future__ import annotations


class TuiError(Exception):
    """Base of all errors of the face; the command line ends with exit code 1."""


class SettingsError(TuiError):
    """A setting holds what it cannot hold; the command line ends with exit code 3."""


class NotInstalled(TuiError):
    """The command needs an extra that is not installed."""


class NoSuchStory(TuiError):
    """`--story` names no story that there is; the command line ends with exit code 3."""


class NotWritten(TuiError):
    """An edit of the settings or the watchlist could not be kept; the file is as it was."""


class ExportRefused(TuiError):
    """A file for elsewhere was not written; what stood there is as it was."""


class PollingOff(TuiError):
    """`--offline` was given, and the command needs the network."""


class NoTerminal(TuiError):
    """The desk was asked for where there is no terminal; the command line ends with exit code 2."""

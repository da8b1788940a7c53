"""Why a file of boundaries is refused."""


class ImportRefused(Exception):
    """The file cannot be imported; the message is one clear sentence, and nothing was changed."""

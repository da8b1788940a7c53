"""Why signs are not printed."""


class PrintRefused(Exception):
    """Nothing can be printed as asked; the message is one clear sentence, and no file was made."""

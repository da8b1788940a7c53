"""Why signs are not printed."""


class PrintRefused(Exception):
    """Nothing can be printed as asked; the message is one clear sentence, and no file was made."""


class NameTooLong(Exception):
    """A name does not fit on its sign in letters that can be read from where people stand."""

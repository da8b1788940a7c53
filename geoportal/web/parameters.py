"""What an address asks for and cannot have."""


class InvalidParameter(ValueError):
    """A parameter of the address cannot be understood."""

    def __init__(self, parameter: str, message: str) -> None:
        self.parameter = parameter
        self.message = message
        super().__init__(f"{parameter}: {message}")

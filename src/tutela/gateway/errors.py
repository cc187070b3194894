"""What can keep the gateway from starting."""


class GatewayError(Exception):
    """The gateway cannot start or go on; the message is one line for the person who runs it."""

"""The errors of AWS Backup, each under the name that `client.exceptions` knows it by."""

from moto.core.exceptions import ServiceException


class InvalidParameterValueException(ServiceException):
    code = "InvalidParameterValueException"

    @classmethod
    def of(cls, name: str, value: object, accepted: str) -> "InvalidParameterValueException":
        """The error that names the parameter, what it got and what it accepts."""
        return cls(f"Invalid value for {name}: got {value!r}, accepts {accepted}")


class InvalidRequestException(ServiceException):
    code = "InvalidRequestException"


class MissingParameterValueException(ServiceException):
    code = "MissingParameterValueException"


class ResourceNotFoundException(ServiceException):
    code = "ResourceNotFoundException"


class SerializationException(ServiceException):
    code = "SerializationException"

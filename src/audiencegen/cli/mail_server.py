"""The mail server, as the environment names it, and its answers in plain words.

Its password is in the environment or in the keyring of the computer, never in a file of the project.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import cast

from audiencegen.delivery.transport import PORTS, DeliveryError, Phase, Relay, Security
from audiencegen.problems import Problem, ProjectError, error

PREFIX = "AUDIENCEGEN_SMTP_"
KEYRING = "audiencegen"  # the name of the service in the keyring; the entry is USER@HOST
_TEMPORARY = range(400, 500)


def relay(environment: Mapping[str, str] | None = None) -> Relay:
    """The server to send by. Raises ProjectError with what is missing."""
    said = os.environ if environment is None else environment
    host, user = said.get(f"{PREFIX}HOST", "").strip(), said.get(f"{PREFIX}USER", "").strip()
    if not host:
        hint = f"set {PREFIX}HOST, {PREFIX}USER and {PREFIX}PASSWORD in your environment, as your provider names them"
        raise ProjectError(error("mail-server", "no mail server is known", hint))
    security = _security(said)
    password = said.get(f"{PREFIX}PASSWORD", "") or (_kept_password(host, user) if user else "")
    if user and not password:
        hint = f"set {PREFIX}PASSWORD, or keep it: keyring set {KEYRING} {user}@{host}"
        raise ProjectError(error("mail-server", f"the password of {user} at {host} is not known", hint))
    return Relay(host, _port(said, security), security, user, password)


def explained(fault: DeliveryError, server: Relay, recipient: str = "") -> Problem:
    """What happened to a message, and what to do next."""
    message, hint = _EXPLAINED[fault.phase](fault, server, recipient)
    said = f" It said: {fault.code} {fault.said}" if fault.code else f" ({fault.said})" if fault.said else ""
    return error("delivery", f"{message}.{said}" if fault.code else f"{message}{said}", hint)


def _security(said: Mapping[str, str]) -> Security:
    word = said.get(f"{PREFIX}SECURITY", "").strip().lower()
    if not word:
        return Security.TLS if said.get(f"{PREFIX}PORT", "").strip() == str(PORTS[Security.TLS]) else Security.STARTTLS
    if word not in [one.value for one in Security]:
        hint = "it is starttls (the usual one), tls, or none for a server on this computer"
        raise ProjectError(error("mail-server", f"{PREFIX}SECURITY is `{word}`, which is no way to be safe", hint))
    return Security(word)


def _port(said: Mapping[str, str], security: Security) -> int:
    word = said.get(f"{PREFIX}PORT", "").strip()
    if not word:
        return PORTS[security]
    if not word.isascii() or not word.isdigit() or not 0 < int(word) < 65536:
        hint = "it is a number such as 587; leave it out for the usual one"
        raise ProjectError(error("mail-server", f"{PREFIX}PORT is `{word}`, which is no port", hint))
    return int(word)


def _kept_password(host: str, user: str) -> str:
    try:
        import keyring
    except ImportError:  # an extra: pip install audiencegen[keyring]
        return ""
    return cast(str, keyring.get_password(KEYRING, f"{user}@{host}") or "")


def _no_connection(fault: DeliveryError, server: Relay, recipient: str) -> tuple[str, str]:
    hint = f"is {PREFIX}HOST right, and {PREFIX}PORT? Some networks let no mail out; try another one"
    return f"{server.host} does not answer on port {server.port}", hint


def _not_secure(fault: DeliveryError, server: Relay, recipient: str) -> tuple[str, str]:
    if server.security is Security.NONE:
        hint = f"take {PREFIX}SECURITY out: without it the connection is made safe"
    elif "not supported" in fault.said:
        hint = f"set {PREFIX}SECURITY=tls and {PREFIX}PORT=465, or ask your provider for a server that offers STARTTLS"
    else:
        hint = f"the name in {PREFIX}HOST must be the one that its certificate names; nothing was sent"
    return f"the connection to {server.host} cannot be made safe", hint


def _no_login(fault: DeliveryError, server: Relay, recipient: str) -> tuple[str, str]:
    if not fault.code:
        hint = "its port may be the wrong one: 587 for starttls, 465 for tls"
        return f"{server.host} does not let {server.user} log in", hint
    if fault.code in _TEMPORARY:
        return f"{server.host} does not let {server.user} log in just now", "try again in some minutes"
    hint = f"see {PREFIX}USER and {PREFIX}PASSWORD; many providers want a password made for programs (“app password”)"
    return f"{server.host} does not know {server.user} by this password", hint


def _no_sender(fault: DeliveryError, server: Relay, recipient: str) -> tuple[str, str]:
    hint = "`issues: {sender: …}` must be an address that this server may send for; add it there, or write yours here"
    return f"{server.host} does not send for this sender", "try again later" if fault.code in _TEMPORARY else hint


def _no_recipient(fault: DeliveryError, server: Relay, recipient: str) -> tuple[str, str]:
    hint = "is it written as it should be? Some servers also ask for a login before they send to others"
    return f"{recipient} was refused", "try again later" if fault.code in _TEMPORARY else hint


def _no_message(fault: DeliveryError, server: Relay, recipient: str) -> tuple[str, str]:
    if fault.is_uncertain:
        hint = "look into the mailbox before you send it again: it may have arrived"
        return f"the line broke while {server.host} was taking the letter for {recipient}", hint
    hint = "its answer says why; the letter did not go out" if fault.code else "the letter did not go out; try again"
    return (
        f"{server.host} did not take the letter for {recipient}",
        "try again later" if fault.code in _TEMPORARY else hint,
    )


_EXPLAINED = {
    Phase.CONNECT: _no_connection,
    Phase.SECURE: _not_secure,
    Phase.LOGIN: _no_login,
    Phase.MAIL: _no_sender,
    Phase.RECIPIENT: _no_recipient,
    Phase.DATA: _no_message,
    Phase.DOT: _no_message,
}

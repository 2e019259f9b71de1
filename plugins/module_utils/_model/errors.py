# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What can go wrong with TMS, as types; each error is one sentence.

This module util is PRIVATE to the collection; it can change at any time.

An error is built from four parts, so that no message forgets one: what was tried, on which object, what the server
said, and what to do about it.
"""

from __future__ import annotations

import sys


def _clean(text: str) -> str:
    """One line, no full stop at its end: the parts are joined into one sentence."""
    return " ".join(text.split()).rstrip(" .")


def shorten(text: str, most: int = 400) -> str:
    """A text of at most so many characters, with a sign where it was cut."""
    return text if len(text) <= most else f"{text[: most - 2]} …"


class TmsError(Exception):
    """One sentence for the user.

    tried:  what was tried, as it follows "could not": "read the option keys".
    on:     the object: "system 'Oslo 1' (id 12)", "page 'General Settings' of https://tms.example.com".
    said:   what the server (or the library below) said or showed.
    remedy: what the user can do, as an imperative.
    """

    #: True where it is not known whether a write took effect: it must be read back before anything is concluded.
    outcome_unknown = False
    #: True where the server is not what it was thought to be: nothing more may be written in this task.
    stops_everything = False
    #: The object's value after the failing write, where it is known.
    after: object = None
    #: What to do where the place that raises it knows nothing better.
    usual_remedy = ""

    def __init__(self, tried: str, *, on: str = "", said: str = "", remedy: str = "") -> None:
        # A label or an address of a page can be of any length.
        self.tried = shorten(_clean(tried))
        self.on = shorten(_clean(on))
        self.said = _clean(said)
        self.remedy = _clean(remedy or self.usual_remedy)
        super().__init__(str(self))

    def __str__(self) -> str:
        sentence = f"Could not {self.tried}"
        if self.on:
            sentence += f" on {self.on}"
        if self.said:
            sentence += f": {self.said}"
        if self.remedy:
            sentence += f"; {self.remedy}"
        return sentence + "."


class InputError(TmsError):
    """The user's wish cannot be understood or contradicts itself; nothing was sent to change anything."""

    def __str__(self) -> str:
        where = f" ({self.on})" if self.on else ""
        remedy = f"; {self.remedy}" if self.remedy else ""
        return f"{self.tried}{where}{': ' + self.said if self.said else ''}{remedy}."


class RefusedError(TmsError):
    """A brake of the collection: going on would be dangerous, so nothing (more) was written."""

    def __str__(self) -> str:
        where = f" on {self.on}" if self.on else ""
        remedy = f"; {self.remedy}" if self.remedy else ""
        return f"Refused to {self.tried}{where}{': ' + self.said if self.said else ''}{remedy}."


class ReadOnlyError(RefusedError):
    """A write was about to be sent over a connection opened read_only (check mode, info modules)."""

    stops_everything = True


class UnreachableError(TmsError):
    """No such host, connection refused, or no answer in time before anything was sent that could change something."""

    usual_remedy = "check url, and what stands between this host and TMS"


class TlsError(UnreachableError):
    """The server's certificate is not trusted, or no TLS connection can be made."""


class SignInError(TmsError):
    """The server refused the credentials, or offers no scheme that may be used. Ends all sign-in of the task."""

    stops_everything = True


class NotAllowedError(TmsError):
    """Signed in, but the account lacks the rights (HTTP 403, TMS's access-denied page)."""


class NotTmsError(TmsError):
    """Something answered, but it is not a TMS."""


class BusyError(TmsError):
    """HTTP 503, or a time-out of a read: the server has too much to do. Halves the connections in use."""

    outcome_unknown = True


class ConnectionLostError(TmsError):
    """The connection was cut or timed out after a write had been sent: it may have taken effect or not."""

    outcome_unknown = True


class UnexpectedReplyError(TmsError):
    """A reply of another kind than asked for: HTTP 500 page, login page, truncated HTML, wrong content type."""

    outcome_unknown = True
    usual_remedy = "look at the log of the TMS server, and at what stands between this host and TMS"


class LostSessionError(UnexpectedReplyError):
    """The server has forgotten the web session or refuses the page's view state."""


class LabelError(TmsError):
    """A documented label was not found on the page where it is documented.

    label: the label looked for, which may know the guide's own as its attribute label; where: the page or pane it was
    looked for in.
    """

    def __init__(self, tried: str, *, label: str, where: str, said: str = "", remedy: str = "") -> None:
        self.label = label
        # The option labels knows it by the guide's own words.
        known = getattr(label, "label", label)
        named = f"'{label}'" if known == label else f"'{label}' ({known})"
        self.where = where
        super().__init__(
            tried,
            on=where,
            said=said or f"no label {named} was found",
            remedy=remedy
            or "see what the module server_info reports with probe: true, and "
            f"give the label this server shows as labels: {{'{known}': ...}}",
        )


class AmbiguousLabelError(LabelError):
    """A label that is needed for a write was found more than once, with nothing to tell the two apart."""


class WrongObjectError(RefusedError):
    """A page does not show the object that was asked for (name or id differ): nothing is posted."""

    usual_remedy = "look whether it was renamed or deleted in TMS"


class FaultError(TmsError):
    """A SOAP fault of TMSBA.

    code:  the decimal errorcode of TMS's fault detail (tmsba guide, error table), or None.
    session: the client session TMS suggests in the fault, or None.
    """

    def __init__(
        self,
        tried: str,
        *,
        on: str = "",
        said: str = "",
        remedy: str = "",
        code: int | None = None,
        session: str | None = None,
    ) -> None:
        self.code = code
        self.session = session
        super().__init__(tried, on=on, said=said, remedy=remedy)


class VerificationError(TmsError):
    """What was read back differs from what was asked for, or cannot be read back at all."""

    usual_remedy = "look at it in TMS, then run again"


class UnverifiedError(VerificationError):
    """A write was sent, and whether it took effect can neither be told from the reply nor read back."""


class SideEffectError(VerificationError):
    """A save changed something else than what was asked for."""

    stops_everything = True


class MissingLibraryError(TmsError):
    """A Python library that the collection needs is not installed for the interpreter that runs the module."""

    def __init__(self, library: str, purpose: str, detail: str = "") -> None:
        self.library = library
        super().__init__(
            purpose,
            said=f"the Python library '{library}' cannot be imported{': ' + detail if detail else ''}",
            remedy=f"install it for the Python that runs the module: {sys.executable or 'python'} -m pip install '{library}'",
        )

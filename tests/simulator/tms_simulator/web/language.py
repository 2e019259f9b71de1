# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""German, for clients that are told the labels, and for those that must notice that they were not.

What TMS itself says in German was not seen: the words are guesses. What is missing here is shown in English. {} and
{label} stand for what a message is about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache


def translator(words: Mapping[str, str]) -> Callable[[str], str]:
    """Says in another language what stands in *words*, and leaves the rest."""
    templates = _templates(tuple(text for text in words if "{" in text))

    def translated(text: str) -> str:
        if text in words:
            return words[text]
        for template, pattern in templates:
            match = pattern.fullmatch(text)
            if match:
                # A label is a word, a name is none.
                return words[template].format(match[1], label=words.get(match[1], match[1]))
        return text

    return translated


@lru_cache(maxsize=16)
def _templates(texts: tuple[str, ...]) -> Sequence[tuple[str, re.Pattern[str]]]:
    return [(text, re.compile(re.sub(r"\\{(?:label)?\\}", "(.*)", re.escape(text)), re.DOTALL)) for text in texts]


GERMAN = {
    "Portal": "Portal",
    "Booking": "Buchung",
    "New Conference": "Neue Konferenz",
    "List Conferences": "Konferenzen auflisten",
    "Monitoring": "Überwachung",
    "Systems": "Systeme",
    "Navigator": "Navigation",
    "System Overview": "Systemübersicht",
    "Ticketing Service": "Ticketdienst",
    "Configuration Templates": "Konfigurationsvorlagen",
    "Phone Books": "Telefonbücher",
    "Reporting": "Berichte",
    "Administrative Tools": "Verwaltung",
    "Configuration": "Konfiguration",
    "User Administration": "Benutzerverwaltung",
    "Users": "Benutzer",
    "Groups": "Gruppen",
    "Default Groups": "Standardgruppen",
    "Audit Log": "Überwachungsprotokoll",
    "TMS Server Maintenance": "TMS-Serverwartung",
    "General Settings": "Allgemeine Einstellungen",
    "Network Settings": "Netzwerkeinstellungen",
    "Licenses and Option Keys": "Lizenzen und Optionsschlüssel",
    "Option Key": "Optionsschlüssel",
    "Description": "Beschreibung",
    "Expires": "Gültig bis",
    "Add Option Key": "Optionsschlüssel hinzufügen",
    "Input the option key string": "Optionsschlüssel eingeben",
    "Enable Auditing": "Überwachung aktivieren",
    "Active Application Integration Clients": "Aktive Clients der Anwendungsintegration",
    "Settings": "Einstellungen",
    "View Settings": "Einstellungen anzeigen",
    "Edit Settings": "Einstellungen bearbeiten",
    "TMS Scheduling Settings": "TMS-Planungseinstellungen",
    "Allow Bookings": "Buchungen zulassen",
    "Allow Remote Bookings": "Externe Buchungen zulassen",
    "General": "Allgemein",
    "Location": "Standort",
    "Contact": "Kontakt",
    "System Name": "Systemname",
    "System Type": "Systemtyp",
    "Network Address": "Netzwerkadresse",
    "Email Address": "E-Mail-Adresse",
    "Time Zone": "Zeitzone",
    "Language": "Sprache",
    "Save": "Speichern",
    "Cancel": "Abbrechen",
    "Yes": "Ja",
    "No": "Nein",
    "Next": "Weiter",
    "Previous": "Zurück",
    "Rows per page": "Zeilen pro Seite",
    "ID": "Nr.",
    "System": "System",
    "Ticket": "Ticket",
    "Severity": "Schweregrad",
    "Date": "Datum",
    "Windows Username": "Windows-Benutzername",
    "First Name": "Vorname",
    "Last Name": "Nachname",
    "Name": "Name",
    "New": "Neu",
    "Delete": "Löschen",
    "Members": "Mitglieder",
    "Remove": "Entfernen",
    "Add Members": "Mitglieder hinzufügen",
    "Add": "Hinzufügen",
    "Set Permissions": "Berechtigungen festlegen",
    "Edit User": "Benutzer bearbeiten",
    "Edit Group": "Gruppe bearbeiten",
    "Misc": "Sonstiges",
    "Book on behalf of": "Buchen im Auftrag von",
    "Update": "Aktualisieren",
    "Approve Meeting": "Besprechung genehmigen",
    "Edit Group - {}": "Gruppe bearbeiten - {}",
    "Set Permissions - {}": "Berechtigungen festlegen - {}",
    "License limit reached": "Lizenzlimit erreicht",
    "Critical": "Kritisch",
    # Messages
    "Error": "Fehler",
    "Access denied": "Zugriff verweigert",
    "You do not have permission to view this page.": "Sie sind nicht berechtigt, diese Seite anzuzeigen.",
    "You do not have permission to edit this system.": "Sie sind nicht berechtigt, dieses System zu bearbeiten.",
    "The system does not exist.": "Das System ist nicht vorhanden.",
    "The group does not exist.": "Die Gruppe ist nicht vorhanden.",
    "The user does not exist.": "Der Benutzer ist nicht vorhanden.",
    "The settings were saved.": "Die Einstellungen wurden gespeichert.",
    "The settings were saved, but Allow Remote Bookings was not enabled: no licenses are available.": (
        "Die Einstellungen wurden gespeichert, externe Buchungen aber nicht zugelassen: Es sind keine Lizenzen verfügbar."
    ),
    "The settings could not be saved: the system did not respond.": (
        "Die Einstellungen konnten nicht gespeichert werden: Das System hat nicht geantwortet."
    ),
    "The option key was added successfully.": "Der Optionsschlüssel wurde hinzugefügt.",
    "The option key is not in a valid format.": "Der Optionsschlüssel hat kein gültiges Format.",
    "This option key has already been added.": "Dieser Optionsschlüssel wurde bereits hinzugefügt.",
    "The option key is not valid for this server.": "Der Optionsschlüssel gilt nicht für diesen Server.",
    "The user was saved.": "Der Benutzer wurde gespeichert.",
    "{} user(s) were deleted.": "{} Benutzer gelöscht.",
    "You can not delete yourself.": "Sie können sich nicht selbst löschen.",
    "The field {label} is required.": "Das Feld {label} ist erforderlich.",
    "The Email Address must be of the form xxx@yyy.zz.": "Die E-Mail-Adresse muss die Form xxx@yyy.zz haben.",
    "A user with the Windows Username {} already exists.": "Ein Benutzer mit dem Windows-Benutzernamen {} ist bereits vorhanden.",
    "The Windows account {} was not found.": "Das Windows-Konto {} wurde nicht gefunden.",
    "The group {} can not be deleted.": "Die Gruppe {} kann nicht gelöscht werden.",
    "The groups were deleted.": "Die Gruppen wurden gelöscht.",
    "A group with the name {} already exists.": "Eine Gruppe mit dem Namen {} ist bereits vorhanden.",
    "The group was saved.": "Die Gruppe wurde gespeichert.",
    "The permissions were saved.": "Die Berechtigungen wurden gespeichert.",
    "The members were added.": "Die Mitglieder wurden hinzugefügt.",
    "The members were removed.": "Die Mitglieder wurden entfernt.",
    "The default groups were saved.": "Die Standardgruppen wurden gespeichert.",
}

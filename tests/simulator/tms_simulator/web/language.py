# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Another language, for clients that must notice that the server speaks it. The words are a guess."""

from __future__ import annotations

GERMAN = {
    "Systems": "Systeme",
    "Navigator": "Navigation",
    "Ticketing Service": "Ticketdienst",
    "Administrative Tools": "Verwaltung",
    "Configuration": "Konfiguration",
    "User Administration": "Benutzerverwaltung",
    "Users": "Benutzer",
    "Groups": "Gruppen",
    "Default Groups": "Standardgruppen",
    "Audit Log": "Überwachungsprotokoll",
    "General Settings": "Allgemeine Einstellungen",
    "Licenses and Option Keys": "Lizenzen und Optionsschlüssel",
    "Add Option Key": "Optionsschlüssel hinzufügen",
    "Input the option key string": "Optionsschlüssel eingeben",
    "Settings": "Einstellungen",
    "View Settings": "Einstellungen anzeigen",
    "Edit Settings": "Einstellungen bearbeiten",
    "TMS Scheduling Settings": "TMS-Planungseinstellungen",
    "Allow Bookings": "Buchungen zulassen",
    "Allow Remote Bookings": "Externe Buchungen zulassen",
    "General": "Allgemein",
    "System Name": "Systemname",
    "System Type": "Systemtyp",
    "Network Address": "Netzwerkadresse",
    "Save": "Speichern",
    "Cancel": "Abbrechen",
    "Yes": "Ja",
    "No": "Nein",
    "Next": "Weiter",
    "Previous": "Zurück",
    "Rows per page": "Zeilen pro Seite",
}

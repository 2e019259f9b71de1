// Copyright (c) 2026, the telepresence.tms contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Collections.Generic;
using System.Linq;

/// <summary>What this server manages, and a record of every value that was changed in it.</summary>
public static class Estate
{
    public const string Serial = "84000001";
    public const string ExchangeIntegration = "Exchange Integration Option (25 systems)";
    const string PackagePrefix = "113612A1";

    static readonly object Lock = new object();

    public static List<Folder> Folders;
    public static List<Station> Stations;
    public static List<OptionKey> Keys;
    public static Dictionary<string, string> Settings;
    public static List<string[]> Changes;
    /// <summary>Ways of showing things that a test may choose: see control.ashx.</summary>
    public static HashSet<string> Ways;

    /// <summary>The sessions that have begun and not ended.</summary>
    public static readonly HashSet<string> Sessions = new HashSet<string>();

    static Estate() { Reset(); }

    public static void Reset()
    {
        lock (Lock)
        {
            Changes = new List<string[]>();
            Ways = new HashSet<string>();
            Settings = new Dictionary<string, string> { { "TMS Release Key", "A1B2C3D4-00-84000001" }, { "Enable Auditing", "Yes" } };
            Folders = new List<Folder> {
                new Folder(1, 0, "Norway"), new Folder(2, 1, "Oslo"), new Folder(3, 1, "Bergen"), new Folder(4, 0, "Japan"),
                new Folder(5, 4, "東京"), new Folder(6, 0, "R&D <labs>") };
            Stations = new List<Station>();
            int[] places = { 2, 2, 2, 2, 2, 2, 2, 3, 5, 5, 6, 1 };
            for (int number = 0; number < places.Length; number++)
                Stations.Add(new Station(41 + number, places[number], String.Format("Room {0:00}", number + 1), number < 3));
            Stations[9].Name = "会議室 \"3\" & more";
            // ASP.NET takes this for an attack when it is posted back.
            Stations[10].Values["Description"] = "<script src='x'>";
            Keys = new List<OptionKey> {
                new OptionKey("20000001-01-81234501", "Basic Systems (50 systems)", ""),
                new OptionKey("20000002-01-81234502", "Movi Users (100 users)", ""),
                new OptionKey("20000003-01-81234503", "Network Integration", "2031-12-31"),
                new OptionKey("30000001-01-81234504", ExchangeIntegration, "") };
        }
    }

    /// <summary>Null where the key was added, else why it was not.</summary>
    public static string Add(string key)
    {
        lock (Lock)
        {
            if (Keys.Any(each => each.Key == key))
                return "The option key has already been added to this server.";
            if (!key.Substring(12).StartsWith("8"))
                return "The option key could not be verified: it is not valid for a server with serial number " + Serial + ".";
            string description = key.StartsWith(PackagePrefix) ? "Application Integration Package"
                : key.StartsWith("3") ? ExchangeIntegration : "Other";
            Keys.Add(new OptionKey(key, description, ""));
            Changes.Add(new[] { "option keys", key.Substring(0, 8), "", description });
            return null;
        }
    }

    public static bool HasPackage { get { return Keys.Any(each => each.Key.StartsWith(PackagePrefix)); } }

    public static int FreeSeats
    {
        get { return Ways.Contains("no seat left") ? 0 : 25 * Keys.Count(each => each.Description == ExchangeIntegration) - Stations.Count(each => each["Allow Remote Bookings"] == "Yes"); }
    }

    public static void Change(string of, Dictionary<string, string> values, string label, string value)
    {
        lock (Lock)
        {
            if (values[label] == value)
                return;
            Changes.Add(new[] { of, label, values[label], value });
            values[label] = value;
        }
    }

    public static Station StationById(long id) { return Stations.FirstOrDefault(each => each.Id == id); }
}

public class Folder
{
    public int Id { get; private set; }
    public int Parent { get; private set; }
    public string Name { get; private set; }
    public Folder(int id, int parent, string name) { Id = id; Parent = parent; Name = name; }
}

public class OptionKey
{
    public string Key { get; private set; }
    public string Description { get; private set; }
    public string Expires { get; private set; }
    public OptionKey(string key, string description, string expires) { Key = key; Description = description; Expires = expires; }
}

/// <summary>A system with its settings by label; a setting of several values has them joined by bars.</summary>
public class Station
{
    public int Id { get; private set; }
    public int Folder { get; private set; }
    public string Name { get { return this["System Name"]; } set { Values["System Name"] = value; } }
    public string Address { get { return this["Network Address"]; } }
    public string Status { get { return Id % 4 == 0 ? "No response" : "Idle"; } }
    public readonly Dictionary<string, string> Values;

    public string this[string label] { get { return Values[label]; } }

    public Station(int id, int folder, string name, bool remote)
    {
        Id = id;
        Folder = folder;
        Values = new Dictionary<string, string> {
            { "System Name", name },
            { "Network Address", "10.1.1." + id },
            { "Serial Number", "FTT" + (100000 + id) },
            { "Description", "Ground floor,\r\n  beside the lift\r\n\r\nТел. 55 – 会議室 \"A\" & < B" },
            { "Email Address", id % 3 == 0 ? "" : "room" + id + "@example.com" },
            { "Time Zone", "W. Europe Standard Time" },
            { "Phone Books", "2|4" },
            { "Line Rate", "1920" },
            { "Encryption", "If possible" },
            { "Protocols", "H.323|SIP" },
            { "Wake On LAN", "Yes" },
            { "Installed", "2024-02-29" },
            { "Row Version", "v" + id * 7 + "&\"'<" },
            { "Password", "" },
            { "Photo", "" },
            { "Allow Bookings", "Yes" },
            { "Allow Incoming H.323 Dialing", "Yes" },
            { "Allow Outgoing H.323 Dialing", id % 2 == 0 ? "Yes" : "No" },
            { "Allow Remote Bookings", remote ? "Yes" : "No" },
        };
    }
}

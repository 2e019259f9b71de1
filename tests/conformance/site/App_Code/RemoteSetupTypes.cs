// Copyright (c) 2026, the telepresence.tms contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System.Web.Services.Protocols;
using System.Xml;
using System.Xml.Serialization;

namespace RemoteSetup
{
    public class ExternalAPIVersionSoapHeader : SoapHeader
    {
        public int ClientVersionIn;
        public string ClientIdentifierIn, ClientLatestNamespaceIn, NewServiceURL, ClientSession;
        [XmlAnyAttribute] public XmlAttribute[] AnyAttr;
    }

    public class User
    {
        public string DisplayName, EmailAddress, FirstName, LastName, UserName;
        public bool IsHiddenUser;
        public TimeZone TimeZone;
    }

    public class TimeZone
    {
        public string TimezoneName, StartTimeDTS, EndTimeDTS, GMTOffset;
    }

    public class TMSSystem
    {
        public long SystemId;
        public string SystemName, Contact, Manufacturer, Description, SystemType, NetworkAddress, Location, ISDNNumber,
            QNumber, WebInterfaceURL, SIPUri, H323Id, E164Alias;
        public TimeZone TimeZone;
        public SystemCategoryOverride SystemCategory;
        public SystemStatusOverride SystemStatus;
    }

    public class SystemCategoryOverride
    {
        public SystemCategory systemCategory;
    }

    public enum SystemCategory { Endpoint, Equipment, Room, Recording }

    public class SystemStatusOverride
    {
        public SystemStatus systemStatus;
    }

    public enum SystemStatus { Alive, Idle, InCall, NoResponse, Unknown }
}

// Copyright (c) 2026, the telepresence.tms contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Linq;
using System.Web.Services;
using System.Web.Services.Protocols;

namespace RemoteSetup
{
    [WebService(Namespace = "http://tandberg.net/2004/02/tms/external/booking/remotesetup/", Name = "RemoteSetupService")]
    public class RemoteSetupService : WebService
    {
        public ExternalAPIVersionSoapHeader Version = new ExternalAPIVersionSoapHeader();

        [WebMethod, SoapHeader("Version", Direction = SoapHeaderDirection.InOut)]
        public bool IsAlive() { return true; }

        [WebMethod, SoapHeader("Version", Direction = SoapHeaderDirection.InOut)]
        public bool IsTMSSiteAdmin() { return true; }

        [WebMethod, SoapHeader("Version", Direction = SoapHeaderDirection.InOut)]
        public bool IsTMSServiceUser() { return false; }

        [WebMethod, SoapHeader("Version", Direction = SoapHeaderDirection.InOut)]
        public bool IsTMSBookOnBehalfUser() { return true; }

        [WebMethod, SoapHeader("Version", Direction = SoapHeaderDirection.InOut)]
        public bool IsLocalAdmin() { return false; }

        [WebMethod, SoapHeader("Version", Direction = SoapHeaderDirection.InOut)]
        public TMSSystem[] GetSystems() { return Estate.Stations.Select(Told).ToArray(); }

        [WebMethod, SoapHeader("Version", Direction = SoapHeaderDirection.InOut)]
        public TMSSystem[] GetSystemsForUser() { return GetSystems(); }

        [WebMethod, SoapHeader("Version", Direction = SoapHeaderDirection.InOut)]
        public TMSSystem GetSystemById(long TMSSystemId)
        {
            Station station = Estate.StationById(TMSSystemId);
            if (station == null)
                throw new ApplicationException("No system has the id " + TMSSystemId + ".");
            return Told(station);
        }

        [WebMethod, SoapHeader("Version", Direction = SoapHeaderDirection.InOut)]
        public User[] GetUsers()
        {
            return new[] { new User { DisplayName = "Åse Øystad", FirstName = "Åse", LastName = "Øystad", UserName = "CORP\\aase", IsHiddenUser = true } };
        }

        static TMSSystem Told(Station station)
        {
            return new TMSSystem {
                SystemId = station.Id,
                SystemName = station.Name,
                Manufacturer = "TANDBERG",
                Description = "",
                SystemType = "Cisco TelePresence SX20",
                NetworkAddress = station.Address,
                SIPUri = "room" + station.Id + "@example.com",
                TimeZone = new TimeZone { TimezoneName = station["Time Zone"], GMTOffset = "60" },
                SystemCategory = new SystemCategoryOverride { systemCategory = SystemCategory.Endpoint },
                SystemStatus = new SystemStatusOverride {
                    systemStatus = station.Status == "Idle" ? SystemStatus.Idle : SystemStatus.NoResponse }
            };
        }
    }
}

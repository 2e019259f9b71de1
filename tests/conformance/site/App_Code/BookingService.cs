// Copyright (c) 2026, the telepresence.tms contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Web;
using System.Web.Services;
using System.Web.Services.Protocols;
using System.Xml;
using System.Xml.Serialization;

namespace Booking
{
    [WebService(Namespace = "http://tandberg.net/2004/02/tms/external/booking/", Name = "BookingService")]
    public class BookingService : WebService
    {
        const string SuggestedSession = "6f1b2c9e-0a5d-4f0e-9a53-1f4e8f6a7b21";
        const int MeetingNotFound = -2147218302;
        const int SessionBlank = -2147218247;
        static readonly List<Conference> Saved = new List<Conference>();

        public ExternalAPIVersionSoapHeader Version = new ExternalAPIVersionSoapHeader();
        public VersionSoapHeader Own = new VersionSoapHeader { ConfAPIVersion = 14 };
        public ContextHeader Context = new ContextHeader();

        [WebMethod, SoapHeader("Version", Direction = SoapHeaderDirection.InOut), SoapHeader("Own", Direction = SoapHeaderDirection.Out)]
        public Conference GetDefaultConference()
        {
            return new Conference {
                ConferenceId = -1,
                Title = "Conference",
                StartTimeUTC = Written(DateTime.UtcNow),
                EndTimeUTC = Written(DateTime.UtcNow.AddMinutes(30)),
                OwnerId = 3,
                OwnerUserName = "CORP\\" + HttpContext.Current.Request.ServerVariables["REMOTE_USER"],
                OwnerFirstName = "Åse",
                OwnerLastName = "Øystad",
                OwnerEmailAddress = "aase@example.com",
                Bandwidth = Bandwidth.B12b768kbps,
                Participants = new Participant[0]
            };
        }

        [WebMethod, SoapHeader("Version", Direction = SoapHeaderDirection.InOut)]
        public Conference[] GetConferencesForSystems([XmlElement("SystemIds")] int[] SystemIds, DateTime StartTime, DateTime EndTime, ConferenceStatus ConferenceStatus)
        {
            return Saved.Where(each => each.Participants.Any(one => SystemIds.Contains(one.ParticipantId))
                && ConferenceStatus != ConferenceStatus.MeetingRequest
                && Read(each.EndTimeUTC) > StartTime.ToUniversalTime() && Read(each.StartTimeUTC) < EndTime.ToUniversalTime()).ToArray();
        }

        [WebMethod, SoapHeader("Version", Direction = SoapHeaderDirection.InOut), SoapHeader("Context")]
        public Conference GetConferenceById(int ConferenceId) { return ById(ConferenceId); }

        [WebMethod, SoapHeader("Version", Direction = SoapHeaderDirection.InOut), SoapHeader("Context")]
        public Conference SaveConference(Conference Conference)
        {
            if (Version.ClientSession != SuggestedSession)
                throw Refused(SessionBlank, "The client session is blank. Use the suggested one.", SuggestedSession);
            Conference.ConferenceId = 1 + Saved.Select(each => each.ConferenceId).DefaultIfEmpty(500).Max();
            Saved.Add(Conference);
            return Conference;
        }

        [WebMethod, SoapHeader("Version", Direction = SoapHeaderDirection.InOut)]
        public void DeleteConferenceById(int ConferenceId) { Saved.Remove(ById(ConferenceId)); }

        static Conference ById(int id)
        {
            Conference found = Saved.FirstOrDefault(each => each.ConferenceId == id);
            if (found == null)
                throw Refused(MeetingNotFound, "The conference with id " + id + " does not exist.", null);
            return found;
        }

        /// <summary>As public clients read it: detail/errorcode and detail/clientsessionid.</summary>
        static SoapException Refused(int code, string text, string session)
        {
            XmlDocument document = new XmlDocument();
            XmlNode detail = document.CreateNode(XmlNodeType.Element, SoapException.DetailElementName.Name, SoapException.DetailElementName.Namespace);
            detail.AppendChild(document.CreateElement("errorcode")).InnerText = code.ToString(CultureInfo.InvariantCulture);
            if (session != null)
                detail.AppendChild(document.CreateElement("clientsessionid")).InnerText = session;
            return new SoapException(text, SoapException.ServerFaultCode, HttpContext.Current.Request.Url.AbsoluteUri, detail);
        }

        static string Written(DateTime time) { return time.ToString("u", CultureInfo.InvariantCulture); }

        static DateTime Read(string time) { return DateTime.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal); }
    }
}

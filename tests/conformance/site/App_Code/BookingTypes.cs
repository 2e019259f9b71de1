// Copyright (c) 2026, the telepresence.tms contributors
// GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
// SPDX-License-Identifier: GPL-3.0-or-later

using System.Web.Services.Protocols;
using System.Xml;
using System.Xml.Serialization;

namespace Booking
{
    public class ExternalAPIVersionSoapHeader : SoapHeader
    {
        public int ClientVersionIn;
        public string ClientIdentifierIn, ClientLatestNamespaceIn, NewServiceURL, ClientSession;
        [XmlAnyAttribute] public XmlAttribute[] AnyAttr;
    }

    public class VersionSoapHeader : SoapHeader
    {
        public int ConfAPIVersion;
        [XmlAnyElement] public XmlElement[] Any;
        [XmlAnyAttribute] public XmlAttribute[] AnyAttr;
    }

    public class ContextHeader : SoapHeader
    {
        public bool SendConfirmationMail, ExcludeConferenceInformation;
        public string ClientLanguage;
    }

    public enum ConferenceStatus
    {
        All, AllExceptDeleted, Pending, Ongoing, Finished, PendingAndOngoing, MeetingRequest, Rejected, Deleted
    }

    public class Conference
    {
        public int ConferenceId;
        public string Title, StartTimeUTC, EndTimeUTC, RecurrenceInstanceIdUTC, RecurrenceInstanceType,
            FirstOccurrenceRecInstanceIdUTC;
        public RecurrencePattern RecurrencePattern;
        public long OwnerId;
        public string OwnerUserName, OwnerFirstName, OwnerLastName, OwnerEmailAddress;
        public ConferenceType ConferenceType;
        public Bandwidth Bandwidth;
        public PictureMode PictureMode;
        public EncryptionRequested Encrypted;
        public DataConferenceMode DataConference;
        public ExtendOptionRequested ShowExtendOption;
        public string Password, BillingCode;
        public bool ISDNRestrict;
        public ExternalConference ExternalConference;
        public string ConferenceInfoText, ConferenceInfoHtml, UserMessageText, ExternalSourceId, ExternalPrimaryKey;
        public Participant[] Participants;
        public string RecordedConferenceUri, WebConferencePresenterUri, WebConferenceAttendeeUri;
        public BandwidthOverride ISDNBandwidth, IPBandwidth;
    }

    public class RecurrencePattern
    {
        public RecurringFrequency FrequencyType;
        public int Interval;
        public DayOfWeek[] DaysOfWeek;
        public DayOfWeek FirstDayOfWeek;
        public int BySetPosition;
        public RecurrenceEndType PatternEndType;
        public string PatternEndDateUTC, FirstOccurrenceRecInstanceIdUTC;
        public int PatternInstances;
        public RecurrenceException[] Exceptions;
    }

    public enum RecurringFrequency { Daily, DailyWeekday, Weekly, Monthly, Yearly, Secondly, Minutely, Hourly, Default }

    public enum DayOfWeek { Sunday, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday }

    public enum RecurrenceEndType { EndByDate, EndByInstances, EndNever, Default }

    public class RecurrenceException
    {
        public ExceptionType ExceptionType;
        public string RecurrenceIdUTC;
        public ExceptionIdRange RecurrenceIdRange;
        public int ModifiedMask;
        public Conference ModifiedData;
    }

    public enum ExceptionType { ADD, MODIFY, DELETE }

    public enum ExceptionIdRange { None, ThisAndFuture, ThisAndPrior, Default }

    public enum ConferenceType
    {
        [XmlEnum("Reservation Only")] ReservationOnly, [XmlEnum("Automatic Call Launch")] AutomaticCallLaunch,
        [XmlEnum("Manual Call Launch")] ManualCallLaunch, Default, [XmlEnum("Ad-Hoc conference")] AdHocconference,
        [XmlEnum("One Button To Push")] OneButtonToPush
    }

    public enum Bandwidth
    {
        [XmlEnum("1b/64kbps")] B1b64kbps, [XmlEnum("2b/128kbps")] B2b128kbps, [XmlEnum("3b/192kbps")] B3b192kbps,
        [XmlEnum("4b/256kbps")] B4b256kbps, [XmlEnum("5b/320kbps")] B5b320kbps, [XmlEnum("6b/384kbps")] B6b384kbps,
        [XmlEnum("8b/512kbps")] B8b512kbps, [XmlEnum("12b/768kbps")] B12b768kbps, [XmlEnum("18b/1152kbps")] B18b1152kbps,
        [XmlEnum("23b/1472kbps")] B23b1472kbps, [XmlEnum("30b/1920kbps")] B30b1920kbps,
        [XmlEnum("32b/2048kbps")] B32b2048kbps, [XmlEnum("48b/3072kbps")] B48b3072kbps,
        [XmlEnum("64b/4096kbps")] B64b4096kbps, Max, Default
    }

    public enum PictureMode
    {
        [XmlEnum("Continuous Presence")] ContinuousPresence, [XmlEnum("Enhanced CP")] EnhancedCP,
        [XmlEnum("Voice Switched")] VoiceSwitched, Default
    }

    public enum EncryptionRequested { Yes, No, [XmlEnum("If Possible")] IfPossible, Default }

    public enum DataConferenceMode { Yes, No, [XmlEnum("If Possible")] IfPossible, Default }

    public enum ExtendOptionRequested { Yes, No, Default, AutomaticBestEffort }

    public class ExternalConference
    {
        public WebEx WebEx;
    }

    public class WebEx
    {
        [XmlElement(IsNullable = true)] public string MeetingKey, SipUrl, MeetingPassword, JoinMeetingUrl, HostMeetingUrl;
        public string HostKey, JoinBeforeHostTime;
        public WebExTelephony Telephony;
        public WebExError[] Errors;
    }

    public class WebExTelephony
    {
        public string LocalCallInTollNumber, LocalCallInTollFreeNumber, GlobalCallInNumberUrl, DtmfSequence;
    }

    public class WebExError
    {
        public string ErrorCode, ErrorDescription;
    }

    public class Participant
    {
        public int ParticipantId;
        public string NameOrNumber;
        public ParticipantType ParticipantCallType;
    }

    public enum ParticipantType
    {
        TMS, [XmlEnum("IP Video <-")] IPVideoIn, [XmlEnum("IP Tel <-")] IPTelIn, [XmlEnum("ISDN Video <-")] ISDNVideoIn,
        [XmlEnum("Telephone <-")] TelephoneIn, [XmlEnum("IP Video ->")] IPVideoOut, [XmlEnum("IP Tel ->")] IPTelOut,
        [XmlEnum("ISDN Video ->")] ISDNVideoOut, [XmlEnum("Telephone ->")] TelephoneOut, Directory, User,
        [XmlEnum("SIP <-")] SIPIn, [XmlEnum("SIP ->")] SIPOut, [XmlEnum("3G <-")] B3GIn, [XmlEnum("3G ->")] B3GOut,
        [XmlEnum("TMS Master Participant")] TMSMasterParticipant
    }

    public class BandwidthOverride
    {
        public Bandwidth Bandwidth;
    }
}

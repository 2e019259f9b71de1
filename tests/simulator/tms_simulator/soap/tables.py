# Copyright (c) 2026, the telepresence.tms contributors
# GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two services of TMSBA as tables: what Cisco's own WSDLs say (TMS 13.2 to 14.1), in a notation of ours.

A type is a list of name:type; behind the name, ? stands for minOccurs 0, * for minOccurs 0 and maxOccurs unbounded, and !
for nillable; @ marks a type of the service itself. Enumerations are tuples, with Finished twice as in the original.
"""

from __future__ import annotations

BOOKING_TYPES: dict[str, str] = {
    "ArrayOfConference": "Conference*!:@Conference",
    "Conference": (
        "ConferenceId:int Title?:string StartTimeUTC?:string EndTimeUTC?:string "
        "RecurrenceInstanceIdUTC?:string RecurrenceInstanceType?:string "
        "FirstOccurrenceRecInstanceIdUTC?:string RecurrencePattern?:@RecurrencePattern OwnerId:long "
        "OwnerUserName?:string OwnerFirstName?:string OwnerLastName?:string OwnerEmailAddress?:string "
        "ConferenceType:@ConferenceType Bandwidth:@Bandwidth PictureMode:@PictureMode "
        "Encrypted:@EncryptionRequested DataConference:@DataConferenceMode "
        "ShowExtendOption:@ExtendOptionRequested Password?:string BillingCode?:string ISDNRestrict:boolean "
        "ExternalConference?:@ExternalConference ConferenceInfoText?:string ConferenceInfoHtml?:string "
        "UserMessageText?:string ExternalSourceId?:string ExternalPrimaryKey?:string "
        "Participants?:@ArrayOfParticipant RecordedConferenceUri?:string WebConferencePresenterUri?:string "
        "WebConferenceAttendeeUri?:string ISDNBandwidth?:@BandwidthOverride IPBandwidth?:@BandwidthOverride"
    ),
    "RecurrencePattern": (
        "FrequencyType:@RecurringFrequency Interval:int DaysOfWeek?:@ArrayOfDayOfWeek "
        "FirstDayOfWeek:@DayOfWeek BySetPosition:int PatternEndType:@RecurrenceEndType "
        "PatternEndDateUTC?:string FirstOccurrenceRecInstanceIdUTC?:string PatternInstances:int "
        "Exceptions?:@ArrayOfRecurrenceException"
    ),
    "ArrayOfDayOfWeek": "DayOfWeek*:@DayOfWeek",
    "ArrayOfRecurrenceException": "RecurrenceException*!:@RecurrenceException",
    "RecurrenceException": (
        "ExceptionType:@ExceptionType RecurrenceIdUTC?:string RecurrenceIdRange:@ExceptionIdRange "
        "ModifiedMask:int ModifiedData?:@Conference"
    ),
    "ExternalConference": "WebEx?:@WebEx",
    "WebEx": (
        "MeetingKey!:string SipUrl!:string MeetingPassword!:string JoinMeetingUrl!:string "
        "HostMeetingUrl!:string HostKey?:string JoinBeforeHostTime?:string Telephony?:@WebExTelephony "
        "Errors?:@ArrayOfWebExError"
    ),
    "WebExTelephony": (
        "LocalCallInTollNumber?:string LocalCallInTollFreeNumber?:string GlobalCallInNumberUrl?:string "
        "DtmfSequence?:string"
    ),
    "ArrayOfWebExError": "WebExError*!:@WebExError",
    "WebExError": "ErrorCode?:string ErrorDescription?:string",
    "ArrayOfParticipant": "Participant*!:@Participant",
    "Participant": "ParticipantId:int NameOrNumber?:string ParticipantCallType:@ParticipantType",
    "BandwidthOverride": "Bandwidth:@Bandwidth",
    "ExternalAPIVersionSoapHeader": "ClientVersionIn:int ClientIdentifierIn?:string ClientLatestNamespaceIn?:string NewServiceURL?:string",
    "VersionSoapHeader": "ConfAPIVersion:int any*",
    "ArrayOfTransaction": "Transaction*!:@Transaction",
    "Transaction": (
        "TransactionId:int ConferenceId:int TransType:@TransactionType PerformedByUserId:int ParticipantIds?:string"
    ),
    "ArrayOfRecordingDevice": "RecordingDevice*!:@RecordingDevice",
    "RecordingDevice": "Name?:string Aliases?:@ArrayOfAliasInfo",
    "ArrayOfAliasInfo": "AliasInfo*!:@AliasInfo",
    "AliasInfo": "SystemId:int AliasId?:string",
}

BOOKING_ENUMERATIONS: dict[str, tuple[str, ...]] = {
    "ConferenceStatus": (
        "All",
        "AllExceptDeleted",
        "Pending",
        "Ongoing",
        "Finished",
        "PendingAndOngoing",
        "MeetingRequest",
        "Rejected",
        "Finished",
        "Deleted",
    ),
    "RecurringFrequency": (
        "Daily",
        "DailyWeekday",
        "Weekly",
        "Monthly",
        "Yearly",
        "Secondly",
        "Minutely",
        "Hourly",
        "Default",
    ),
    "DayOfWeek": (
        "Sunday",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
    ),
    "RecurrenceEndType": (
        "EndByDate",
        "EndByInstances",
        "EndNever",
        "Default",
    ),
    "ExceptionType": (
        "ADD",
        "MODIFY",
        "DELETE",
    ),
    "ExceptionIdRange": (
        "None",
        "ThisAndFuture",
        "ThisAndPrior",
        "Default",
    ),
    "ConferenceType": (
        "Reservation Only",
        "Automatic Call Launch",
        "Manual Call Launch",
        "Default",
        "Ad-Hoc conference",
        "One Button To Push",
    ),
    "Bandwidth": (
        "1b/64kbps",
        "2b/128kbps",
        "3b/192kbps",
        "4b/256kbps",
        "5b/320kbps",
        "6b/384kbps",
        "8b/512kbps",
        "12b/768kbps",
        "18b/1152kbps",
        "23b/1472kbps",
        "30b/1920kbps",
        "32b/2048kbps",
        "48b/3072kbps",
        "64b/4096kbps",
        "Max",
        "Default",
    ),
    "PictureMode": (
        "Continuous Presence",
        "Enhanced CP",
        "Voice Switched",
        "Default",
    ),
    "EncryptionRequested": (
        "Yes",
        "No",
        "If Possible",
        "Default",
    ),
    "DataConferenceMode": (
        "Yes",
        "No",
        "If Possible",
        "Default",
    ),
    "ExtendOptionRequested": (
        "Yes",
        "No",
        "Default",
        "AutomaticBestEffort",
    ),
    "ParticipantType": (
        "TMS",
        "IP Video <-",
        "IP Tel <-",
        "ISDN Video <-",
        "Telephone <-",
        "IP Video ->",
        "IP Tel ->",
        "ISDN Video ->",
        "Telephone ->",
        "Directory",
        "User",
        "SIP <-",
        "SIP ->",
        "3G <-",
        "3G ->",
        "TMS Master Participant",
    ),
    "TransactionType": (
        "New",
        "Updated",
        "Deleted",
        "ListIncomplete",
    ),
}

#: Operation -> its arguments and its result.
BOOKING_OPERATIONS: dict[str, tuple[str, str]] = {
    "GetConferencesForSystems": (
        "SystemIds*:int StartTime:dateTime EndTime:dateTime ConferenceStatus:@ConferenceStatus",
        "GetConferencesForSystemsResult?:@ArrayOfConference",
    ),
    "GetConferenceById": (
        "ConferenceId:int",
        "GetConferenceByIdResult?:@Conference",
    ),
    "GetRecurrentConferenceById": (
        "ConferenceId:int",
        "GetRecurrentConferenceByIdResult?:@Conference",
    ),
    "GetDefaultConference": (
        "",
        "GetDefaultConferenceResult?:@Conference",
    ),
    "SaveConference": (
        "Conference?:@Conference",
        "SaveConferenceResult?:@Conference",
    ),
    "SaveConferences": (
        "Conferences*:@Conference oneTransaction:boolean",
        "SaveConferencesResult?:@ArrayOfConference",
    ),
    "SaveConferenceRecInstance": (
        "Conference?:@Conference",
        "SaveConferenceRecInstanceResult?:@Conference",
    ),
    "DeleteConferenceById": (
        "ConferenceId:int",
        "",
    ),
    "EndConferenceById": (
        "ConferenceId:int",
        "",
    ),
    "DeleteConferenceRecInstanceById": (
        "ConferenceId:int",
        "",
    ),
    "GetConferenceIdByExternalId": (
        "ExternalSourceId?:string ExternalConferenceId?:string RecurrenceIdUTC?:string",
        "GetConferenceIdByExternalIdResult:int",
    ),
    "GetTransactionsSince": (
        "CurrentTransactionId:int",
        "GetTransactionsSinceResult?:@ArrayOfTransaction",
    ),
    "GetConferencesForUser": (
        "UserName?:string StartTime:dateTime EndTime:dateTime ConferenceStatus:@ConferenceStatus",
        "GetConferencesForUserResult?:@ArrayOfConference",
    ),
    "GetRecordingAliases": (
        "UserName?:string",
        "GetRecordingAliasesResult?:@ArrayOfRecordingDevice",
    ),
}

REMOTE_SETUP_TYPES: dict[str, str] = {
    "ExternalAPIVersionSoapHeader": "ClientVersionIn:int ClientIdentifierIn?:string ClientLatestNamespaceIn?:string NewServiceURL?:string",
    "ArrayOfUser": "User*!:@User",
    "User": (
        "DisplayName?:string EmailAddress?:string FirstName?:string LastName?:string UserName?:string "
        "IsHiddenUser:boolean TimeZone?:@TimeZone"
    ),
    "TimeZone": "TimezoneName?:string StartTimeDTS?:string EndTimeDTS?:string GMTOffset?:string",
    "ArrayOfTMSSystem": "TMSSystem*!:@TMSSystem",
    "TMSSystem": (
        "SystemId:long SystemName?:string Contact?:string Manufacturer?:string Description?:string "
        "SystemType?:string NetworkAddress?:string Location?:string ISDNNumber?:string QNumber?:string "
        "WebInterfaceURL?:string SIPUri?:string H323Id?:string E164Alias?:string TimeZone?:@TimeZone "
        "SystemCategory?:@SystemCategoryOverride SystemStatus?:@SystemStatusOverride"
    ),
    "SystemCategoryOverride": "systemCategory:@SystemCategory",
    "SystemStatusOverride": "systemStatus:@SystemStatus",
}

REMOTE_SETUP_ENUMERATIONS: dict[str, tuple[str, ...]] = {
    "SystemCategory": (
        "Endpoint",
        "Equipment",
        "Room",
        "Recording",
    ),
    "SystemStatus": (
        "Alive",
        "Idle",
        "InCall",
        "NoResponse",
        "Unknown",
    ),
}

#: Operation -> its arguments and its result.
REMOTE_SETUP_OPERATIONS: dict[str, tuple[str, str]] = {
    "SetPrimarySystem": (
        "primSys?:string",
        "SetPrimarySystemResult:boolean",
    ),
    "GetUsers": (
        "",
        "GetUsersResult?:@ArrayOfUser",
    ),
    "GetSystemsForUser": (
        "",
        "GetSystemsForUserResult?:@ArrayOfTMSSystem",
    ),
    "GetSystems": (
        "",
        "GetSystemsResult?:@ArrayOfTMSSystem",
    ),
    "GetSystemById": (
        "TMSSystemId:long",
        "GetSystemByIdResult?:@TMSSystem",
    ),
    "GenerateConferenceAPIUser": (
        "userNameBase?:string encPassword?:string emailAddress?:string sendNotifications:boolean",
        "GenerateConferenceAPIUserResult?:string",
    ),
    "DisableConferenceAPIUser": (
        "userName?:string",
        "",
    ),
    "IsAlive": (
        "",
        "IsAliveResult:boolean",
    ),
    "IsTMSSiteAdmin": (
        "",
        "IsTMSSiteAdminResult:boolean",
    ),
    "IsTMSServiceUser": (
        "",
        "IsTMSServiceUserResult:boolean",
    ),
    "IsTMSBookOnBehalfUser": (
        "",
        "IsTMSBookOnBehalfUserResult:boolean",
    ),
    "IsLocalAdmin": (
        "",
        "IsLocalAdminResult:boolean",
    ),
}

using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>Every log message of this package. None contains a token, a secret, or text that an untrusted sender chose.</summary>
internal static partial class LoggingExtensions
{
    [LoggerMessage(
        1,
        LogLevel.Warning,
        "Refused: {Code}, reference {Reference}, organization {Organization}. {Reason}",
        EventName = "Refused"
    )]
    public static partial void Refused(this ILogger logger, string code, string reference, string organization, string reason);

    [LoggerMessage(
        2,
        LogLevel.Information,
        "Signed in: {UserType} of {Organization} into {OrgUnitPath}, user {UserId}, until {ExpiresAt:O} by {ExpiresBy}",
        EventName = "SignedIn"
    )]
    public static partial void SignedIn(
        this ILogger logger,
        string userType,
        string organization,
        string orgUnitPath,
        string userId,
        DateTimeOffset expiresAt,
        SessionEndCause expiresBy
    );

    [LoggerMessage(3, LogLevel.Information, "Ended {Count} session(s) of {Organization}: {Cause}", EventName = "SessionsEnded")]
    public static partial void SessionsEnded(this ILogger logger, int count, string organization, SessionEndCause cause);

    [LoggerMessage(
        4,
        LogLevel.Warning,
        "The scheme {Scheme} has no organization, so no user can sign in. Add one under SamlSp:Organizations.",
        EventName = "NoOrganizations"
    )]
    public static partial void NoOrganizations(this ILogger logger, string scheme);

    [LoggerMessage(
        5,
        LogLevel.Warning,
        "The metadata of {Organization} could not be read again; the last known good metadata stays in use: {Error}",
        EventName = "MetadataRefreshFailed"
    )]
    public static partial void MetadataRefreshFailed(this ILogger logger, string organization, string error);

    [LoggerMessage(
        6,
        LogLevel.Warning,
        "The signing keys of {Organization} have changed: now {Thumbprints}",
        EventName = "SigningKeysChanged"
    )]
    public static partial void SigningKeysChanged(this ILogger logger, string organization, string thumbprints);

    [LoggerMessage(
        9,
        LogLevel.Error,
        "The endpoints of the scheme {Scheme} are not mapped: nobody can sign in. Call app.MapSamlSp().",
        EventName = "NotMapped"
    )]
    public static partial void NotMapped(this ILogger logger, string scheme);

    [LoggerMessage(
        28,
        LogLevel.Warning,
        "What became of sign-ins cannot be written for now, and is kept in memory until it can: {Error}",
        EventName = "TraceNotWritten"
    )]
    public static partial void TraceNotWritten(this ILogger logger, string error);

    [LoggerMessage(46, LogLevel.Information, "What became of sign-ins can be written again", EventName = "TracesWrittenAgain")]
    public static partial void TracesWrittenAgain(this ILogger logger);

    [LoggerMessage(
        47,
        LogLevel.Warning,
        "What became of {Count} sign-ins is lost: the store did not take it in time. The lines of this log are all that is left of them.",
        EventName = "TracesLost"
    )]
    public static partial void TracesLost(this ILogger logger, int count);

    [LoggerMessage(
        48,
        LogLevel.Warning,
        "Old sign-ins could not be deleted, and that is tried again in five minutes: {Error}",
        EventName = "TracesNotCleaned"
    )]
    public static partial void TracesNotCleaned(this ILogger logger, string error);

    [LoggerMessage(
        29,
        LogLevel.Information,
        "An answer gave no session ({Code}), reference {Reference}, organization {Organization}: the browser was signed in "
            + "already, and was redirected to the return URL",
        EventName = "SignedInAlready"
    )]
    public static partial void SignedInAlready(this ILogger logger, string code, string reference, string organization);

    [LoggerMessage(
        31,
        LogLevel.Information,
        "An answer gave no session ({Code}), reference {Reference}, organization {Organization}: the browser was sent to the "
            + "identity provider once more, with ForceAuthn",
        EventName = "Reauthenticating"
    )]
    public static partial void Reauthenticating(this ILogger logger, string code, string reference, string organization);

    [LoggerMessage(
        30,
        LogLevel.Warning,
        "The metadata of {Organization} is used without its unusable parts: {Warnings}",
        EventName = "MetadataPartlyUnusable"
    )]
    public static partial void MetadataPartlyUnusable(this ILogger logger, string organization, string warnings);

    [LoggerMessage(20, LogLevel.Information, "The metadata of {Organization} can be read again", EventName = "MetadataReadAgain")]
    public static partial void MetadataReadAgain(this ILogger logger, string organization);

    [LoggerMessage(
        21,
        LogLevel.Warning,
        "Signing keys of {Organization} that had been withdrawn are back: {Thumbprints}. Either the identity provider uses "
            + "them again, or an attacker sent an old document.",
        EventName = "WithdrawnKeysReturned"
    )]
    public static partial void WithdrawnKeysReturned(this ILogger logger, string organization, string thumbprints);

    [LoggerMessage(
        22,
        LogLevel.Warning,
        "The metadata of {Organization} could not be kept for a start without network: {Error}",
        EventName = "MetadataNotKept"
    )]
    public static partial void MetadataNotKept(this ILogger logger, string organization, string error);

    [LoggerMessage(
        23,
        LogLevel.Warning,
        "The metadata of {Organization} could not be read at start; using the metadata read at {ReadAt:O}: {Error}",
        EventName = "StartedOnLastKnownGood"
    )]
    public static partial void StartedOnLastKnownGood(this ILogger logger, string organization, DateTimeOffset readAt, string error);

    [LoggerMessage(
        50,
        LogLevel.Error,
        "No user of {Organization} can sign in yet, and it is tried again every 30 seconds: {Error}",
        EventName = "StartedUnread"
    )]
    public static partial void StartedUnread(this ILogger logger, string organization, string error);

    [LoggerMessage(24, LogLevel.Warning, "Our own keys are now: {Pairs}", EventName = "OwnKeysChanged")]
    public static partial void OwnKeysChanged(this ILogger logger, string pairs);

    [LoggerMessage(
        25,
        LogLevel.Warning,
        "Our own keys could not be read again; the last keys stay in use: {Error}",
        EventName = "OwnKeysNotRead"
    )]
    public static partial void OwnKeysNotRead(this ILogger logger, string error);

    [LoggerMessage(
        26,
        LogLevel.Warning,
        "Our own certificate {Ends}, and no newer pair is published ({Thumbprints}). Create one with: samlsp certificate new",
        EventName = "OwnCertificateEnds"
    )]
    public static partial void OwnCertificateEnds(this ILogger logger, string ends, string thumbprints);

    [LoggerMessage(
        27,
        LogLevel.Warning,
        "The signing certificate of {Organization} {Ends}, and its metadata has no newer one ({Thumbprints})",
        EventName = "IdentityProviderCertificateEnds"
    )]
    public static partial void IdentityProviderCertificateEnds(this ILogger logger, string organization, string ends, string thumbprints);

    [LoggerMessage(
        8,
        LogLevel.Warning,
        "The session that a sign-in replaced could not be ended now; it ends at its own time",
        EventName = "OldSessionNotEnded"
    )]
    public static partial void OldSessionNotEnded(this ILogger logger, Exception exception);

    [LoggerMessage(
        32,
        LogLevel.Warning,
        "The user was signed out here, but not at the identity provider of {Organization}: it offers logout by SOAP only. That would need "
            + "a call from this server to {Location}. SamlSp sends logout messages through the browser: ask the identity provider for "
            + "redirect or POST.",
        EventName = "LogoutNeedsSoap"
    )]
    public static partial void LogoutNeedsSoap(this ILogger logger, string organization, string location);

    [LoggerMessage(7, LogLevel.Error, "Internal error, reference {Reference}", EventName = "Failed")]
    public static partial void Failed(this ILogger logger, Exception exception, string reference);

    [LoggerMessage(49, LogLevel.Debug, "The store failed, reference {Reference}", EventName = "StoreFailure")]
    public static partial void StoreFailure(this ILogger logger, Exception exception, string reference);

    [LoggerMessage(
        33,
        LogLevel.Warning,
        "The request of the proxy at /auth is misconfigured: {What}. See docs/gateway.md.",
        EventName = "GatewayMisused"
    )]
    public static partial void GatewayMisused(this ILogger logger, string what);

    [LoggerMessage(34, LogLevel.Error, "A session could not be looked up for the proxy: {Error}", EventName = "GatewayUnavailable")]
    public static partial void GatewayUnavailable(this ILogger logger, string error);

    [LoggerMessage(
        44,
        LogLevel.Warning,
        "A cookie of {Scheme} was issued for a sign-in by {Provider}, and there is no session to bind it to: the cookie of {External} has"
            + " expired or was deleted. The user has to sign in again.",
        EventName = "NoSessionToBind"
    )]
    public static partial void NoSessionToBind(this ILogger logger, string scheme, string provider, string external);

    [LoggerMessage(
        45,
        LogLevel.Warning,
        "BaseUrl is {BaseUrl}, and this application listens on {Listening}: sign-ins end at an address that is not its own. Set"
            + " SamlSp:BaseUrl to the address that browsers use, unless a proxy on this computer has it.",
        EventName = "ListensElsewhere"
    )]
    public static partial void ListensElsewhere(this ILogger logger, string baseUrl, string listening);

    [LoggerMessage(
        35,
        LogLevel.Warning,
        "A return URL of {Length} characters is longer than {Longest}: the user gets to the start page instead",
        EventName = "ReturnUrlCut"
    )]
    public static partial void ReturnUrlCut(this ILogger logger, int length, int longest);

    [LoggerMessage(
        36,
        LogLevel.Warning,
        "A long return URL was lost: its cookie has expired, or was not kept. The user gets to the start page instead",
        EventName = "ReturnUrlLost"
    )]
    public static partial void ReturnUrlLost(this ILogger logger);

    [LoggerMessage(37, LogLevel.Information, "Ended {Count} open connection(s) whose session is over", EventName = "ConnectionsCut")]
    public static partial void ConnectionsCut(this ILogger logger, int count);

    [LoggerMessage(
        38,
        LogLevel.Warning,
        "An open connection was ended: for ten seconds its session could not be looked up",
        EventName = "ConnectionUnconfirmed"
    )]
    public static partial void ConnectionUnconfirmed(this ILogger logger, Exception exception);

    [LoggerMessage(39, LogLevel.Error, "Open connections could not be checked. The next attempt is in 250 ms", EventName = "SweepFailed")]
    public static partial void SweepFailed(this ILogger logger, Exception exception);

    [LoggerMessage(40, LogLevel.Information, "The settings in use have changed: {Keys}", EventName = "SettingsChanged")]
    public static partial void SettingsChanged(this ILogger logger, string keys);

    [LoggerMessage(
        41,
        LogLevel.Warning,
        "These settings were changed, and take effect at the next start: {Keys}",
        EventName = "SettingsNeedRestart"
    )]
    public static partial void SettingsNeedRestart(this ILogger logger, string keys);

    [LoggerMessage(
        42,
        LogLevel.Error,
        "The settings were changed with a mistake in them. All settings stay as they were: {Mistake}",
        EventName = "SettingRefused"
    )]
    public static partial void SettingRefused(this ILogger logger, string mistake);

    [LoggerMessage(
        43,
        LogLevel.Error,
        "Changed settings could not be taken over. They stay as they were",
        EventName = "SettingsNotReloaded"
    )]
    public static partial void SettingsNotReloaded(this ILogger logger, Exception exception);
}

namespace SamlSp.AspNetCore;

/// <summary>
/// Reasons for refusing a sign-in after its message was found to be genuine; besides those of <see cref="SamlSp.Protocol.RefusalCodes"/>
/// and <see cref="SamlSp.Claims.IdentityErrorCodes"/>. Each has a section in docs/errors.md.
/// </summary>
public static class SignInRefusalCodes
{
    /// <summary>The organization makes no records at sign-in (JustInTime is off), and there is none for this user.</summary>
    public const string UserUnknown = "user_unknown";

    /// <summary>The user record is suspended.</summary>
    public const string UserSuspended = "user_suspended";

    /// <summary>The user record was deleted, and nobody has made a new one.</summary>
    public const string UserDeleted = "user_deleted";

    /// <summary>The org unit is not known, and the organization does not let sign-ins make any.</summary>
    public const string OrgUnitUnknown = "org_unit_unknown";

    /// <summary>The resolved NameID belongs to another user record.</summary>
    public const string NameIdTaken = "name_id_taken";

    /// <summary>
    /// The policy, or the page, asks for several factors or for a phishing-resistant method, and the answer does not say that these were
    /// used.
    /// </summary>
    public const string AuthnMethodInsufficient = "authn_method_insufficient";

    /// <summary>The page asks for an authentication context that the answer does not have, or the connection cannot ask for.</summary>
    public const string AuthnContextMissing = "authn_context_missing";

    /// <summary>The answer came from another identity provider than the one that was asked.</summary>
    public const string WrongIdentityProvider = "wrong_identity_provider";

    /// <summary>The identity provider's metadata has expired, and no newer one could be read.</summary>
    public const string MetadataExpired = "metadata_expired";

    /// <summary>
    /// The identity provider's metadata or discovery document was never read: its address did not answer since the start.
    /// </summary>
    public const string ConnectionUnavailable = "connection_unavailable";

    /// <summary>The organization's connection is switched off.</summary>
    public const string ConnectionDisabled = "connection_disabled";

    /// <summary>The ID token does not carry the nonce of the request that it answers.</summary>
    public const string NonceMismatch = "nonce_mismatch";

    /// <summary>The ID token does not say when the user authenticated, and the policy, or the request, needs to know it.</summary>
    public const string AuthnTimeMissing = "authn_time_missing";

    /// <summary>The code could not be redeemed for an ID token.</summary>
    public const string TokenRequestFailed = "token_request_failed";

    /// <summary>The identity provider did not take the pushed request, or the request could not be signed.</summary>
    public const string AuthorizationRequestFailed = "authorization_request_failed";

    /// <summary>The userinfo endpoint answered for another user than the ID token is of.</summary>
    public const string UserInfoSubjectMismatch = "userinfo_subject_mismatch";

    /// <summary>A token of an OpenID Connect identity provider has a header extension that must be understood, and is not.</summary>
    public const string CriticalHeaderUnknown = "critical_header_unknown";

    /// <summary>The token at the back-channel logout is no logout token.</summary>
    public const string LogoutTokenInvalid = "logout_token_invalid";

    /// <summary>The user is in too many groups for the token, and they could not be read from Microsoft Graph.</summary>
    public const string GroupsUnavailable = "groups_unavailable";

    /// <summary>There is no such test sign-in of this browser's session, or it is over.</summary>
    public const string TestUnknown = "test_unknown";

    /// <summary>The owner link is not genuine, is too old, or was used before.</summary>
    public const string OwnerLinkInvalid = "owner_link_invalid";

    /// <summary>The application's own hook refused.</summary>
    public const string RefusedByApplication = "refused_by_application";

    /// <summary>The organization's users sign in more often than the operator allows; the same user may try again in a moment.</summary>
    public const string RateLimited = "rate_limited";

    /// <summary>The browser has signed in three times within a minute for one address: the application does not see the sign-in.</summary>
    public const string SignInLoop = "sign_in_loop";

    /// <summary>The sign-in failed by a fault of ours or of the application's hook; the log has the exception.</summary>
    public const string InternalError = "internal_error";

    /// <summary>A store could not be reached: nobody is let in.</summary>
    public const string StoreUnavailable = "store_unavailable";
}

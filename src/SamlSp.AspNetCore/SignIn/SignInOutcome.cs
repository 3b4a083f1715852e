using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>The result of a sign-in: a session, or a refusal. A trial sign-in that succeeds has neither.</summary>
internal sealed record SignInOutcome
{
    public Session? Session { get; init; }

    public Organization? Organization { get; init; }

    /// <summary>
    /// On a refusal without <see cref="Organization"/>: the name of the organization that the request was for, or that an unproven message
    /// said it was for. For the log alone; null when there is none.
    /// </summary>
    public string? NamedOrganization { get; init; }

    /// <summary>The code; null when accepted.</summary>
    public string? Code { get; init; }

    /// <summary>A sentence for the log, without token content.</summary>
    public string Reason { get; init; } = "";

    public Exception? Fault { get; init; }

    /// <summary>On a refusal: the assertion, when its message had passed every check of its own. Null otherwise.</summary>
    public VerifiedAssertion? Assertion { get; init; }

    /// <summary>On a refusal: when the message was issued, once its signature was found to hold. Null otherwise.</summary>
    public DateTimeOffset? IssuedAt { get; init; }

    /// <summary>On a refusal: whether only a new authentication of the user is missing.</summary>
    public bool NeedsNewAuthentication { get; init; }

    /// <summary>On a refusal for the authentication: what is asked of it; null for nothing that a request could say.</summary>
    public SamlAuthenticationRequirement? Requirement { get; init; }

    /// <summary>On a refusal: the error number that the identity provider sent instead of an assertion. The sender's claim.</summary>
    public string? IdentityProviderError { get; init; }

    public static SignInOutcome Refused(string code, string reason, Organization? organization = null) =>
        new()
        {
            Code = code,
            Reason = reason,
            Organization = organization,
        };

    /// <summary>The refusal for an exception: a store that is down, or a fault of this library or of the application's hook.</summary>
    public static SignInOutcome Failed(Exception fault, Organization? organization = null) =>
        new()
        {
            Code = fault is StoreUnavailableException ? SignInRefusalCodes.StoreUnavailable : SignInRefusalCodes.InternalError,
            Reason = fault is StoreUnavailableException ? "A store could not be reached." : "The sign-in failed by an internal error.",
            Organization = organization,
            Fault = fault,
        };
}

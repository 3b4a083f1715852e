using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>An answer of an identity provider that has arrived, by whatever protocol.</summary>
/// <param name="HttpContext">The request that brought it.</param>
/// <param name="Options">The scheme's options.</param>
/// <param name="Registry">The organizations that it may be for.</param>
/// <param name="Pending">The request of this browser that it says it answers; null when it came unasked.</param>
internal sealed record SignInAttempt(
    HttpContext HttpContext,
    SamlSpOptions Options,
    IOrganizationRegistry Registry,
    PendingRequest? Pending
)
{
    /// <summary>Where each check notes its outcome.</summary>
    public SignInTrace Trace { get; } = new();

    /// <summary>Whether settings are tried that are not saved: nothing is recorded, and there is no session.</summary>
    public bool IsTest => Pending?.Test is not null;

    public CancellationToken Aborted => HttpContext.RequestAborted;
}

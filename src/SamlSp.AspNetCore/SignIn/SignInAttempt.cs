namespace SamlSp.AspNetCore;

/// <summary>An answer of an identity provider, by whatever protocol, on its way through the checks.</summary>
/// <param name="sp">The request that brought it, and the scheme.</param>
/// <param name="candidates">The organizations that it may be for: those of the scheme, or the one of a trial sign-in.</param>
/// <param name="pending">The request of this browser that it says it answers; null when it is unsolicited.</param>
/// <param name="started">When it arrived, as <see cref="System.Diagnostics.Stopwatch.GetTimestamp"/> gave it.</param>
internal sealed class SignInAttempt(SamlSpContext sp, IOrganizationRegistry candidates, PendingRequest? pending, long started)
{
    public SamlSpContext Sp => sp;

    public SamlSpOptions Options => sp.Options;

    public IOrganizationRegistry Candidates => candidates;

    public PendingRequest? Pending => pending;

    public long Started => started;

    /// <summary>Where each check records its outcome. Nothing is decided by it.</summary>
    public SignInTrace Trace { get; } = new();

    /// <summary>Whether this tries settings that are not saved: no user is recorded, and there is no session.</summary>
    public bool IsTrial => pending?.Test is not null;

    /// <summary>
    /// The name of the organization that this browser's request was for, or that an unproven message said it was for; null for none.
    /// </summary>
    public string? NamedOrganization => pending?.Organization ?? Trace.Claimed?.Name;

    public CancellationToken Aborted => sp.Aborted;
}

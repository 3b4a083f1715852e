namespace SamlSp.Protocol;

/// <summary>Which AuthnRequest a Response may answer (SAML Profiles 4.1.4.2, 4.1.5).</summary>
public sealed record RequestCorrelation
{
    private RequestCorrelation() { }

    /// <summary>
    /// No request is pending: an InResponseTo is refused, and its absence needs <see cref="TrustedIssuer.AllowUnsolicited"/>.
    /// </summary>
    public static RequestCorrelation None { get; } = new();

    /// <summary>
    /// The caller judges InResponseTo itself, from <see cref="VerifiedAssertion.InResponseTo"/>. The verifier only checks
    /// that its copies agree, and that it may be absent.
    /// </summary>
    public static RequestCorrelation Deferred { get; } = new() { IsDeferred = true };

    /// <summary>The ID of the pending AuthnRequest, which every InResponseTo must equal; null otherwise.</summary>
    public string? RequestId { get; private init; }

    /// <summary>Whether the caller judges InResponseTo.</summary>
    public bool IsDeferred { get; private init; }

    /// <summary>The Response must answer the AuthnRequest <paramref name="requestId"/>.</summary>
    public static RequestCorrelation Answers(string requestId)
    {
        ArgumentException.ThrowIfNullOrEmpty(requestId);
        return new() { RequestId = requestId };
    }
}

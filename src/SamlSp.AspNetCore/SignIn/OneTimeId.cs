namespace SamlSp.AspNetCore;

/// <summary>An ID that counts once, on any node: an assertion's, or that of the request that it answers.</summary>
/// <param name="Issuer">Who issued it; <see cref="Request"/> for a request of ours.</param>
/// <param name="Id">The ID, unique at the issuer.</param>
/// <param name="KeepUntil">From when on it may be forgotten, UTC.</param>
internal sealed record OneTimeId(string Issuer, string Id, DateTimeOffset KeepUntil)
{
    /// <summary>The issuer of our own requests.</summary>
    public const string Request = "request";

    /// <summary>Whether this is a request's.</summary>
    public bool IsRequest => Issuer == Request;
}

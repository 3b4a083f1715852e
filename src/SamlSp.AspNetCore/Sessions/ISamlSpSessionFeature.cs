namespace SamlSp.AspNetCore;

/// <summary>
/// The end of the session of a request, for code that keeps the request open. <c>UseSamlSpSessionGuard</c> sets it as a request feature;
/// without a session there is none.
/// </summary>
public interface ISamlSpSessionFeature
{
    /// <summary>
    /// When the session ends at the latest, UTC; for a request with an access token, when that expires. A stricter policy moves it to an
    /// earlier time while the request is open.
    /// </summary>
    DateTimeOffset EndsAt { get; }

    /// <summary>
    /// Cancelled when the session ends while the request is open: at <see cref="EndsAt"/>, or within two seconds of a sign-out or a
    /// revocation. The request is aborted after that. Not cancelled when the request itself ends.
    /// </summary>
    CancellationToken SessionEnded { get; }
}

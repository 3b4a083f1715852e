namespace SamlSp.AspNetCore;

/// <summary>Remembers which assertions (and requests) were used, so that none is used twice on any node.</summary>
public interface IUsedAssertionIds
{
    /// <summary>
    /// Notes the ID as used, atomically among all nodes; false when it was noted before. An exception means that it could not be noted: the
    /// sign-in is refused (fail closed).
    /// </summary>
    /// <param name="issuer">Who issued it.</param>
    /// <param name="id">The ID, unique at the issuer.</param>
    /// <param name="keepUntil">From when on it may be forgotten, UTC.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<bool> TryAddAsync(string issuer, string id, DateTimeOffset keepUntil, CancellationToken cancellationToken);

    /// <summary>
    /// Whether the ID was noted as used. For messages whose effect may happen twice but must not be lost: what they ask for is done first,
    /// and then they are noted.
    /// </summary>
    /// <param name="issuer">Who issued it.</param>
    /// <param name="id">The ID, unique at the issuer.</param>
    /// <param name="cancellationToken">Cancels.</param>
    ValueTask<bool> ContainsAsync(string issuer, string id, CancellationToken cancellationToken);
}

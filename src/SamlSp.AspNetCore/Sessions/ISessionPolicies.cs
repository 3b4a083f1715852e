namespace SamlSp.AspNetCore;

/// <summary>
/// Finds the session policy in force. <see cref="ConfiguredSessionPolicies"/> has those of the configuration; SamlSp.Directory also those
/// that were set at run time.
/// </summary>
public interface ISessionPolicies
{
    /// <summary>The policy in force in an org unit.</summary>
    /// <exception cref="StoreUnavailableException">It is not in the cache, and the store does not answer.</exception>
    ValueTask<SessionPolicy> AtAsync(Organization organization, string orgUnitPath, CancellationToken cancellationToken);
}

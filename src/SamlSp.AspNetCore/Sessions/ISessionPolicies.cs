namespace SamlSp.AspNetCore;

/// <summary>
/// Says which session policy is in force. <see cref="ConfiguredSessionPolicies"/> knows those of the configuration; SamlSp.Directory those
/// that were set at run time as well.
/// </summary>
public interface ISessionPolicies
{
    /// <summary>The policy in force in an org unit.</summary>
    /// <exception cref="StoreUnavailableException">It is not known here, and the store cannot be asked.</exception>
    ValueTask<SessionPolicy> AtAsync(Organization organization, string orgUnitPath, CancellationToken cancellationToken);
}

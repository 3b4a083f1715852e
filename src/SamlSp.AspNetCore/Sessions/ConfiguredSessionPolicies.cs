namespace SamlSp.AspNetCore;

/// <summary>The session policies of the configuration.</summary>
internal sealed class ConfiguredSessionPolicies : ISessionPolicies
{
    /// <inheritdoc />
    public ValueTask<SessionPolicy> AtAsync(Organization organization, string orgUnitPath, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(organization);
        return new(organization.Policies.At(orgUnitPath));
    }
}

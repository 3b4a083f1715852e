namespace SamlSp.AspNetCore;

/// <summary>The policies as they are configured.</summary>
internal sealed class ConfiguredSessionPolicies : ISessionPolicies
{
    /// <inheritdoc />
    public ValueTask<SessionPolicy> AtAsync(Organization organization, string orgUnitPath, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(organization);
        return new(organization.Policies.At(orgUnitPath));
    }
}

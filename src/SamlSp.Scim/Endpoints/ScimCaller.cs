using SamlSp.AspNetCore;

namespace SamlSp.Scim;

/// <summary>Who sends a request, for which organization, and how its resources are addressed.</summary>
/// <param name="Organization">The organization.</param>
/// <param name="Credential">The name of the secret, for the log.</param>
/// <param name="BaseUrl">The address that resources' locations start with: <c>https://sp.example.com/scim/v2/contoso</c>.</param>
/// <param name="CancellationToken">Ends with the request.</param>
internal sealed record ScimCaller(Organization Organization, string Credential, string BaseUrl, CancellationToken CancellationToken)
{
    public bool Strict => Organization.Options.Provisioning.Strict;

    public string Location(ScimResourceType type, string id) => $"{BaseUrl}{type.Endpoint}/{id}";
}

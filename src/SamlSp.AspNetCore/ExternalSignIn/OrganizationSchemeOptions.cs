using Microsoft.AspNetCore.Authentication;

namespace SamlSp.AspNetCore;

/// <summary>Options of the scheme that stands for one organization on login pages.</summary>
internal sealed class OrganizationSchemeOptions : AuthenticationSchemeOptions
{
    /// <summary>The organization's name.</summary>
    public string Organization { get; set; } = "";

    /// <summary>The scheme that the challenge goes to.</summary>
    public string SamlSpScheme { get; set; } = "";
}

using Microsoft.AspNetCore.Authentication;

namespace SamlSp.AspNetCore;

/// <summary>
/// What an application says when it challenges a scheme of SamlSp:
/// <c>Results.Challenge(new SamlSpChallengeProperties { Organization = "contoso", RedirectUri = "/orders" }, ["Saml2"])</c>.
/// </summary>
public sealed class SamlSpChallengeProperties : AuthenticationProperties
{
    /// <summary>The name of the organization to sign in at. Null: the only one there is, or the page that asks.</summary>
    public string? Organization
    {
        get => GetString(SamlSpDefaults.OrganizationItem);
        set => SetString(SamlSpDefaults.OrganizationItem, value);
    }

    /// <summary>An address that the identity provider's sign-in page fills in; at most 320 characters.</summary>
    public string? LoginHint
    {
        get => GetString(SamlSpDefaults.LoginHintItem);
        set => SetString(SamlSpDefaults.LoginHintItem, value);
    }

    /// <summary>
    /// Whether the user must authenticate anew (SAML Core 3.4.1, <c>ForceAuthn</c>; OpenID Connect, <c>prompt=login</c>).
    /// </summary>
    public bool ForceAuthn
    {
        get => GetString(SamlSpDefaults.ForceAuthnItem) == "true";
        set => SetString(SamlSpDefaults.ForceAuthnItem, value ? "true" : null);
    }

    /// <summary>What is asked of the authentication; the answer is checked. Null: nothing beyond the policy.</summary>
    public SamlAuthenticationRequirement? Requirement
    {
        get => StepUpItems.Read(this);
        set => StepUpItems.Write(this, value);
    }

    /// <summary>
    /// Whether the identity provider must not show anything (SAML Core 3.4.1, <c>IsPassive</c>; OpenID Connect, <c>prompt=none</c>). A user
    /// who is not signed in there comes back to <see cref="AuthenticationProperties.RedirectUri"/> without a session: that page must allow
    /// anonymous users.
    /// </summary>
    public bool IsPassive
    {
        get => GetString(SamlSpDefaults.PassiveItem) == "true";
        set => SetString(SamlSpDefaults.PassiveItem, value ? "true" : null);
    }
}

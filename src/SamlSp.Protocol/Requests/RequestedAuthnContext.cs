namespace SamlSp.Protocol;

/// <summary>How the user is to authenticate (SAML Core 3.3.2.2.1). Entra accepts only the comparison <c>exact</c>.</summary>
/// <param name="Classes">AuthnContextClassRef URIs, the most wanted first. At least one.</param>
/// <param name="Comparison">How the identity provider compares.</param>
public sealed record RequestedAuthnContext(IReadOnlyList<string> Classes, AuthnContextComparison Comparison = AuthnContextComparison.Exact);

/// <summary>How a requested authentication context is compared with the one that is used.</summary>
public enum AuthnContextComparison
{
    /// <summary>One of the classes exactly.</summary>
    Exact,

    /// <summary>One of the classes, or a stronger one.</summary>
    Minimum,

    /// <summary>As strong as possible, but no stronger than one of the classes.</summary>
    Maximum,

    /// <summary>Stronger than all of the classes.</summary>
    Better,
}

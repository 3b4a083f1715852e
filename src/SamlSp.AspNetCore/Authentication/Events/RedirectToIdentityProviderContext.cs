using Microsoft.AspNetCore.Http;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>The browser is about to go to the identity provider, by SAML.</summary>
public sealed class RedirectToIdentityProviderContext(
    HttpContext httpContext,
    SamlSpOptions options,
    Organization organization,
    AuthnRequest request
)
{
    /// <summary>The HTTP context.</summary>
    public HttpContext HttpContext { get; } = httpContext;

    /// <summary>The scheme's options.</summary>
    public SamlSpOptions Options { get; } = options;

    /// <summary>The organization that is asked.</summary>
    public Organization Organization { get; } = organization;

    /// <summary>The request; may be exchanged for a changed copy. Its <see cref="AuthnRequest.Id"/> stays what it was.</summary>
    public AuthnRequest Request { get; set; } = request;

    /// <summary>
    /// Further parameters of the address, such as Entra's <c>domain_hint</c>. The signature does not cover them. They are sent by redirect
    /// alone, not where the identity provider wants the request by POST.
    /// </summary>
    public IDictionary<string, string> Parameters { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}

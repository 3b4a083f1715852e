using SamlSp.Protocol;

namespace SamlSp.EntraSandbox;

/// <summary>The logout messages that the tenant sends: signed, by redirect, from its second issuer.</summary>
internal sealed class LogoutMessages(EntraSandboxTenant tenant, TokenIssuer tokens)
{
    /// <summary>
    /// Tells an app that the session is over. The NameID is the pairwise one without a Format, whatever the app knows the user by.
    /// </summary>
    public string RequestUrl(SandboxServiceProvider app, SandboxUser user, string sessionIndex)
    {
        var request = new LogoutRequest
        {
            Id = TokenSpec.NewId(),
            IssueInstant = tenant.Now,
            Issuer = tenant.LogoutIssuer,
            Destination = app.LogoutUrl,
            NameId = tokens.ForLogout(user, app),
            SessionIndexes = [sessionIndex],
        };
        return EntraRedirect.Url(app.LogoutUrl!, "SAMLRequest", request.ToXml(), null, tenant.ActiveCertificate);
    }

    /// <summary>Answers an app's LogoutRequest.</summary>
    public string ResponseUrl(SandboxServiceProvider app, string inResponseTo, string? relayState)
    {
        var response = new LogoutResponse
        {
            Id = TokenSpec.NewId(),
            IssueInstant = tenant.Now,
            Issuer = tenant.LogoutIssuer,
            Destination = app.LogoutUrl,
            InResponseTo = inResponseTo,
            Status = StatusUris.Success,
        };
        return EntraRedirect.Url(app.LogoutUrl!, "SAMLResponse", response.ToXml(), relayState, tenant.ActiveCertificate);
    }
}

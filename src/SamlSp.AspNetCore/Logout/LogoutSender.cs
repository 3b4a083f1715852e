using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// Sends a logout message to the identity provider through the browser, signed, by the binding of the endpoint (SAML Profiles 4.4.3).
/// </summary>
internal static class LogoutSender
{
    public static Task SendAsync(
        SamlSpContext sp,
        string binding,
        string location,
        MessageParameter parameter,
        byte[] xml,
        string? relayState,
        SigningKey key
    )
    {
        if (binding == BindingUris.Post)
        {
            // Identity providers that sign out of several sites may do so in frames.
            return PostPage.WriteAsync(
                sp,
                location,
                [
                    (parameter.ToString(), PostBinding.CreateFormValue(xml, key)),
                    .. relayState is null ? [] : new[] { (MessageForm.RelayStateField, relayState) },
                ],
                PostPage.SigningOut,
                mayBeFramed: true
            );
        }

        Page.SetHeaders(sp.Response);
        sp.Response.Redirect(RedirectBinding.CreateUrl(location, parameter, xml, relayState, key));
        return Task.CompletedTask;
    }
}

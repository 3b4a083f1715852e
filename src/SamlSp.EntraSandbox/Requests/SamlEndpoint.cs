using Microsoft.AspNetCore.Http;
using SamlSp.Protocol;

namespace SamlSp.EntraSandbox;

/// <summary>The one URL that takes every SAML message, in both bindings, and hands it on by what it is.</summary>
internal sealed class SamlEndpoint(SignInEndpoint signIn, SignOutEndpoint signOut, Page page)
{
    public Task GetAsync(HttpContext context)
    {
        var query = context.Request.Query;
        return query.ContainsKey("SAMLRequest") || query.ContainsKey("SAMLResponse")
            ? HandleAsync(context, BindingUris.Redirect, context.Request.QueryString.Value!, RelayState(query["RelayState"]))
            : page.WriteErrorAsync(context, AadStsError.NoMessage);
    }

    public async Task PostAsync(HttpContext context)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
        var value = form["SAMLRequest"].ToString() is { Length: > 0 } request ? request : form["SAMLResponse"].ToString();
        if (value.Length == 0)
        {
            await page.WriteErrorAsync(context, AadStsError.NoMessage);
        }
        else
        {
            await HandleAsync(context, BindingUris.Post, value, RelayState(form["RelayState"]));
        }
    }

    private Task HandleAsync(HttpContext context, string binding, string text, string? relayState)
    {
        if (MessageElement.Decode(text, binding, out var xml, out var error) is not { } message)
        {
            return page.WriteErrorAsync(context, error!);
        }

        if (message.Name == MessageElement.Protocol + "AuthnRequest")
        {
            return signIn.StartAsync(context, message, xml, relayState);
        }

        if (message.Name == MessageElement.Protocol + "LogoutRequest")
        {
            return signOut.HandleRequestAsync(context, message, relayState);
        }

        if (message.Name == MessageElement.Protocol + "LogoutResponse")
        {
            return signOut.HandleResponseAsync(context, message);
        }

        return page.WriteErrorAsync(context, AadStsError.InvalidMessage($"It is a {message.Name.LocalName}."));
    }

    private static string? RelayState(string? value) => string.IsNullOrEmpty(value) ? null : value;
}

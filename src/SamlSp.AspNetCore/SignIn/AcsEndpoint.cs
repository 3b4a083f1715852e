using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>The assertion consumer service: takes a Response by HTTP-POST (SAML Bindings 3.5) and answers with a session or a refusal.</summary>
internal sealed class AcsEndpoint(SamlSignIn signIn, SignInCompletion completion, PendingRequestCookies cookies, Refusing refusing)
{
    /// <summary>Marks a form that this site posted to itself, so that it does so once.</summary>
    private const string Again = "SamlSp.Again";

    public async Task HandleAsync(HttpContext context, SamlSpOptions options, IOrganizationRegistry registry, ServiceProviderKeys keys)
    {
        var started = Stopwatch.GetTimestamp();
        var form = await MessageForm.ReadAsync(context);
        if (form.Refusal is { } refused)
        {
            await refusing.AnswerAsync(context, options, refused, form.Status);
            return;
        }

        var relayState = form.Value("RelayState");
        var pending = cookies.Find(context, options, relayState) is { Logout: false } found ? found : null;
        if (pending is null && PendingRequestCookies.IsHandle(relayState) && form.Value(Again) is null && IsCrossSite(context.Request, options))
        {
            // SameSite=Lax keeps the state cookie back on a POST from the identity provider's site. A post from our own page brings it.
            await PostPage.WriteAsync(context, options, options.AssertionConsumerServiceUrl, [("SAMLResponse", form.Value("SAMLResponse")!), ("RelayState", relayState!), (Again, "1")]);
            return;
        }

        PendingRequestCookies.Remove(context, options, relayState);
        using var span = SamlSpTelemetry.Source.StartActivity("samlsp.sign_in");
        var attempt = new SignInAttempt(context, options, registry, pending);
        var outcome = await signIn.RunAsync(attempt, form.Value("SAMLResponse")!, keys);
        await completion.AnswerAsync(attempt, outcome, pending?.ReturnUrl ?? ReturnUrl.Local(relayState, options.BaseUrl!), started);
    }

    /// <summary>
    /// Whether a browser says that another site sent this POST. Browsers without Sec-Fetch-Site say it by Origin; a caller that says neither is no browser, and gets no second try.
    /// </summary>
    private static bool IsCrossSite(HttpRequest request, SamlSpOptions options)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0) return site == "cross-site";
        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && !string.Equals(origin, options.BaseUrl, StringComparison.OrdinalIgnoreCase);
    }
}

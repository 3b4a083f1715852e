using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>
/// The assertion consumer service: takes a Response by HTTP-POST (SAML Bindings 3.5) and answers with a session or a refusal.
/// </summary>
internal sealed class AcsEndpoint(
    SamlSignIn signIn,
    SignInCompletion completion,
    PendingRequestCookies cookies,
    TrialSignIn tests,
    CompletedRequestCookie done,
    LostRequestRecovery failures
)
{
    /// <summary>Marks a form that this site posted to itself, so that it does so once.</summary>
    private const string Again = "SamlSp.Again";

    public async Task HandleAsync(HttpContext context, SamlSpOptions options, IOrganizationRegistry registry, ServiceProviderKeys keys)
    {
        var started = Stopwatch.GetTimestamp();
        using var form = await MessageForm.ReadAsync(context);
        if (form.Refusal is { } refused)
        {
            var unread = new SignInAttempt(context, options, registry, Pending: null);
            await completion.AnswerAsync(
                unread,
                unread.Trace.Refuse(SignInChecks.Message, refused.Code!, refused.Reason),
                "/",
                started,
                form.Status
            );
            return;
        }

        var relayState = form.Value("RelayState");
        var pending = cookies.Find(context, options, relayState) is { Logout: false } found ? found : null;
        var (isCrossSite, again) = (IsCrossSite(context.Request, options), form.Has(Again));
        if (pending is null && PendingRequestCookies.IsHandle(relayState) && !again && isCrossSite)
        {
            // SameSite=Lax keeps the state cookie back on a POST from the identity provider's site. A post from our own page brings it.
            await PostAgainAsync(context, options, form);
            return;
        }

        PendingRequestCookies.Remove(context, options, relayState);
        using var span = SamlSpTelemetry.Source.StartActivity("samlsp.sign_in");
        if (await tests.RegistryAsync(context, options, registry, pending) is not { } candidates)
        {
            return;
        }

        var attempt = new SignInAttempt(context, options, candidates, pending);
        var outcome = await signIn.RunAsync(attempt, form.Bytes("SAMLResponse"), keys);
        if (attempt.IsTest)
        {
            await tests.AnswerAsync(attempt, outcome);
            return;
        }

        if (LostRequestRecovery.NeedsCookies(attempt, outcome, isCrossSite, again))
        {
            await PostAgainAsync(context, options, form);
            return;
        }

        if (outcome.Session is null && await failures.TryAnswerAsync(attempt, outcome, relayState))
        {
            completion.Record(attempt, outcome, started);
            return;
        }

        if (attempt.Trace.IdentityProviderError is { } error && Page.IsWanted(context.Request))
        {
            context.Response.Headers["Refresh"] =
                "0; url=" + IdentityProviderErrorPage.Url(context, options, attempt.Trace.Reference, error);
        }

        if (outcome.Session is not null && pending is not null)
        {
            done.Add(context, options, pending);
        }

        await completion.AnswerAsync(attempt, outcome, pending?.ReturnUrl ?? ReturnUrl.Local(relayState, options.BaseUrl!), started);
    }

    private static Task PostAgainAsync(HttpContext context, SamlSpOptions options, MessageForm form) =>
        PostPage.WriteAsync(
            context,
            options,
            options.AssertionConsumerServiceUrl,
            [("SAMLResponse", form.Value("SAMLResponse")!), ("RelayState", form.Value("RelayState") ?? ""), (Again, "1")]
        );

    /// <summary>
    /// Whether a browser says that another site sent this POST. Browsers without Sec-Fetch-Site say it by Origin; a caller that says
    /// neither is no browser, and gets no second try.
    /// </summary>
    private static bool IsCrossSite(HttpRequest request, SamlSpOptions options)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site == "cross-site";
        }

        var origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && !string.Equals(origin, options.BaseUrl, StringComparison.OrdinalIgnoreCase);
    }
}

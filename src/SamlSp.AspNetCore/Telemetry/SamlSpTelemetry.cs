using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace SamlSp.AspNetCore;

/// <summary>Instruments: meter and activity source <c>SamlSp</c>. Tags are codes from closed sets, never text from a request.</summary>
internal static class SamlSpTelemetry
{
    /// <summary>The name of the meter and of the activity source.</summary>
    public const string Name = "SamlSp";

    private static readonly Meter Meter = new(Name);

    internal static ActivitySource Source { get; } = new(Name);

    /// <summary>Sign-ins by <c>samlsp.outcome</c>: <c>accepted</c> or a refusal code.</summary>
    internal static Counter<long> SignIns { get; } =
        Meter.CreateCounter<long>("samlsp.sign_ins", "{sign_in}", "Answers taken at the assertion consumer service.");

    /// <summary>Time from the form value to the decision, seconds.</summary>
    internal static Histogram<double> SignInDuration { get; } =
        Meter.CreateHistogram<double>("samlsp.sign_in.duration", "s", "Time from the form value to the decision.");

    /// <summary>
    /// Requests of proxies at <c>/auth</c> by <c>samlsp.outcome</c>: <c>allowed</c>, <c>forbidden</c>, <c>unauthenticated</c>,
    /// <c>misconfigured</c>, <c>unavailable</c>.
    /// </summary>
    internal static Counter<long> GatewayDecisions { get; } =
        Meter.CreateCounter<long>("samlsp.gateway.decisions", "{decision}", "Answers to reverse proxies.");

    /// <summary>
    /// Time that verifying a Response takes (parsing, signature, decryption, checks), seconds; without storage and rules.
    /// </summary>
    internal static Histogram<double> VerificationDuration { get; } =
        Meter.CreateHistogram<double>("samlsp.verification.duration", "s", "Time to verify a SAML Response.");

    /// <summary>Sessions that began, by <c>samlsp.user_type</c>: <c>member</c>, <c>entraGuest</c>, <c>externalGuest</c>.</summary>
    internal static Counter<long> SessionsStarted { get; } =
        Meter.CreateCounter<long>("samlsp.sessions.started", "{session}", "Sessions that began.");

    /// <summary>Refusals of any message, sign-in or logout, by <c>samlsp.code</c>: the codes of docs/errors.md.</summary>
    internal static Counter<long> Refusals { get; } =
        Meter.CreateCounter<long>("samlsp.refusals", "{refusal}", "Messages that were refused.");

    /// <summary>Requests beyond a limit, answered 429, by <c>samlsp.limit</c>: <c>address</c>, <c>organization</c>.</summary>
    internal static Counter<long> RateLimited { get; } =
        Meter.CreateCounter<long>("samlsp.rate_limited", "{request}", "Requests beyond a rate limit.");

    /// <summary>Counts a request beyond a rate limit.</summary>
    /// <param name="limit">The limit: <c>address</c> or <c>organization</c>.</param>
    public static void CountRateLimited(string limit) => RateLimited.Add(1, new KeyValuePair<string, object?>("samlsp.limit", limit));

    /// <summary>Sessions that were ended early, by <c>samlsp.cause</c>.</summary>
    private static Counter<long> SessionsEnded { get; } =
        Meter.CreateCounter<long>("samlsp.sessions.ended", "{session}", "Sessions that were ended early.");

    /// <summary>Open requests, hub connections and circuits that were ended because their session was over.</summary>
    internal static Counter<long> ConnectionsCut { get; } =
        Meter.CreateCounter<long>("samlsp.connections.cut", "{connection}", "Open connections that were ended with their session.");

    /// <summary>Counts sessions that a store has ended early. For implementations of <see cref="ISessionStore"/>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="cause">Why.</param>
    public static void CountEnded(int count, SessionEndCause cause)
    {
        if (count > 0)
        {
            SessionsEnded.Add(count, new KeyValuePair<string, object?>("samlsp.cause", cause.ToString()));
        }
    }
}

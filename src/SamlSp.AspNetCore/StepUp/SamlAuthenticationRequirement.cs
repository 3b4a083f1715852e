using Microsoft.AspNetCore.Authorization;

namespace SamlSp.AspNetCore;

/// <summary>
/// Asks more of a user's authentication than that there is a session: how long it may be ago, how it was done, which authentication
/// context it has. It is compared with what the identity provider has proven, on each request. Where it is not met, a browser is sent to
/// the identity provider once, and an API caller gets the challenge of RFC 9470.
/// </summary>
public sealed record SamlAuthenticationRequirement : IAuthorizationRequirement
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>Creates a requirement.</summary>
    /// <param name="maxAge">How long the authentication at the identity provider may be ago: 1 minute to 24 hours. Null: as long as the
    /// session.</param>
    /// <param name="method">How the user must have authenticated.</param>
    /// <param name="authenticationContext">The context that the authentication must have: at Entra by OpenID Connect the ID of an
    /// authentication context (<c>c1</c>), elsewhere an <c>acr</c> value or an AuthnContextClassRef. Null: any.</param>
    /// <exception cref="ArgumentOutOfRangeException">The age or the method is not one of those.</exception>
    /// <exception cref="ArgumentException">The context has other characters than visible ASCII, or nothing is required.</exception>
    public SamlAuthenticationRequirement(
        TimeSpan? maxAge = null,
        ReauthenticationMethod method = ReauthenticationMethod.Any,
        string? authenticationContext = null
    )
    {
        if (maxAge is { } age && (age < Shortest || age > Longest))
        {
            throw new ArgumentOutOfRangeException(nameof(maxAge), age, "The age must be 1 minute to 24 hours.");
        }

        if (!Enum.IsDefined(method))
        {
            throw new ArgumentOutOfRangeException(nameof(method), method, "There is no such method.");
        }

        if (authenticationContext is not null && !ContextName.IsValid(authenticationContext))
        {
            throw new ArgumentException(
                "An authentication context has 1 to 256 visible ASCII characters, without quotation marks and backslashes.",
                nameof(authenticationContext)
            );
        }

        if ((maxAge, authenticationContext) is (null, null) && !AsksMethod(method))
        {
            throw new ArgumentException(
                "Require an age, several factors, a phishing-resistant method or an authentication context.",
                nameof(method)
            );
        }

        (MaxAge, Method, AuthenticationContext) = (maxAge, method, authenticationContext);
    }

    /// <summary>How long the authentication at the identity provider may be ago; null for as long as the session.</summary>
    public TimeSpan? MaxAge { get; }

    /// <summary>How the user must have authenticated.</summary>
    public ReauthenticationMethod Method { get; }

    /// <summary>The context that the authentication must have; null for any.</summary>
    public string? AuthenticationContext { get; }

    /// <inheritdoc />
    public override string ToString() =>
        $"{nameof(SamlAuthenticationRequirement)}: MaxAge={MaxAge}, Method={Method}, AuthenticationContext={AuthenticationContext}";

    private static bool AsksMethod(ReauthenticationMethod method) =>
        method is ReauthenticationMethod.MultiFactor or ReauthenticationMethod.PhishingResistant;

    internal static TimeSpan Bounded(TimeSpan age) =>
        age < Shortest ? Shortest
        : age > Longest ? Longest
        : age;

    /// <summary>What a policy asks of the method; null if it asks nothing that a request could ask for.</summary>
    internal static SamlAuthenticationRequirement? Of(SessionPolicy policy) =>
        policy.RequiresMultiFactor || policy.RequiresPhishingResistant ? new(method: policy.Method) : null;

    /// <summary>All of several requirements at once: the shortest age, the strictest method, the first context.</summary>
    internal static SamlAuthenticationRequirement? Of(IEnumerable<SamlAuthenticationRequirement> requirements) =>
        requirements.Aggregate(
            (SamlAuthenticationRequirement?)null,
            (all, next) =>
                all is null
                    ? next
                    : new(
                        all.MaxAge is { } a && next.MaxAge is { } b ? (a < b ? a : b) : all.MaxAge ?? next.MaxAge,
                        all.Method > next.Method ? all.Method : next.Method,
                        all.AuthenticationContext ?? next.AuthenticationContext
                    )
        );

    /// <summary>What an authentication lacks; null if it meets the requirement.</summary>
    internal StepUpGap? FindGap(VerifiedSignIn verified, DateTimeOffset now) => FindGap(verified.AuthnInstant, verified.Facts, now);

    /// <summary>What a session's authentication lacks; null if it meets the requirement.</summary>
    internal StepUpGap? FindGap(Session session, DateTimeOffset now) =>
        FindGap(
            session.AuthenticatedAt,
            session.Facts with
            {
                // A session of an earlier version has no other facts.
                MultipleFactors = session.MultipleFactors,
            },
            now
        );

    /// <summary>The contexts that a request asks the connection's identity provider for; none if there is nothing to ask for.</summary>
    internal IReadOnlyList<string> RequestedContexts(SamlSpConnectionOptions connection) =>
        AuthenticationContext is { } context
            ? [context]
            : Method switch
            {
                ReauthenticationMethod.MultiFactor => [.. connection.MultiFactorContexts],
                ReauthenticationMethod.PhishingResistant => [.. connection.PhishingResistantContexts],
                _ => [],
            };

    private StepUpGap? FindGap(DateTimeOffset authenticated, AuthenticationFacts facts, DateTimeOffset now)
    {
        if (MaxAge is { } age)
        {
            if (!facts.IsInstantProven)
            {
                return new(
                    SignInRefusalCodes.AuthnTimeMissing,
                    "The page asks when the user authenticated, and the identity provider does not say it (auth_time)."
                );
            }

            if (authenticated + age <= now)
            {
                return new(Protocol.RefusalCodes.AuthnTooOld, $"The page asks for an authentication within {Duration.ToText(age)}.");
            }
        }

        if (Method == ReauthenticationMethod.MultiFactor && !facts.MultipleFactors)
        {
            return new(
                SignInRefusalCodes.AuthnMethodInsufficient,
                "The page asks for several factors, and the identity provider does not say that they were used."
            );
        }

        if (Method == ReauthenticationMethod.PhishingResistant && !facts.PhishingResistant)
        {
            return new(
                SignInRefusalCodes.AuthnMethodInsufficient,
                "The page asks for a phishing-resistant method, and the identity provider does not say that one was used."
            );
        }

        return AuthenticationContext is { } context && !facts.Contexts.Contains(context, StringComparer.Ordinal)
            ? new(
                SignInRefusalCodes.AuthnContextMissing,
                $"The page asks for the authentication context {context}, and the identity provider does not say that it is satisfied."
            )
            : null;
    }
}

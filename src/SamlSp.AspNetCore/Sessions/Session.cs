using SamlSp.Claims;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>A session at the server. The browser holds a protected reference to it, and nothing else.</summary>
public sealed record Session
{
    /// <summary>
    /// The session's ID: 256 random bits, hexadecimal. Knowing it is not enough to use the session, because the cookie is protected too.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>The organization's name.</summary>
    public required string Organization { get; init; }

    /// <summary>
    /// The ID of the user's record in the store. To tie the user to a record of the application, use <see cref="ProviderKey"/>.
    /// </summary>
    public required string UserId { get; init; }

    /// <summary>The user's immutable key at the identity provider.</summary>
    public required UserKey Key { get; init; }

    /// <summary>Member, Entra guest or external guest.</summary>
    public required UserType UserType { get; init; }

    /// <summary>The resolved NameID, by which the application knows the user.</summary>
    public required string NameId { get; init; }

    /// <summary>The display name; null when not sent.</summary>
    public string? DisplayName { get; init; }

    /// <summary>The org unit's path.</summary>
    public required string OrgUnitPath { get; init; }

    /// <summary>Roles in this application.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The identity provider's entity ID.</summary>
    public required string Issuer { get; init; }

    /// <summary>The NameID exactly as asserted; logout requests need it.</summary>
    public required NameId AssertedNameId { get; init; }

    /// <summary>The identity provider's handle for its session; null when not sent.</summary>
    public string? SessionIndex { get; init; }

    /// <summary>When the user authenticated at the identity provider, UTC.</summary>
    public required DateTimeOffset AuthenticatedAt { get; init; }

    /// <summary>When this session began, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The latest end, UTC. It is never moved to a later time; a stricter policy moves it to an earlier one.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>What set <see cref="ExpiresAt"/>.</summary>
    public required SessionEndCause ExpiresBy { get; init; }

    /// <summary>How often re-authentication is required, when the policy requires it; null otherwise.</summary>
    public TimeSpan? ReauthenticationFrequency { get; init; }

    /// <summary>The path of the org unit whose policy applies; null if no policy requires re-authentication.</summary>
    public string? PolicyFrom { get; init; }

    /// <summary>Whether the identity provider said that several factors were used.</summary>
    public bool MultipleFactors { get; init; }

    /// <summary>
    /// How the user authenticated, as the identity provider says it: the values of <c>amr</c>, or of <c>authnmethodsreferences</c>.
    /// </summary>
    public IReadOnlyList<string> AuthenticationMethods => Facts.Methods;

    /// <summary>
    /// The contexts that the authentication satisfied: <c>acr</c> and <c>acrs</c>, or AuthnContextClassRef (SAML Core 2.7.2.2).
    /// </summary>
    public IReadOnlyList<string> AuthenticationContexts => Facts.Contexts;

    /// <summary>Whether the identity provider said that the method was phishing-resistant.</summary>
    public bool PhishingResistant => Facts.PhishingResistant;

    /// <summary>When it was ended early, UTC; null if it was not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it was ended early.</summary>
    public SessionEndCause? EndedBy { get; init; }

    /// <summary>
    /// The <see cref="UserRecord.RightsVersion"/> at the start of this session; null for a session that was found in a store.
    /// </summary>
    public long? RightsVersion { get; init; }

    /// <summary>The attributes of the assertion, by claim name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Claims { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>
    /// <see cref="Key"/> as one text of at most 128 characters, for a record of the application, such as Identity's external login. The
    /// same for a user at every sign-in, by SAML and by OpenID Connect; at Entra <c>tenant ID/object ID</c>.
    /// </summary>
    public string ProviderKey => ProviderKeyText.Create(Key);

    /// <summary>The claims of the principals of its requests.</summary>
    internal SessionClaims PrincipalClaims { get; } = new();

    /// <summary>What is proven about the authentication.</summary>
    internal AuthenticationFacts Facts => AuthenticationFacts.Of(this);

    /// <summary>Whether the session is live at an instant.</summary>
    public bool IsLive(DateTimeOffset now) => EndedAt is null && now < ExpiresAt;

    /// <summary>Whether the session has expired, and the user must authenticate again.</summary>
    public bool NeedsReauthentication(DateTimeOffset now) => EndedAt is null && now >= ExpiresAt && ReauthenticationFrequency is not null;
}

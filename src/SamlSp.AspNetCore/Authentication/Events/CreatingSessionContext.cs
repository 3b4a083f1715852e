using Microsoft.AspNetCore.Http;
using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>A session is about to be created. The application may add claims to it, which every request of the session has.</summary>
public sealed class CreatingSessionContext(
    HttpContext httpContext,
    SamlSpOptions options,
    Organization organization,
    VerifiedSignIn verified,
    SignInIdentity identity,
    UserRecord user
)
{
    private Dictionary<string, List<string>>? _claims;

    /// <summary>The HTTP context.</summary>
    public HttpContext HttpContext { get; } = httpContext;

    /// <summary>The scheme's options.</summary>
    public SamlSpOptions Options { get; } = options;

    /// <summary>The organization.</summary>
    public Organization Organization { get; } = organization;

    /// <summary>What was proven, whatever the protocol.</summary>
    public VerifiedSignIn Verified { get; } = verified;

    /// <summary>Who it is.</summary>
    public SignInIdentity Identity { get; } = identity;

    /// <summary>The user of the store.</summary>
    public UserRecord User { get; } = user;

    /// <summary>
    /// Adds a claim to the session. Claims of a type that is added replace those that were asserted. Types of SamlSp's own
    /// (<c>urn:samlsp:</c>) and <see cref="System.Security.Claims.ClaimTypes.NameIdentifier"/> cannot be added.
    /// </summary>
    /// <exception cref="ArgumentException">The type is empty, or one that only SamlSp sets.</exception>
    public void AddClaim(string type, string value)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentNullException.ThrowIfNull(value);
        if (SessionClaims.IsReserved(type))
        {
            throw new ArgumentException($"Only SamlSp sets claims of the type {type}.", nameof(type));
        }

        _claims ??= new(StringComparer.Ordinal);
        if (!_claims.TryGetValue(type, out var values))
        {
            _claims[type] = values = [];
        }

        values.Add(value);
    }

    /// <summary>The claims of the session: those given, with those that were added.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyList<string>> AddTo(IReadOnlyDictionary<string, IReadOnlyList<string>> claims)
    {
        if (_claims is null)
        {
            return claims;
        }

        var all = claims.ToDictionary(StringComparer.Ordinal);
        foreach (var (type, values) in _claims)
        {
            all[type] = values;
        }

        return all;
    }
}

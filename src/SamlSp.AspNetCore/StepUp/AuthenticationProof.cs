namespace SamlSp.AspNetCore;

/// <summary>Says which methods and contexts of an identity provider prove that phishing does not work on them.</summary>
internal static class AuthenticationProof
{
    private const int MostDescribed = 8;
    private const int LongestDescribed = 100;

    /// <summary>
    /// FIDO2 (passkeys, security keys) and smart cards. Not <c>rsa</c>, <c>hwk</c> or <c>x509</c>: at Entra the key of an Authenticator app
    /// is one as well, and others report one for a push message.
    /// </summary>
    private static readonly string[] Methods = ["fido", "sc"];

    private static readonly string[] Contexts =
    [
        // OpenID Connect Extended Authentication Profile ACR Values 1.0, 3.
        AcrValues.PhishingResistant,
        "phrh",
        // SAML Authentication Context 3.4.17, 3.4.23: a key that signs the handshake of TLS, which a relay cannot use.
        "urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI",
        "urn:oasis:names:tc:SAML:2.0:ac:classes:TLSClient",
    ];

    public static bool IsPhishingResistant(VerifiedSignIn verified, SamlSpConnectionOptions connection) =>
        IsAnyOf(verified.AuthenticationContexts, Contexts)
        || IsAnyOf(verified.AuthenticationContexts, connection.PhishingResistantContexts)
        || verified.AuthenticationMethods.Any(method => IsOne(method, Methods) || IsOne(method, connection.PhishingResistantMethods));

    public static bool IsAnyOf(IReadOnlyList<string> given, IEnumerable<string> wanted) =>
        given.Intersect(wanted, StringComparer.Ordinal).Any();

    /// <summary>The methods and contexts for an administrator: what the identity provider said, shortened.</summary>
    public static string Describe(VerifiedSignIn verified) =>
        $"Methods: {Shown(verified.AuthenticationMethods)}. Contexts: {Shown(verified.AuthenticationContexts)}.";

    /// <summary>Entra writes addresses in SAML, and their last parts in OpenID Connect.</summary>
    private static bool IsOne(string method, IEnumerable<string> wanted)
    {
        var last = method[(method.LastIndexOfAny(['/', ':', '#']) + 1)..];
        return wanted.Any(one =>
            method.Equals(one, StringComparison.OrdinalIgnoreCase) || last.Equals(one, StringComparison.OrdinalIgnoreCase)
        );
    }

    private static string Shown(IReadOnlyList<string> values) =>
        values.Count == 0
            ? "none"
            : string.Join(
                ", ",
                values
                    .Take(MostDescribed)
                    .Select(value => ContextName.IsValid(value) && value.Length <= LongestDescribed ? value : "(not shown)")
            );
}

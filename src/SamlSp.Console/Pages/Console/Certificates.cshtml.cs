using System.Security.Cryptography.X509Certificates;
using SamlSp.AspNetCore;

namespace SamlSp.Console.Pages.Console;

/// <summary>The certificates of both sides: how long they last, and what to do when they end.</summary>
[RequireRole(ConsoleRole.Reader)]
internal sealed class CertificatesModel(SamlSpSchemes schemes, IOrganizationRegistry registry) : ConsolePage
{
    /// <summary>From how many days on it is worth a warning.</summary>
    private const int WarnFrom = 30;

    /// <summary>Our pairs.</summary>
    public IReadOnlyList<ServiceProviderKeyPair> Ours => schemes.Default.Keys.Pairs;

    /// <summary>The certificates that the identity provider signs with; empty where it is not SAML.</summary>
    public IReadOnlyList<X509Certificate2> Theirs => Link?.IdentityProvider?.Metadata.SigningCertificates ?? [];

    /// <summary>The organization.</summary>
    public Organization? Link => registry.TryGet(Organization, out var organization) ? organization : null;

    /// <summary>The day on which the client secret ends; null where there is none or nobody said it.</summary>
    public DateOnly? SecretEnds =>
        Link is { Options.Connection: { Protocol: ConnectionProtocol.OpenIdConnect } connection } ? connection.ClientSecretExpires : null;

    /// <summary>Our metadata's address, as a browser sees it.</summary>
    public string MetadataPath => Request.PathBase + schemes.Default.Options.ModulePath;

    /// <summary>Shows the page.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Performance",
        "CA1822",
        Justification = "Razor Pages looks for handlers among instance methods."
    )]
    public void OnGet() { }

    internal int DaysLeft(X509Certificate2 certificate) =>
        (int)Math.Floor((certificate.NotAfter.ToUniversalTime() - Now.UtcDateTime).TotalDays);

    internal static string Mark(int days) =>
        days < 0 ? "bad"
        : days <= WarnFrom ? "warn"
        : "good";

    internal static string Left(int days) => days < 0 ? "ended" : DisplayText.Count(days, "day") + " left";

    internal static string Thumbprint(X509Certificate2 certificate) =>
        string.Join(
            ':',
            certificate
                .GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256)
                .Chunk(2)
                .Select(pair => new string(pair))
                .Take(8)
        ) + "…";

    internal static string Of(KeyPairState state) =>
        state switch
        {
            KeyPairState.Next => "published, signs soon",
            KeyPairState.Active => "signs, and decrypts",
            _ => "decrypts only",
        };
}

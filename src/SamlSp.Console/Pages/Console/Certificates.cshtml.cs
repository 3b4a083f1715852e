using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using SamlSp.AspNetCore;

namespace SamlSp.Console.Pages.Console;

/// <summary>The certificates of both sides: when they expire, and how to replace them.</summary>
[RequireRole(ConsoleRole.Reader)]
internal sealed class CertificatesModel(SamlSpSchemes schemes, IOrganizationRegistry registry) : ConsolePage
{
    /// <summary>The number of days before expiry from which a warning is shown.</summary>
    private const int WarningDays = 30;

    /// <summary>This server's key pairs.</summary>
    public IReadOnlyList<ServiceProviderKeyPair> Ours => schemes.Default.Keys.Pairs;

    /// <summary>The certificates that the identity provider signs with; empty if it is not SAML.</summary>
    public IReadOnlyList<X509Certificate2> Theirs => Link?.IdentityProvider?.Metadata.SigningCertificates ?? [];

    /// <summary>The organization.</summary>
    public Organization? Link => registry.TryGet(Organization, out var organization) ? organization : null;

    /// <summary>The day on which the client secret expires; null if there is none, or the day is not known.</summary>
    public DateOnly? SecretEnds =>
        Link is { Options.Connection: { Protocol: ConnectionProtocol.OpenIdConnect } connection } ? connection.ClientSecretExpires : null;

    /// <summary>The path of this server's metadata, as a browser sees it.</summary>
    public string MetadataPath => Request.PathBase + schemes.Default.Options.ModulePath;

    /// <summary>Why there are no certificates of the identity provider.</summary>
    public string NoCertificatesText =>
        Link?.Options.Connection switch
        {
            { Protocol: ConnectionProtocol.OpenIdConnect, ClientAuthentication: ClientAuthenticationMethod.ClientSecret } =>
                "The keys of OpenID Connect are read from the identity provider as needed. "
                    + "The expiry date of the client secret is not known. Enter it in the sign-in settings to be warned in time.",
            { Protocol: ConnectionProtocol.OpenIdConnect } =>
                "The keys of OpenID Connect are read from the identity provider as needed. There is no client secret.",
            _ => "No identity provider is connected.",
        };

    /// <summary>How new certificates of the identity provider are found.</summary>
    public string MetadataText =>
        Link?.Options.Connection.MetadataUrl is null
            ? "The metadata was uploaded. When Entra gets a new certificate, upload the metadata again in the sign-in settings."
            : "The metadata is read from its URL every hour, and at once when a signature does not match. "
                + "A new certificate in Entra needs no change here.";

    /// <summary>Shows the page.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Performance",
        "CA1822",
        Justification = "Razor Pages looks for handlers among instance methods."
    )]
    public void OnGet() { }

    /// <summary>Sends the certificate of one of this server's key pairs, which is public, as Entra takes it (PEM).</summary>
    /// <param name="name">The name of the key pair.</param>
    public IActionResult OnGetDownload(string? name) =>
        Ours.FirstOrDefault(pair => pair.Name == name) is { } pair
            ? File(Encoding.ASCII.GetBytes(pair.Certificate.ExportCertificatePem()), "application/x-pem-file", "samlsp.pem")
            : NotFound();

    internal int DaysLeft(X509Certificate2 certificate) =>
        (int)Math.Floor((certificate.NotAfter.ToUniversalTime() - Now.UtcDateTime).TotalDays);

    internal static string Mark(int days) =>
        days < 0 ? "bad"
        : days <= WarningDays ? "warn"
        : "good";

    internal static string Left(int days) => days < 0 ? "expired" : DisplayText.Count(days, "day") + " left";

    internal static string StateText(KeyPairState state) =>
        state switch
        {
            KeyPairState.Next => "published, signs later",
            KeyPairState.Active => "signs and decrypts",
            _ => "decrypts only",
        };
}

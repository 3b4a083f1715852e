using System.Text.RegularExpressions;
using System.Xml;
using SamlSp.Testing;

namespace SamlSp.Fuzz;

/// <summary>The genuine messages that mutations start from.</summary>
internal static class Seeds
{
    private static int _made;

    /// <summary>Responses that are to be accepted: each signing option of Entra, and what else there is to read.</summary>
    public static IReadOnlyList<TestResponse> Accepted { get; } =
    [
        Make(Idp()),
        Make(Idp() with { HasKeyInfo = true, AuthnContextClass = null }),
        Make(Idp().EntraGuest().Sign(SignedParts.Response)),
        Make(Idp().ExternalGuest().Sign(SignedParts.Both)),
        Make(Idp().SignWith(TestCertificates.IdpEcdsa)),
        Make(
            Idp().Attribute("escapes", "a<b>&\"c'", "line\rfeed\n\ttab", "𐍈 é \u200B", "").Attribute(EntraClaims.Groups, "g1", "g2", "g3")
        ),
        Make(Idp().NameId("someone", null).BeforeSigning(WithPrefixes)),
        Make(
            (Idp() with { SessionIndex = "", SessionNotOnOrAfter = TestClock.Now.AddHours(8), ResponseIssuer = null })
                .Attribute("a")
                .Sign(SignedParts.Assertion)
        ),
    ];

    /// <summary>
    /// Responses with an encrypted assertion that are to be accepted. Few are made from them: each costs a private-key operation.
    /// </summary>
    public static IReadOnlyList<TestResponse> Encrypted { get; } =
    [
        Make(Idp().Encrypted(Encryption(XmlAlgorithms.Aes256Cbc))),
        Make(Idp().Sign(SignedParts.Response).Encrypted(Encryption(XmlAlgorithms.Aes256Gcm))),
    ];

    /// <summary>
    /// Genuine messages of the same issuer, and of others, that are not for us, not now, or not an answer to our request: never to be
    /// accepted.
    /// </summary>
    public static IReadOnlyList<TestResponse> Foreign { get; } =
    [
        Make(Idp().For("https://other.example.com/Saml2")),
        Make(Idp().SentTo("https://other.example.com/Saml2/Acs")),
        Make(Idp().Answering("_other-request")),
        Make(Idp().Unsolicited()),
        Make(Idp().At(TestClock.Now.AddDays(-2))),
        Make(Idp().Tenant(TestTenant.HomeId)),
        Make(Idp().Member("admin").SignWith(PinnedKeys.Untrusted)),
        Make(Idp().Member("admin").Sign(SignedParts.None)),
        Make(Idp().Failing("urn:oasis:names:tc:SAML:2.0:status:Responder")),
    ];

    /// <summary>A signed LogoutRequest and LogoutResponse of the POST binding.</summary>
    public static IReadOnlyList<string> Logout { get; } = [Sign(TestLogout.Request), Sign(TestLogout.Response)];

    /// <summary>Metadata, signed and unsigned.</summary>
    public static IReadOnlyList<string> Metadata { get; } =
    [
        new TestMetadata
        {
            Certificates = [PinnedKeys.Idp],
            SignedBy = PinnedKeys.Idp,
            Change = Lasting,
        }.ToXml(),
        new TestMetadata
        {
            Certificates = [PinnedKeys.Idp],
            SignedBy = null,
            Change = WithoutOtherRoles,
        }.ToXml(),
    ];

    /// <summary>All of them, to take parts from.</summary>
    public static IReadOnlyList<XmlPiece> Parts { get; } =
    [.. Accepted.Concat(Encrypted).Concat(Foreign).Select(response => response.Xml).Concat(Logout).Concat(Metadata).Select(XmlPiece.Parse)];

    private static TestIdp Idp() =>
        (TestIdp.Create() with { HasKeyInfo = false })
            .SignWith(PinnedKeys.Idp)
            .WithoutAttribute(EntraClaims.AuthnMethods)
            .WithoutAttribute(EntraClaims.GivenName)
            .WithoutAttribute(EntraClaims.Surname)
            .WithoutAttribute(EntraClaims.EmailAddress)
            .WithoutAttribute(EntraClaims.DisplayName)
            .WithoutAttribute(EntraClaims.IdentityProvider);

    private static TestEncryption Encryption(string algorithm) => new() { Recipient = PinnedKeys.SpDecryption, DataAlgorithm = algorithm };

    private static TestResponse Make(TestIdp idp)
    {
        _made++;
        return (idp with { ResponseId = "_response" + _made, AssertionId = "_assertion" + _made }).SignedResponse();
    }

    private static string WithPrefixes(string text) =>
        Regex
            .Replace(text, "(?<=</?)(?=[A-Z])", "saml:", RegexOptions.None, TimeSpan.FromSeconds(1))
            .Replace("xmlns=", "xmlns:saml=", StringComparison.Ordinal);

    private static string WithoutOtherRoles(string text) =>
        Regex.Replace(text, "<RoleDescriptor.*</RoleDescriptor>", "", RegexOptions.Singleline, TimeSpan.FromSeconds(1));

    private static string Lasting(string text) =>
        WithoutOtherRoles(text)
            .Replace(" entityID=", " validUntil=\"2026-12-01T00:00:00Z\" cacheDuration=\"PT1H\" entityID=", StringComparison.Ordinal);

    private static string Sign(string xml)
    {
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        document.LoadXml(xml);
        ReferenceSigner.Sign(document, document.DocumentElement!.GetAttribute("ID"), new() { Certificate = PinnedKeys.Idp });
        return document.OuterXml;
    }
}

using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml;
using SamlSp.Testing;

namespace SamlSp.Load;

/// <summary>
/// Makes fresh signed Responses fast: one is written and signed by the tests' identity provider, and each further one differs in its IDs
/// and its person, whose places in the canonical text are known. What is left for each is a digest and an RSA signature.
/// </summary>
internal sealed partial class ResponseTemplate
{
    private const string ResponseId = "_11111111-1111-4111-8111-111111111111";
    private const string AssertionId = "_22222222-2222-4222-8222-222222222222";
    private const string Person = "p00000000";
    private const string ObjectId = "33333333-3333-4333-8333-000000000000";
    private readonly string _xml;
    private readonly string _canonicalAssertion;
    private readonly string _canonicalSignedInfo;
    private readonly string _digest;
    private readonly string _signature;

    /// <summary>
    /// Makes the model: as Entra sends it, with 17 claims and 40 groups, the certificate in KeyInfo, in answer to no request.
    /// </summary>
    /// <param name="baseUrl">The service provider's address.</param>
    /// <param name="issuedAt">IssueInstant; the Response is good for an hour from then.</param>
    public ResponseTemplate(string baseUrl, DateTimeOffset issuedAt)
    {
        var person = TestUsers.Member(Person) with { ObjectId = ObjectId };
        var idp = (TestIdp.Create() with { ResponseId = ResponseId, AssertionId = AssertionId })
            .User(person)
            .Unsolicited()
            .At(issuedAt)
            .For(baseUrl + "/Saml2")
            .SentTo(baseUrl + "/Saml2/Acs")
            .InGroups([
                .. Enumerable
                    .Range(0, 40)
                    .Select(number => new Guid(SHA256.HashData(BitConverter.GetBytes(number)).AsSpan(0, 16)).ToString()),
            ])
            .Attribute(EntraClaims.Role, "reader")
            .Attribute(EntraClaims.Upn, person.UserPrincipalName)
            .Attribute(EntraClaims.Acct, "0")
            .Attribute(
                "http://schemas.microsoft.com/ws/2008/06/identity/claims/wids",
                "62e90394-69f5-4237-9190-012177145e10",
                "b79fbf4d-3ef9-4689-8143-76b194e85509"
            )
            .Attribute("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/department", "Research and development")
            .Attribute("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/country", "Switzerland")
            .Attribute("http://schemas.microsoft.com/identity/claims/onpremisessamaccountname", Person)
            .Attribute("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/employeeid", "0031542");
        var document = idp.SignedResponse().ToDocument();
        _xml = document.OuterXml;
        var signature = document.GetElementsByTagName("Signature", SignedXml.XmlDsigNamespaceUrl).OfType<XmlElement>().Single();
        _canonicalSignedInfo = Canonical(signature["SignedInfo", SignedXml.XmlDsigNamespaceUrl]!);
        _digest = DigestValue().Match(_xml).Groups["value"].Value;
        _signature = SignatureValue().Match(_xml).Groups["value"].Value;
        var assertion = (XmlElement)signature.ParentNode!;
        assertion.RemoveChild(signature);
        _canonicalAssertion = Canonical(assertion);
    }

    /// <summary>The form's body with a fresh Response, ready to be posted.</summary>
    /// <param name="person">The person's number.</param>
    /// <param name="key">The identity provider's key.</param>
    public byte[] Form(int person, RSA key)
    {
        var (response, assertion) = (TestIdp.NewId(), TestIdp.NewId());
        string Fill(string text) =>
            new StringBuilder(text)
                .Replace(ResponseId, response)
                .Replace(AssertionId, assertion)
                .Replace(ObjectId, string.Create(CultureInfo.InvariantCulture, $"33333333-3333-4333-8333-{person:D12}"))
                .Replace(Person, string.Create(CultureInfo.InvariantCulture, $"p{person:D8}"))
                .ToString();

        var digest = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Fill(_canonicalAssertion))));
        var signedInfo = Fill(_canonicalSignedInfo).Replace(_digest, digest, StringComparison.Ordinal);
        var signature = Convert.ToBase64String(
            key.SignData(Encoding.UTF8.GetBytes(signedInfo), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        );
        var xml = Fill(_xml).Replace(_digest, digest, StringComparison.Ordinal).Replace(_signature, signature, StringComparison.Ordinal);
        return Encoding.ASCII.GetBytes("SAMLResponse=" + Uri.EscapeDataString(Convert.ToBase64String(Encoding.UTF8.GetBytes(xml))));
    }

    /// <summary>The private key that <see cref="TestCertificates.Idp"/> is for.</summary>
    public static RSA Key() => TestCertificates.Idp.GetRSAPrivateKey()!;

    private static string Canonical(XmlElement element)
    {
        var alone = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        alone.LoadXml(element.OuterXml);
        var transform = new XmlDsigExcC14NTransform();
        transform.LoadInput(alone);
        using var bytes = (Stream)transform.GetOutput(typeof(Stream));
        using var reader = new StreamReader(bytes, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [GeneratedRegex("<DigestValue>(?<value>[^<]+)</DigestValue>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex DigestValue();

    [GeneratedRegex("<SignatureValue>(?<value>[^<]+)</SignatureValue>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SignatureValue();
}

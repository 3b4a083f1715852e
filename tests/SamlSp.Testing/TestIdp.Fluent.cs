using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Xml;

namespace SamlSp.Testing;

public sealed partial record TestIdp
{
    /// <summary>The user who signs in.</summary>
    public TestIdp User(TestUser user) => this with { Subject = user };

    /// <summary>A member signs in.</summary>
    public TestIdp Member(string name = "alice") => User(TestUsers.Member(name));

    /// <summary>A guest from another Entra tenant signs in.</summary>
    public TestIdp EntraGuest(string name = "charlie", string domain = "altostrat.com") => User(TestUsers.EntraGuest(name, domain));

    /// <summary>Another guest signs in.</summary>
    public TestIdp ExternalGuest(string name = "user", string domain = "hotmail.com", string identityProvider = "live.com") =>
        User(TestUsers.ExternalGuest(name, domain, identityProvider));

    /// <summary>Sets the issuer of the Response and the Assertion.</summary>
    public TestIdp IssuedBy(string? issuer) => this with { Issuer = issuer, ResponseIssuer = issuer };

    /// <summary>Another tenant issues it, and says so in the tenantid claim.</summary>
    public TestIdp Tenant(string tenantId) =>
        IssuedBy("https://sts.windows.net/" + tenantId + "/").Attribute(EntraClaims.TenantId, tenantId);

    /// <summary>Sets the audiences of the one AudienceRestriction.</summary>
    public TestIdp For(params string[] audiences) => this with { Audiences = audiences };

    /// <summary>Sets Destination and Recipient.</summary>
    public TestIdp SentTo(string? acsUrl) => this with { Destination = acsUrl, Recipient = acsUrl };

    /// <summary>Answers a request, in both places; the expectations wait for it.</summary>
    public TestIdp Answering(string requestId) =>
        this with
        {
            ResponseInResponseTo = requestId,
            ConfirmationInResponseTo = requestId,
            ExpectedRequestId = requestId,
        };

    /// <summary>Answers no request; the expectations allow it.</summary>
    public TestIdp Unsolicited() => this with { ResponseInResponseTo = null, ConfirmationInResponseTo = null, ExpectedRequestId = null };

    /// <summary>Moves the whole response in time.</summary>
    public TestIdp At(DateTimeOffset issueInstant) => this with { IssueInstant = issueInstant };

    /// <summary>Sets the NameID.</summary>
    public TestIdp NameId(string value, string? format = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress") =>
        this with
        {
            NameIdValue = value,
            NameIdFormat = format,
        };

    /// <summary>Sets an attribute, in the place of one with the same Name.</summary>
    public TestIdp Attribute(string name, params string[] values) =>
        this with
        {
            ExtraAttributes = [.. ExtraAttributes.Where(a => a.Name != name), (name, values)],
        };

    /// <summary>Leaves an attribute out.</summary>
    public TestIdp WithoutAttribute(string name) => Attribute(name);

    /// <summary>Puts the user into groups.</summary>
    public TestIdp InGroups(params string[] objectIds) => Attribute(EntraClaims.Groups, objectIds);

    /// <summary>Answers with a failure and without an assertion.</summary>
    public TestIdp Failing(string status, string? subStatus = null, string? message = null) =>
        this with
        {
            Status = status,
            SubStatus = subStatus,
            StatusMessage = message,
            HasAssertion = false,
            Signs = SignedParts.Response,
        };

    /// <summary>Sets what is signed.</summary>
    public TestIdp Sign(SignedParts parts) => this with { Signs = parts };

    /// <summary>Sets the key, and the algorithms where given.</summary>
    public TestIdp SignWith(X509Certificate2 certificate, string? signatureAlgorithm = null, string? digestAlgorithm = null) =>
        this with
        {
            SigningCertificate = certificate,
            SignatureAlgorithm = signatureAlgorithm,
            DigestAlgorithm = digestAlgorithm ?? DigestAlgorithm,
        };

    /// <summary>Changes the SignedXml before it computes.</summary>
    public TestIdp ConfigureSignature(Action<SignedXml> configure) => this with { OnSigning = OnSigning + configure };

    /// <summary>Encrypts the assertion as Entra does: AES-256-CBC with RSA-OAEP, unless told otherwise.</summary>
    public TestIdp Encrypted(TestEncryption? encryption = null) => this with { Encryption = encryption ?? new TestEncryption() };

    /// <summary>Changes the document before it is signed.</summary>
    public TestIdp BeforeSigning(Action<XmlDocument> change) => this with { DocumentBeforeSigning = DocumentBeforeSigning + change };

    /// <summary>Changes the text before it is signed.</summary>
    public TestIdp BeforeSigning(Func<string, string> change) =>
        this with
        {
            TextBeforeSigning = TextBeforeSigning is { } first ? text => change(first(text)) : change,
        };

    /// <summary>Changes the document after it is signed.</summary>
    public TestIdp AfterSigning(Action<XmlDocument> change) => this with { DocumentAfterSigning = DocumentAfterSigning + change };

    /// <summary>Changes the finished text.</summary>
    public TestIdp AfterSigning(Func<string, string> change) =>
        this with
        {
            TextAfterSigning = TextAfterSigning is { } first ? text => change(first(text)) : change,
        };

    /// <summary>
    /// Replaces one occurrence of a string in the finished text; throws when there is none, so that a case cannot be void.
    /// </summary>
    public TestIdp Tampered(string from, string to) => AfterSigning(text => ReplaceOnce(text, from, to));

    private static string ReplaceOnce(string text, string from, string to)
    {
        var at = text.IndexOf(from, StringComparison.Ordinal);
        return at < 0
            ? throw new InvalidOperationException($"There is no '{from}' in the response.")
            : text[..at] + to + text[(at + from.Length)..];
    }
}

using System.Security.Cryptography.X509Certificates;
using System.Security.Cryptography.Xml;
using System.Xml;
using SamlSp.Protocol;

namespace SamlSp.Testing;

/// <summary>
/// Creates Responses as Entra does, independently: written as text, signed by <see cref="SignedXml"/>, never by the code under
/// test. Immutable: every method gives a changed copy, so that a refusal and its positive control come from one document.
/// </summary>
public sealed partial record TestIdp
{
    private TestIdp() { }

    /// <summary>The issuer of the Assertion; null leaves the element out.</summary>
    public string? Issuer { get; init; } = TestTenant.Issuer;

    /// <summary>The issuer of the Response; null leaves the element out.</summary>
    public string? ResponseIssuer { get; init; } = TestTenant.Issuer;

    /// <summary>Who signs in.</summary>
    public TestUser Subject { get; init; } = TestUsers.Alice;

    /// <summary>The Response's ID; null makes a new one for each response.</summary>
    public string? ResponseId { get; init; }

    /// <summary>The Assertion's ID; null makes a new one for each response.</summary>
    public string? AssertionId { get; init; }

    /// <summary>Version of the Response and the Assertion.</summary>
    public string Version { get; init; } = "2.0";

    /// <summary>IssueInstant of both, and what the other instants are reckoned from.</summary>
    public DateTimeOffset IssueInstant { get; init; } = TestClock.Now;

    /// <summary>Destination; null leaves it out.</summary>
    public string? Destination { get; init; } = TestSp.AcsUrl;

    /// <summary>Recipient; null leaves it out.</summary>
    public string? Recipient { get; init; } = TestSp.AcsUrl;

    /// <summary>Audiences; empty leaves the AudienceRestriction out.</summary>
    public IReadOnlyList<string> Audiences { get; init; } = [TestSp.EntityId];

    /// <summary>InResponseTo of the Response; null leaves it out.</summary>
    public string? ResponseInResponseTo { get; init; } = TestSp.RequestId;

    /// <summary>InResponseTo of the SubjectConfirmationData; null leaves it out.</summary>
    public string? ConfirmationInResponseTo { get; init; } = TestSp.RequestId;

    /// <summary>NotBefore of the Conditions: five minutes before IssueInstant unless set.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>NotOnOrAfter of the Conditions: an hour after IssueInstant unless set.</summary>
    public DateTimeOffset? NotOnOrAfter { get; init; }

    /// <summary>NotOnOrAfter of the SubjectConfirmationData: an hour after IssueInstant unless set.</summary>
    public DateTimeOffset? ConfirmationNotOnOrAfter { get; init; }

    /// <summary>The NameID; null takes the user's <c>user.userprincipalname</c>.</summary>
    public string? NameIdValue { get; init; }

    /// <summary>The NameID's Format; null leaves it out.</summary>
    public string? NameIdFormat { get; init; } = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";

    /// <summary>AuthnInstant: a minute before IssueInstant unless set.</summary>
    public DateTimeOffset? AuthnInstant { get; init; }

    /// <summary>SessionIndex; null takes the assertion's ID, as Entra does, and an empty string leaves it out.</summary>
    public string? SessionIndex { get; init; }

    /// <summary>SessionNotOnOrAfter; null leaves it out, as Entra does.</summary>
    public DateTimeOffset? SessionNotOnOrAfter { get; init; }

    /// <summary>AuthnContextClassRef; null leaves the AuthnStatement's class out.</summary>
    public string? AuthnContextClass { get; init; } = "urn:oasis:names:tc:SAML:2.0:ac:classes:Password";

    /// <summary>How many AuthnStatements there are.</summary>
    public int AuthnStatements { get; init; } = 1;

    /// <summary>Attributes that replace or join those of the user, by Name; no values leave the attribute out.</summary>
    public IReadOnlyList<(string Name, IReadOnlyList<string> Values)> ExtraAttributes { get; init; } = [];

    /// <summary>The top-level status code.</summary>
    public string Status { get; init; } = StatusUris.Success;

    /// <summary>The nested status code; null leaves it out.</summary>
    public string? SubStatus { get; init; }

    /// <summary>The StatusMessage; null leaves it out.</summary>
    public string? StatusMessage { get; init; }

    /// <summary>Whether there is an Assertion.</summary>
    public bool HasAssertion { get; init; } = true;

    /// <summary>What is signed.</summary>
    public SignedParts Signs { get; init; } = SignedParts.Assertion;

    /// <summary>The key to sign with.</summary>
    public X509Certificate2 SigningCertificate { get; init; } = TestCertificates.Idp;

    /// <summary>The certificate that KeyInfo shows; null shows the signing one.</summary>
    public X509Certificate2? KeyInfoCertificate { get; init; }

    /// <summary>Whether there is a KeyInfo.</summary>
    public bool HasKeyInfo { get; init; } = true;

    /// <summary>The signature algorithm; null chooses SHA-256 with the key's kind.</summary>
    public string? SignatureAlgorithm { get; init; }

    /// <summary>The digest algorithm.</summary>
    public string DigestAlgorithm { get; init; } = XmlAlgorithms.Sha256;

    /// <summary>Last word on a SignedXml before it computes: transforms, references, canonicalization.</summary>
    public Action<SignedXml>? OnSigning { get; init; }

    /// <summary>How the assertion is encrypted; null leaves it plain.</summary>
    public TestEncryption? Encryption { get; init; }

    /// <summary>Changes the text before anything is parsed or signed.</summary>
    public Func<string, string>? TextBeforeSigning { get; init; }

    /// <summary>Changes the document before it is signed.</summary>
    public Action<XmlDocument>? DocumentBeforeSigning { get; init; }

    /// <summary>Changes the document when the Assertion is signed, before it is encrypted and before the Response is signed.</summary>
    public Action<XmlDocument>? DocumentAfterAssertion { get; init; }

    /// <summary>Changes the document after everything is signed.</summary>
    public Action<XmlDocument>? DocumentAfterSigning { get; init; }

    /// <summary>Changes the finished text.</summary>
    public Func<string, string>? TextAfterSigning { get; init; }

    /// <summary>The request that <see cref="Expectations"/> wait for; null waits for none and allows unsolicited responses.</summary>
    public string? ExpectedRequestId { get; init; } = TestSp.RequestId;

    /// <summary>Entra's defaults: Alice signs in, in answer to <see cref="TestSp.RequestId"/>, the assertion is signed.</summary>
    public static TestIdp Create() => new();
}

using System.Security.Cryptography.X509Certificates;
using System.Xml;
using SamlSp.Protocol;

namespace SamlSp.Testing;

public sealed partial record TestIdp
{
    /// <summary>Makes the response, signed as <see cref="Signs"/> says.</summary>
    public TestResponse SignedResponse()
    {
        var made = this with { ResponseId = ResponseId ?? NewId(), AssertionId = AssertionId ?? NewId() };
        var text = ResponseWriter.Write(made);
        if (TextBeforeSigning is not null)
        {
            text = TextBeforeSigning(text);
        }

        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        document.LoadXml(text);
        DocumentBeforeSigning?.Invoke(document);
        if (HasAssertion && Signs.HasFlag(SignedParts.Assertion))
        {
            made.Sign(document, made.AssertionId!);
        }

        DocumentAfterAssertion?.Invoke(document);
        if (HasAssertion && Encryption is not null)
        {
            Encryption.EncryptAssertion(document);
        }

        if (Signs.HasFlag(SignedParts.Response))
        {
            made.Sign(document, made.ResponseId!);
        }

        DocumentAfterSigning?.Invoke(document);
        var xml = document.OuterXml;
        return new(made, TextAfterSigning is null ? xml : TextAfterSigning(xml));
    }

    /// <summary>The form value of a new response.</summary>
    public string ToFormValue() => SignedResponse().ToFormValue();

    /// <summary>
    /// What <see cref="TestSp"/> expects. It follows none of the response's own settings but <see cref="ExpectedRequestId"/>: a response
    /// that was changed does not drag its judge along. Trusts <paramref name="trusted"/>, or the IdP's good keys when none are given.
    /// </summary>
    public ResponseExpectations Expectations(params X509Certificate2[] trusted)
    {
        X509Certificate2[] certificates =
            trusted.Length > 0
                ? trusted
                : [TestCertificates.Idp, TestCertificates.IdpNext, TestCertificates.IdpEcdsa, TestCertificates.IdpEcdsa384];
        var issuer = new TrustedIssuer
        {
            EntityId = TestTenant.Issuer,
            SigningKeys = [.. certificates.Select(VerificationKey.FromCertificate)],
            AllowUnsolicited = ExpectedRequestId is null,
        };
        return new()
        {
            EntityId = TestSp.EntityId,
            AssertionConsumerServiceUrl = TestSp.AcsUrl,
            FindIssuer = id => id == TestTenant.Issuer ? issuer : null,
            Correlation = ExpectedRequestId is null ? RequestCorrelation.None : RequestCorrelation.Answers(ExpectedRequestId),
            DecryptionKeys = Encryption is null
                ? []
                :
                [
                    DecryptionKey.FromRsa(TestCertificates.SpDecryptionNext.GetRSAPrivateKey()!),
                    DecryptionKey.FromRsa(TestCertificates.SpDecryption.GetRSAPrivateKey()!),
                ],
        };
    }

    /// <summary>A new ID in Entra's form: an underscore and a GUID.</summary>
    public static string NewId() => "_" + Guid.NewGuid();

    private void Sign(XmlDocument document, string id) =>
        ReferenceSigner.Sign(
            document,
            id,
            new()
            {
                Certificate = SigningCertificate,
                KeyInfoCertificate = HasKeyInfo ? KeyInfoCertificate ?? SigningCertificate : null,
                SignatureAlgorithm = SignatureAlgorithm,
                DigestAlgorithm = DigestAlgorithm,
                OnSigning = OnSigning,
            }
        );
}

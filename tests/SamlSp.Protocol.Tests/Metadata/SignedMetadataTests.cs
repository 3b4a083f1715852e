using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Xml;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

// J01
public class SignedMetadataTests
{
    [Fact]
    public void SignedMetadata_SignedByPinnedKey_IsRead()
    {
        var metadata = Read(new TestMetadata().ToBytes(), TestCertificates.Idp);
        Assert.Equal(TestTenant.Issuer, metadata!.EntityId);
        Assert.Equal(TestCertificates.Idp.Thumbprint, Assert.Single(metadata.SigningCertificates).Thumbprint);
        Assert.Equal(2, metadata.SingleSignOnServices.Count);
    }

    [Fact]
    public void SignedMetadata_CommentAdded_StillVerifies() =>
        Assert.NotNull(
            Read(
                Encoding.UTF8.GetBytes(
                    new TestMetadata().ToXml().Replace("<IDPSSODescriptor", "<!-- a comment --><IDPSSODescriptor", StringComparison.Ordinal)
                ),
                TestCertificates.Idp
            )
        );

    [Fact]
    public void SignedMetadata_Unsigned_IsRefused() => Refused("The metadata is not signed.", new TestMetadata { SignedBy = null }.ToXml());

    [Fact]
    public void SignedMetadata_UnpinnedKeyInKeyInfo_IsRefused()
    {
        const string Error =
            "The metadata's signature does not hold. The signature value holds under none of the keys that are pinned to the issuer.";
        Refused(Error, new TestMetadata { SignedBy = TestCertificates.Untrusted, Certificates = [TestCertificates.Untrusted] }.ToXml());
        Refused("The metadata's signature does not hold. No signing key is pinned to the issuer.", new TestMetadata().ToXml(), []);
    }

    [Fact]
    public void SignedMetadata_ChangedKey_IsRefused() =>
        Refused(
            "The metadata's signature does not hold. The digest does not match: the signed element was changed after it was signed.",
            new TestMetadata { Certificates = [TestCertificates.IdpNext] }
                .ToXml()
                .Replace(TestCertificates.IdpNext.Base64(), TestCertificates.Untrusted.Base64(), StringComparison.Ordinal)
        );

    [Fact]
    public void SignedMetadata_SignedEntityInsideForgedRoot_IsRefused()
    {
        var signed = new TestMetadata().ToXml().Split("?>", 2)[1];
        Refused(
            "The metadata is not signed.",
            $"<EntitiesDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\">{signed}</EntitiesDescriptor>"
        );
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        document.LoadXml(signed);
        var signature = document.DocumentElement!.GetElementsByTagName("Signature")[0]!.OuterXml;
        Refused(
            "The metadata's signature does not hold. The Signature does not refer, by #ID, to the element that it stands in.",
            $"<EntitiesDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" ID=\"_other\">{signature}{signed.Replace(signature, "", StringComparison.Ordinal)}</EntitiesDescriptor>"
        );
        Refused(
            "Two elements of the metadata have the same ID.",
            $"<EntitiesDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" ID=\"_5f1c9d6e-metadata\">{signature}{signed.Replace(signature, "", StringComparison.Ordinal)}</EntitiesDescriptor>"
        );
    }

    [Fact]
    public void SignedMetadata_SignatureElsewhere_IsRefused()
    {
        var signed = new TestMetadata().ToXml();
        var start = signed.IndexOf("<Signature ", StringComparison.Ordinal);
        var end = signed.IndexOf("</Signature>", StringComparison.Ordinal) + "</Signature>".Length;
        var moved = signed
            .Remove(start, end - start)
            .Replace("</EntityDescriptor>", signed[start..end] + "</EntityDescriptor>", StringComparison.Ordinal);
        Refused("The metadata's signature does not stand alone and in first place.", moved);
    }

    private static IdentityProviderMetadata? Read(byte[] bytes, params X509Certificate2[] pinned)
    {
        Assert.True(
            IdentityProviderMetadata.TryReadSigned(
                bytes,
                null,
                [.. pinned.Select(VerificationKey.FromCertificate)],
                TestClock.Create(),
                out var metadata,
                out var error
            ),
            error
        );
        return metadata;
    }

    private static void Refused(string expected, string xml, X509Certificate2[]? pinned = null)
    {
        var keys = (pinned ?? [TestCertificates.Idp]).Select(VerificationKey.FromCertificate).ToList();
        Assert.False(
            IdentityProviderMetadata.TryReadSigned(
                Encoding.UTF8.GetBytes(xml),
                null,
                keys,
                TestClock.Create(),
                out var metadata,
                out var error
            )
        );
        Assert.Null(metadata);
        Assert.Equal(expected, error);
    }
}

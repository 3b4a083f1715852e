using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SamlSp.Protocol;

/// <summary>
/// Reads the signing certificates of a role descriptor (SAML Metadata 2.4.1.1). A KeyDescriptor without <c>use</c> is for signing too.
/// </summary>
internal static class MetadataKeys
{
    // More keys than this are a mistake, or an attempt to have each of them tried on each message.
    private const int MaximumKeys = 32;

    // Duplicates, chains and unusable keys included.
    private const int MaximumCertificates = 128;

    /// <summary>Null and the certificates, or an error.</summary>
    public static string? Read(XmlElement descriptor, out IReadOnlyList<X509Certificate2> certificates)
    {
        var found = new List<X509Certificate2>();
        certificates = found;
        var number = 0;
        var read = 0;
        var skipped = false;
        foreach (var key in descriptor.Children)
        {
            if (!key.Is("KeyDescriptor"u8, Namespaces.Metadata))
            {
                continue;
            }

            number++;
            var use = key.Attribute("use"u8);
            if (use is not (null or "signing" or "encryption"))
            {
                return $"KeyDescriptor {number} has a use other than signing and encryption.";
            }

            if (use == "encryption")
            {
                continue;
            }

            if (ReadKeyInfo(key.Child("KeyInfo"u8, Namespaces.Signature), number, found, ref read, ref skipped) is { } error)
            {
                return error;
            }
        }

        return found.Count > 0 ? null
            : skipped ? "The identity provider has no signing key that is RSA or ECDSA."
            : "The identity provider has no signing key in the form of a certificate.";
    }

    private static string? ReadKeyInfo(XmlElement keyInfo, int number, List<X509Certificate2> found, ref int read, ref bool skipped)
    {
        if (!keyInfo.Exists)
        {
            return $"KeyDescriptor {number} has no KeyInfo.";
        }

        foreach (var data in keyInfo.Children)
        {
            if (!data.Is("X509Data"u8, Namespaces.Signature))
            {
                continue;
            }

            var chain = new List<X509Certificate2>();
            foreach (var element in data.Children)
            {
                if (!element.Is("X509Certificate"u8, Namespaces.Signature))
                {
                    continue;
                }

                if (read++ == MaximumCertificates)
                {
                    return $"The identity provider publishes more than {MaximumCertificates} certificates.";
                }

                if (!TryLoad(element.Text(), out var certificate))
                {
                    return $"The certificate of KeyDescriptor {number} cannot be read.";
                }

                chain.Add(certificate);
            }

            foreach (var certificate in chain)
            {
                if (IsIssuerOfAnother(certificate, chain) || found.Exists(f => f.Thumbprint == certificate.Thumbprint))
                {
                    continue;
                }

                if (!IsUsable(certificate))
                {
                    // An identity provider may publish keys of kinds that others understand.
                    skipped = true;
                    continue;
                }

                if (found.Count == MaximumKeys)
                {
                    return $"The identity provider has more than {MaximumKeys} signing keys.";
                }

                found.Add(certificate);
            }
        }

        return null;
    }

    // An X509Data may bring the chain along (XML Signature 1.1 4.5.4): a certification authority's key signs certificates, not assertions.
    private static bool IsIssuerOfAnother(X509Certificate2 certificate, List<X509Certificate2> chain) =>
        chain.Exists(other =>
            other.Thumbprint != certificate.Thumbprint && other.Subject != other.Issuer && other.Issuer == certificate.Subject
        );

    private static bool TryLoad(string? base64, out X509Certificate2 certificate)
    {
        certificate = null!;
        if (base64 is null || !Base64Text.TryDecode(base64, allowWhiteSpace: true, out var bytes))
        {
            return false;
        }

        try
        {
            certificate = X509CertificateLoader.LoadCertificate(bytes);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool IsUsable(X509Certificate2 certificate)
    {
        try
        {
            using var rsa = certificate.GetRSAPublicKey();
            using var ecdsa = certificate.GetECDsaPublicKey();
            return rsa is not null || ecdsa is not null;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}

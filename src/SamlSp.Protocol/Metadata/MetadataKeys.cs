using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SamlSp.Protocol;

/// <summary>
/// Reads the signing certificates of role descriptors (SAML Metadata 2.4.1.1). A KeyDescriptor without <c>use</c> is for signing too. A key
/// that cannot be used is passed over with a warning, as long as another one can.
/// </summary>
internal sealed class MetadataKeys
{
    // More keys than this are a mistake, or an attempt to have each of them tried on each message.
    private const int MaxKeys = 32;

    // Duplicates, chains and unusable keys included.
    private const int MaxCertificates = 128;

    private readonly List<X509Certificate2> _found = [];
    private readonly List<string> _warnings = [];
    private int _number;
    private int _read;

    /// <summary>Certificates of usable keys, without duplicates.</summary>
    public IReadOnlyList<X509Certificate2> Certificates => _found;

    /// <summary>What was passed over, a sentence for an administrator each.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Reads the KeyDescriptors of one descriptor, after those of earlier ones; null, or an error.</summary>
    public string? Read(XmlElement descriptor)
    {
        foreach (var key in descriptor.Children)
        {
            if (!key.Is("KeyDescriptor"u8, Namespaces.Metadata))
            {
                continue;
            }

            _number++;
            var use = key.Attribute("use"u8)?.Trim();
            if (use == "encryption")
            {
                continue;
            }

            if (use is not (null or "signing"))
            {
                _warnings.Add($"KeyDescriptor {_number} has a use other than signing and encryption.");
            }
            else if (ReadKeyInfo(key.Child("KeyInfo"u8, Namespaces.Signature)) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    /// <summary>Null when there is a key; else why there is none.</summary>
    public string? Missing() =>
        _found.Count > 0 ? null
        : _warnings.Count > 0 ? _warnings[0]
        : "The identity provider has no signing key in the form of a certificate.";

    private string? ReadKeyInfo(XmlElement keyInfo)
    {
        if (!keyInfo.Exists)
        {
            _warnings.Add($"KeyDescriptor {_number} has no KeyInfo.");
            return null;
        }

        var holdsCertificate = false;
        foreach (var data in keyInfo.Children)
        {
            if (data.Is("X509Data"u8, Namespaces.Signature) && ReadX509Data(data, ref holdsCertificate) is { } error)
            {
                return error;
            }
        }

        if (!holdsCertificate)
        {
            _warnings.Add(
                keyInfo.Child("KeyValue"u8, Namespaces.Signature).Exists
                    ? $"KeyDescriptor {_number} has its key as a KeyValue alone, which is not supported. Ask for an X509Certificate."
                    : $"KeyDescriptor {_number} has no X509Certificate."
            );
        }

        return null;
    }

    private string? ReadX509Data(XmlElement data, ref bool holdsCertificate)
    {
        // (1) All certificates of the element: one of them may be the issuer of another.
        var chain = new List<X509Certificate2>();
        foreach (var element in data.Children)
        {
            if (!element.Is("X509Certificate"u8, Namespaces.Signature))
            {
                continue;
            }

            holdsCertificate = true;
            var before = chain.Count;
            if (!CertificateText.TryLoad(element.Text(), before + MaxCertificates - _read + 1, chain))
            {
                _warnings.Add($"The certificate of KeyDescriptor {_number} cannot be read.");
            }

            _read += Math.Max(1, chain.Count - before);
            if (_read > MaxCertificates)
            {
                return $"The identity provider publishes more than {MaxCertificates} certificates.";
            }
        }

        // (2) Those whose key signs messages.
        foreach (var certificate in chain)
        {
            if (IsIssuerOfAnother(certificate, chain) || _found.Exists(f => f.Thumbprint == certificate.Thumbprint))
            {
                continue;
            }

            if (!IsUsable(certificate))
            {
                // An identity provider may publish keys of kinds that others understand.
                _warnings.Add($"The key of KeyDescriptor {_number} is neither RSA nor ECDSA.");
                continue;
            }

            if (_found.Count == MaxKeys)
            {
                return $"The identity provider has more than {MaxKeys} signing keys.";
            }

            _found.Add(certificate);
        }

        return null;
    }

    // An X509Data may contain the chain (XML Signature 1.1 4.5.4): a certification authority's key signs certificates, not assertions.
    private static bool IsIssuerOfAnother(X509Certificate2 certificate, List<X509Certificate2> chain) =>
        chain.Exists(other =>
            other.Thumbprint != certificate.Thumbprint && other.Subject != other.Issuer && other.Issuer == certificate.Subject
        );

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

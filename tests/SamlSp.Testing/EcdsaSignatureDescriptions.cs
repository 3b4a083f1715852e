using System.Security.Cryptography;

namespace SamlSp.Testing;

// CryptoConfig creates these by name: they have to be public, with a public constructor.

/// <summary>ECDSA for SignedXml, which has none of its own.</summary>
public abstract class EcdsaDescription : SignatureDescription
{
    private readonly HashAlgorithmName hash;

    /// <summary>ECDSA with a hash.</summary>
    private protected EcdsaDescription(HashAlgorithmName hash)
    {
        this.hash = hash;
        KeyAlgorithm = typeof(ECDsa).AssemblyQualifiedName;
    }

    /// <inheritdoc />
    public override HashAlgorithm CreateDigest() =>
        hash.Name switch
        {
            nameof(HashAlgorithmName.SHA384) => SHA384.Create(),
            nameof(HashAlgorithmName.SHA512) => SHA512.Create(),
            _ => SHA256.Create(),
        };

    /// <inheritdoc />
    public override AsymmetricSignatureFormatter CreateFormatter(AsymmetricAlgorithm key) => new Formatter((ECDsa)key);

    /// <inheritdoc />
    public override AsymmetricSignatureDeformatter CreateDeformatter(AsymmetricAlgorithm key) => new Deformatter((ECDsa)key);

    private sealed class Formatter(ECDsa key) : AsymmetricSignatureFormatter
    {
        public override byte[] CreateSignature(byte[] rgbHash) => key.SignHash(rgbHash);

        public override void SetHashAlgorithm(string strName) { }

        public override void SetKey(AsymmetricAlgorithm key) { }
    }

    private sealed class Deformatter(ECDsa key) : AsymmetricSignatureDeformatter
    {
        public override bool VerifySignature(byte[] rgbHash, byte[] rgbSignature) => key.VerifyHash(rgbHash, rgbSignature);

        public override void SetHashAlgorithm(string strName) { }

        public override void SetKey(AsymmetricAlgorithm key) { }
    }
}

/// <summary>ECDSA with SHA-256.</summary>
public sealed class EcdsaSha256Description() : EcdsaDescription(HashAlgorithmName.SHA256);

/// <summary>ECDSA with SHA-384.</summary>
public sealed class EcdsaSha384Description() : EcdsaDescription(HashAlgorithmName.SHA384);

/// <summary>ECDSA with SHA-512.</summary>
public sealed class EcdsaSha512Description() : EcdsaDescription(HashAlgorithmName.SHA512);

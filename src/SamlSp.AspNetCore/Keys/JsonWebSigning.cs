using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// Lets <c>JsonWebTokenHandler</c> sign with our own key by the algorithms of JSON Web Signatures (RFC 7518 3.1), also with a key that
/// signs elsewhere (in a vault, in a hardware module).
/// </summary>
internal static class JsonWebSigning
{
    /// <summary>The algorithms that a key can sign by, the best one first.</summary>
    public static IReadOnlyList<string> AlgorithmsOf(SigningKey key)
    {
        if (key.IsRsa)
        {
            return [SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSha256];
        }

        using var ecdsa = key.Certificate.GetECDsaPublicKey();
        return ecdsa?.KeySize switch
        {
            256 => [SecurityAlgorithms.EcdsaSha256],
            384 => [SecurityAlgorithms.EcdsaSha384],
            521 => [SecurityAlgorithms.EcdsaSha512],
            _ => [],
        };
    }

    /// <summary>The credentials for a key; null if it cannot sign by this algorithm.</summary>
    public static SigningCredentials? TryCreateCredentials(SigningKey key, string algorithm) =>
        AlgorithmsOf(key).Contains(algorithm, StringComparer.Ordinal)
            ? new(PublicKeyOf(key.Certificate), algorithm)
            {
                CryptoProviderFactory = new() { CustomCryptoProvider = new Provider(key), CacheSignatureProviders = false },
            }
            : null;

    /// <summary>
    /// The public key as a JSON Web Key (RFC 7518 6.2.1 and 6.3.1), named by its thumbprint (RFC 7638).
    /// </summary>
    public static JsonWebKey PublicKeyOf(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        using var ecdsa = rsa is null ? certificate.GetECDsaPublicKey() : null;
        var key = rsa is not null
            ? JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: false)))
            : JsonWebKeyConverter.ConvertFromECDsaSecurityKey(new ECDsaSecurityKey(ecdsa));
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        return key;
    }

    private sealed class Provider(SigningKey key) : ICryptoProvider
    {
        public bool IsSupportedAlgorithm(string algorithm, params object[] args) =>
            AlgorithmsOf(key).Contains(algorithm, StringComparer.Ordinal);

        public object Create(string algorithm, params object[] args) => new Signer(key, (SecurityKey)args[0], algorithm);

        public void Release(object cryptoInstance) { }
    }

    private sealed class Signer(SigningKey key, SecurityKey publicKey, string algorithm) : SignatureProvider(publicKey, algorithm)
    {
        public override byte[] Sign(byte[] input) => Sign(input.AsSpan());

        public override bool Sign(ReadOnlySpan<byte> data, Span<byte> destination, out int bytesWritten)
        {
            var signature = Sign(data);
            bytesWritten = signature.Length;
            return signature.AsSpan().TryCopyTo(destination);
        }

        public override bool Verify(byte[] input, byte[] signature) => throw new NotSupportedException();

        protected override void Dispose(bool disposing) { }

        /// <summary>The hash has the number of bits that the algorithm's name ends with; PS is RSA with PSS.</summary>
        private byte[] Sign(ReadOnlySpan<byte> data) =>
            key.Sign(
                data,
                new($"SHA{Algorithm.AsSpan(2)}"),
                Algorithm.StartsWith('P') ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1
            );
    }
}

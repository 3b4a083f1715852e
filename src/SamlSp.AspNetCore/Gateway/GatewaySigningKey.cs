using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.Tokens;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// Lets <c>JsonWebTokenHandler</c> sign with our own key by RS256, also with a key that signs elsewhere (in a vault, in a hardware module).
/// </summary>
internal static class GatewaySigningKey
{
    /// <summary>The credentials for a key; null if it is not an RSA key.</summary>
    public static SigningCredentials? TryCreateCredentials(SigningKey key)
    {
        if (PublicKeyOf(key.Certificate) is not { } publicKey)
        {
            return null;
        }

        return new(publicKey, SecurityAlgorithms.RsaSha256)
        {
            CryptoProviderFactory = new() { CustomCryptoProvider = new Provider(key), CacheSignatureProviders = false },
        };
    }

    /// <summary>
    /// The public key as a JSON Web Key (RFC 7518 6.3.1), named by its thumbprint (RFC 7638); null if the certificate's key is not RSA.
    /// </summary>
    public static JsonWebKey? PublicKeyOf(X509Certificate2 certificate)
    {
        using var rsa = certificate.GetRSAPublicKey();
        if (rsa is null)
        {
            return null;
        }

        var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(rsa.ExportParameters(includePrivateParameters: false)));
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        return key;
    }

    private sealed class Provider(SigningKey key) : ICryptoProvider
    {
        public bool IsSupportedAlgorithm(string algorithm, params object[] args) => algorithm == SecurityAlgorithms.RsaSha256;

        public object Create(string algorithm, params object[] args) => new Signer(key, (SecurityKey)args[0]);

        public void Release(object cryptoInstance) { }
    }

    private sealed class Signer(SigningKey key, SecurityKey publicKey) : SignatureProvider(publicKey, SecurityAlgorithms.RsaSha256)
    {
        public override byte[] Sign(byte[] input) => key.Sign(input);

        public override bool Sign(ReadOnlySpan<byte> data, Span<byte> destination, out int bytesWritten)
        {
            var signature = key.Sign(data);
            bytesWritten = signature.Length;
            return signature.AsSpan().TryCopyTo(destination);
        }

        public override bool Verify(byte[] input, byte[] signature) => throw new NotSupportedException();

        protected override void Dispose(bool disposing) { }
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SamlSp.AspNetCore;

/// <summary>A key pair from an <see cref="ISigningKeyProvider"/>. The provider must not dispose its objects.</summary>
/// <param name="Name">The name that operators see.</param>
/// <param name="Certificate">The certificate, with its private key unless <paramref name="Key"/> is given.</param>
/// <param name="Key">An RSA key that signs and decrypts elsewhere and cannot be exported; null when the private key is in the
/// certificate.</param>
public sealed record ProvidedKeyPair(string Name, X509Certificate2 Certificate, RSA? Key = null);

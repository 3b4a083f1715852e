using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>The certificates that metadata must be signed with: each a PEM text, or a file that holds one (PEM or DER).</summary>
internal static class PinnedMetadataKeys
{
    public static IReadOnlyList<VerificationKey> Read(IEnumerable<string> certificates, string contentRoot) =>
        [.. certificates.Select(c => VerificationKey.FromCertificate(ReadOne(c, contentRoot)))];

    /// <summary>A line for each certificate that cannot be read.</summary>
    public static IEnumerable<string> Check(string path, IList<string> certificates, string contentRoot)
    {
        for (var i = 0; i < certificates.Count; i++)
        {
            string? error = null;
            try
            {
                _ = VerificationKey.FromCertificate(ReadOne(certificates[i], contentRoot));
            }
            catch (Exception e)
                when (e
                        is IOException
                            or UnauthorizedAccessException
                            or CryptographicException
                            or ArgumentException
                            or NotSupportedException
                )
            {
                error = $"{path}:{i}: is neither a PEM certificate nor a file with a certificate: {e.Message}";
            }

            if (error is not null)
            {
                yield return error;
            }
        }
    }

    private static X509Certificate2 ReadOne(string text, string contentRoot) =>
        text.Contains("-----BEGIN", StringComparison.Ordinal)
            ? X509Certificate2.CreateFromPem(text)
            : X509CertificateLoader.LoadCertificateFromFile(Path.Combine(contentRoot, text));
}

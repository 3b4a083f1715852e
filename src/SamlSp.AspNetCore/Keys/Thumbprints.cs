using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SamlSp.AspNetCore;

/// <summary>A certificate's thumbprints, as Entra's portal writes them: hexadecimal in upper case, without separators.</summary>
internal static class Thumbprints
{
    private const int MaxNamed = 5;

    /// <summary>SHA-1, by which Entra's portal names a certificate. It identifies, and secures nothing.</summary>
    public static string Sha1(X509Certificate2 certificate) => certificate.Thumbprint;

    /// <summary>SHA-256.</summary>
    public static string Sha256(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>Both, for a line of the log.</summary>
    public static string Describe(X509Certificate2 certificate) => $"SHA-1 {Sha1(certificate)}, SHA-256 {Sha256(certificate)}";

    /// <summary>Those of several certificates, the first five.</summary>
    public static string Describe(IReadOnlyList<X509Certificate2> certificates) =>
        string.Join("; ", certificates.Take(MaxNamed).Select(Describe))
        + (certificates.Count > MaxNamed ? $"; and {certificates.Count - MaxNamed} more" : "");
}

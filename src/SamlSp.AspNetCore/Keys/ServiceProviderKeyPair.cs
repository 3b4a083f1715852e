using System.Security.Cryptography.X509Certificates;

namespace SamlSp.AspNetCore;

/// <summary>One of our key pairs in its present state.</summary>
/// <param name="Name">The file's name without its ending, or the name that a provider gave it.</param>
/// <param name="Certificate">The certificate; do not hand out its private key.</param>
/// <param name="State">Its use.</param>
/// <param name="SignsFrom">The instant from which it signs, UTC, unless a newer pair replaces it.</param>
internal sealed record ServiceProviderKeyPair(string Name, X509Certificate2 Certificate, KeyPairState State, DateTimeOffset SignsFrom)
{
    /// <summary>When the certificate ends, UTC.</summary>
    public DateTimeOffset NotAfter => new(Certificate.NotAfter.ToUniversalTime());

    /// <summary>Whole days until the certificate ends; negative afterwards.</summary>
    public int DaysLeft(DateTimeOffset now) => (int)Math.Floor((NotAfter - now).TotalDays);
}

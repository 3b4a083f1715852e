using System.Security.Cryptography.X509Certificates;

namespace SamlSp.AspNetCore;

/// <summary>One of our key pairs, as it stands now.</summary>
/// <param name="Name">The file's name without its ending, or the name that a provider gave it.</param>
/// <param name="Certificate">The certificate; do not hand out its private key.</param>
/// <param name="State">What it is used for.</param>
/// <param name="SignsFrom">From when on it signs, UTC, if no newer pair takes its place.</param>
internal sealed record ServiceProviderKeyPair(string Name, X509Certificate2 Certificate, KeyPairState State, DateTimeOffset SignsFrom)
{
    /// <summary>When the certificate ends, UTC.</summary>
    public DateTimeOffset NotAfter => new(Certificate.NotAfter.ToUniversalTime());

    /// <summary>Whole days until the certificate ends; negative afterwards.</summary>
    public int DaysLeft(DateTimeOffset now) => (int)Math.Floor((NotAfter - now).TotalDays);
}

namespace SamlSp.AspNetCore;

/// <summary>The folder of our own key pairs.</summary>
public sealed class CertificateOptions
{
    /// <summary>
    /// The folder. At the first start, a pair is created there (<c>samlsp.crt</c>, <c>samlsp.key</c>, PEM). Null: there is no key, and
    /// nothing is signed. Default null for the library; the server sets <c>certs</c>.
    /// </summary>
    public string? Directory { get; set; }

    /// <summary>The password of PFX files in the folder. Default none.</summary>
    public string? Password { get; set; }

    /// <summary>
    /// How long a new pair is published before it signs, counted from the start of its certificate. Identity providers read the new
    /// certificate in this time. Default 7 days; from 0 to 90 days.
    /// </summary>
    public TimeSpan PublishBeforeUse { get; set; } = TimeSpan.FromDays(7);
}

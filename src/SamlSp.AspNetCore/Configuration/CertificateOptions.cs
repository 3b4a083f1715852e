namespace SamlSp.AspNetCore;

/// <summary>Where our own key pairs are.</summary>
public sealed class CertificateOptions
{
    /// <summary>
    /// A folder; a pair (<c>samlsp.crt</c>, <c>samlsp.key</c>, PEM) is made there at first start. Null: no key, nothing is signed. Default
    /// null for the library; the server sets <c>certs</c>.
    /// </summary>
    public string? Directory { get; set; }

    /// <summary>The password of PFX files in the folder. Default none.</summary>
    public string? Password { get; set; }

    /// <summary>
    /// How long a new pair is published before it signs, counted from the start of its certificate, so that identity providers have time to
    /// learn of it. Default 7 days; from 0 to 90 days.
    /// </summary>
    public TimeSpan PublishBeforeUse { get; set; } = TimeSpan.FromDays(7);
}

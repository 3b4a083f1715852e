namespace SamlSp.AspNetCore;

/// <summary>Where our own key pairs are.</summary>
public sealed class CertificateOptions
{
    /// <summary>A folder; a pair (<c>samlsp.crt</c>, <c>samlsp.key</c>, PEM) is made there at first start. Null: no key, nothing is signed. Default null for the library; the server sets <c>certs</c>.</summary>
    public string? Directory { get; set; }
}

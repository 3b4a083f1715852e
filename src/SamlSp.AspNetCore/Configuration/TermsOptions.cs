using System.Security.Cryptography;
using System.Text;

namespace SamlSp.AspNetCore;

/// <summary>Terms of service that the users of an organization accept at their first sign-in, and again when the version changes.</summary>
public sealed class TermsOptions
{
    /// <summary>The terms as plain text; empty lines separate paragraphs. At most 100,000 characters.</summary>
    public string? Text { get; set; }

    /// <summary>The <c>https:</c> address of the terms; null if <see cref="Text"/> holds all of them.</summary>
    public string? Url { get; set; }

    /// <summary>
    /// The version, at most 64 characters. Default: computed from text and address, so that users accept again after a change of either.
    /// </summary>
    public string? Version { get; set; }

    /// <summary>Whether there are terms to accept.</summary>
    internal bool IsSet => !string.IsNullOrWhiteSpace(Text) || !string.IsNullOrWhiteSpace(Url);

    /// <summary>The version that is accepted.</summary>
    internal string AcceptedVersion =>
        string.IsNullOrWhiteSpace(Version)
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text + "\n" + Url)))[..16]
            : Version.Trim();

    /// <summary>The mistakes: the key within the section, and the problem.</summary>
    internal IEnumerable<(string Key, string Error)> Check()
    {
        if (Text?.Length > 100_000)
        {
            yield return ("Text", "must be at most 100,000 characters");
        }

        if (Version?.Length > 64)
        {
            yield return ("Version", "must be at most 64 characters");
        }

        if (!string.IsNullOrWhiteSpace(Url) && !SamlSpOptionsValidator.IsHttps(Url))
        {
            yield return ("Url", "must be an https: address");
        }

        if (!string.IsNullOrWhiteSpace(Version) && !IsSet)
        {
            yield return ("Version", "has no effect without Text or Url");
        }
    }
}

using System.Security.Cryptography;
using System.Text;

namespace SamlSp.AspNetCore;

/// <summary>Terms of service that an organization's people accept at their first sign-in, and again when the version changes.</summary>
public sealed class TermsOptions
{
    /// <summary>The terms as plain text; empty lines part paragraphs. At most 100,000 characters.</summary>
    public string? Text { get; set; }

    /// <summary>Where they can be read, <c>https:</c>; null when <see cref="Text"/> is all of them.</summary>
    public string? Url { get; set; }

    /// <summary>
    /// The version, at most 64 characters. Default: from the text and the address, so that a change of either asks again.
    /// </summary>
    public string? Version { get; set; }

    /// <summary>Whether there is something to accept.</summary>
    internal bool IsSet => !string.IsNullOrWhiteSpace(Text) || !string.IsNullOrWhiteSpace(Url);

    /// <summary>The version that is accepted.</summary>
    internal string AcceptedVersion =>
        string.IsNullOrWhiteSpace(Version)
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Text + "\n" + Url)))[..16]
            : Version.Trim();

    /// <summary>What is wrong with them: the key within the section, and why.</summary>
    internal IEnumerable<(string Key, string Error)> Check()
    {
        if (Text?.Length > 100_000)
        {
            yield return ("Text", "terms have at most 100,000 characters");
        }

        if (Version?.Length > 64)
        {
            yield return ("Version", "a version has at most 64 characters");
        }

        if (!string.IsNullOrWhiteSpace(Url) && !SamlSpOptionsValidator.IsHttps(Url))
        {
            yield return ("Url", "an https: address is expected");
        }

        if (!string.IsNullOrWhiteSpace(Version) && !IsSet)
        {
            yield return ("Version", "there is a version, and neither Text nor Url");
        }
    }
}

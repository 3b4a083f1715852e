using System.Text;

namespace SamlSp.AspNetCore;

/// <summary>The file with the token of the platform. It is read for each use: the platform replaces it before the token expires.</summary>
internal static class FederatedTokenFile
{
    /// <summary>The longest token, in bytes.</summary>
    private const int MaxLength = 16 * 1024;

    /// <summary>Reads the token.</summary>
    /// <returns>The token, or a sentence for the log, without anything of the file's content.</returns>
    public static async Task<(string? Token, string? Error)> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxLength + 1];
        int length;
        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            length = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return (null, "The federated token file cannot be read.");
        }

        if (length > MaxLength)
        {
            return (null, "The federated token file is larger than 16 KiB.");
        }

        var text = Encoding.ASCII.GetString(buffer, 0, length).Trim();
        return IsToken(text) ? (text, null) : (null, "The federated token file holds no JSON Web Token.");
    }

    /// <summary>Whether it is a signed token in form: the receiver validates it.</summary>
    private static bool IsToken(string text) =>
        text.Split('.') is { Length: 3 } parts
        && Array.TrueForAll(parts, part => part.Length > 0 && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
}

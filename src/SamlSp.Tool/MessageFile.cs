using System.CommandLine;
using System.Security;
using System.Text;

namespace SamlSp.Tool;

/// <summary>A message, from a file or from standard input.</summary>
internal static class MessageFile
{
    /// <summary>The argument <c>[FILE]</c>.</summary>
    public static Argument<string?> CreateArgument(string description) =>
        new("FILE") { Description = description, Arity = ArgumentArity.ZeroOrOne };

    /// <summary>
    /// Reads the file; <c>-</c> or null is standard input. What is longer than any acceptable message in any encoding is cut off, and still
    /// too large then.
    /// </summary>
    public static byte[] Read(string? file, int maximumBytes)
    {
        var maximum = (5 * maximumBytes) + 4096;
        try
        {
            using var stream = file is null or "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            using var bytes = new MemoryStream();
            var buffer = new byte[81920];
            int read;
            while (bytes.Length < maximum && (read = stream.Read(buffer)) > 0)
            {
                bytes.Write(buffer, 0, read);
            }

            return bytes.ToArray();
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or SecurityException or ArgumentException or NotSupportedException
            )
        {
            throw new UsageException($"cannot read {file ?? "standard input"}: {exception.Message}");
        }
    }

    /// <summary>Whether the bytes are XML and not base64: the first character says so.</summary>
    public static bool IsXml(ReadOnlySpan<byte> bytes) => WithoutMark(bytes).TrimStart(" \t\r\n"u8) is [(byte)'<', ..];

    /// <summary>The bytes as text: a byte that is not UTF-8 becomes a character that no message has.</summary>
    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(WithoutMark(bytes));

    /// <summary>The bytes without a byte order mark.</summary>
    public static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) => bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
}

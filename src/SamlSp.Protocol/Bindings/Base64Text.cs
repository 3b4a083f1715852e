using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SamlSp.Protocol;

/// <summary>Base64 that comes as a string; what counts as base64 is up to <see cref="StrictBase64"/>.</summary>
internal static class Base64Text
{
    /// <summary>Decodes a text that is not empty; white space is refused where the binding has none (SAML Bindings 3.4.4.1).</summary>
    public static bool TryDecode(string text, bool allowWhiteSpace, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        var ascii = new byte[text.Length];
        if (Ascii.FromUtf16(text, ascii, out _) != OperationStatus.Done || (!allowWhiteSpace && ascii.AsSpan().ContainsAny(" \t\r\n"u8)))
        {
            return false;
        }

        var buffer = new byte[StrictBase64.MaximumLength(ascii.Length)];
        if (!StrictBase64.TryDecode(ascii, buffer, out var written) || written == 0)
        {
            return false;
        }

        bytes = buffer[..written];
        return true;
    }
}

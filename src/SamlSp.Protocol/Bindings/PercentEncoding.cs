using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SamlSp.Protocol;

/// <summary>
/// Strict decoding of <c>application/x-www-form-urlencoded</c> values: every <c>%</c> has two digits, the bytes are UTF-8.
/// </summary>
internal static class PercentEncoding
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool TryDecode(ReadOnlySpan<char> raw, [NotNullWhen(true)] out string? value)
    {
        value = null;
        var bytes = new byte[raw.Length];
        var length = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            var c = raw[i];
            if (c == '%')
            {
                if (
                    i + 2 >= raw.Length
                    || Convert.FromHexString(raw.Slice(i + 1, 2), bytes.AsSpan(length, 1), out _, out _) != OperationStatus.Done
                )
                {
                    return false;
                }

                i += 2;
            }
            else if (c is <= ' ' or > '~')
            {
                return false;
            }
            else
            {
                bytes[length] = c == '+' ? (byte)' ' : (byte)c;
            }

            length++;
        }

        try
        {
            value = StrictUtf8.GetString(bytes, 0, length);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}

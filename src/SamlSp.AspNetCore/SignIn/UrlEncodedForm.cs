using System.Net;
using System.Text;

namespace SamlSp.AspNetCore;

/// <summary>
/// Reads <c>application/x-www-form-urlencoded</c> without making strings of the values: a Response is some 12 KB of base64 that its verifier takes as octets.
/// </summary>
internal static class UrlEncodedForm
{
    /// <summary>The fields in their order, decoded.</summary>
    /// <param name="body">The octets of the form.</param>
    /// <param name="length">How many of them there are.</param>
    /// <param name="mostFields">How many fields there may be.</param>
    /// <param name="longestName">How many octets a name may have as it was sent.</param>
    /// <returns>Null when there are too many fields, or one has too long a name.</returns>
    public static List<(string Name, byte[] Value)>? Read(byte[] body, int length, int mostFields, int longestName)
    {
        var fields = new List<(string, byte[])>();
        for (var start = 0; start < length;)
        {
            var rest = body.AsSpan(start, length - start);
            var field = rest.IndexOf((byte)'&') is var end and >= 0 ? rest[..end] : rest;
            var name = field.IndexOf((byte)'=') is var equals and >= 0 ? equals : field.Length;
            if (fields.Count == mostFields || name > longestName) return null;
            var value = Math.Min(name + 1, field.Length);
            fields.Add((Encoding.UTF8.GetString(WebUtility.UrlDecodeToBytes(body, start, name)), WebUtility.UrlDecodeToBytes(body, start + value, field.Length - value)));
            start += field.Length + 1;
        }

        return fields;
    }
}

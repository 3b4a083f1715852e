using System.Diagnostics.CodeAnalysis;

namespace SamlSp.Protocol;

/// <summary>
/// The message parameters of a query string, raw and decoded. The signature is over the raw ones: Entra writes <c>%2f</c> where others
/// write <c>%2F</c>, so encoding the decoded values again would give other bytes (SAML Bindings 3.4.4.1).
/// </summary>
internal sealed class QueryString
{
    private static readonly string[] Names = ["SAMLRequest", "SAMLResponse", "RelayState", "SigAlg", "Signature", "SAMLEncoding"];
    private readonly string?[] _raw = new string?[Names.Length];

    private QueryString() { }

    public string? RawRequest => _raw[0];

    public string? RawResponse => _raw[1];

    public string? RawRelayState => _raw[2];

    public string? RawSigAlg => _raw[3];

    public string? RawSignature => _raw[4];

    public string? RawEncoding => _raw[5];

    /// <summary>Parses a query string, with or without <c>?</c>. Other parameters are ignored.</summary>
    public static bool TryParse(
        ReadOnlySpan<char> query,
        [NotNullWhen(true)] out QueryString? result,
        [NotNullWhen(false)] out Refusal? refusal
    )
    {
        result = new();
        refusal = null;
        if (query is ['?', ..])
        {
            query = query[1..];
        }

        foreach (var range in query.Split('&'))
        {
            var pair = query[range];
            var equals = pair.IndexOf('=');
            var name = equals < 0 ? pair : pair[..equals];
            var index = IndexOf(name, out var exact);
            if (index < 0)
            {
                continue;
            }
            // Another spelling (case, %53AMLRequest) would be the same parameter to some readers and not to others: refuse it.
            if (!exact || equals < 0)
            {
                refusal = new(RefusalCodes.Malformed, $"The parameter {Names[index]} is written in an unusual way.");
            }
            else if (result._raw[index] is not null)
            {
                refusal = new(RefusalCodes.Malformed, $"The parameter {Names[index]} appears twice.");
            }

            if (refusal is not null)
            {
                result = null;
                return false;
            }

            result._raw[index] = pair[(equals + 1)..].ToString();
        }

        return true;
    }

    /// <summary>Decodes percent-encoding and <c>+</c>; null when the encoding is invalid, or the bytes are not UTF-8.</summary>
    public static string? Decode(string raw) => PercentEncoding.TryDecode(raw, out var value) ? value : null;

    private static int IndexOf(ReadOnlySpan<char> name, out bool exact)
    {
        exact = false;
        for (var i = 0; i < Names.Length; i++)
        {
            exact = name.SequenceEqual(Names[i]);
            if (exact)
            {
                return i;
            }

            if (Uri.UnescapeDataString(name).Equals(Names[i], StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}

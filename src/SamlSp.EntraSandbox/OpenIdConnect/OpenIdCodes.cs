using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.WebUtilities;

namespace SamlSp.EntraSandbox;

/// <summary>Codes that were given out, until the process ends; the oldest go when there are too many.</summary>
internal sealed class OpenIdCodes
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, OpenIdCode> _codes = new(StringComparer.Ordinal);

    public string Add(OpenIdCode code)
    {
        if (_codes.Count >= Most)
        {
            _codes.Clear();
        }

        var text = "1." + WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(64));
        _codes[text] = code;
        return text;
    }

    public OpenIdCode? Find(string? text) => text is not null && _codes.TryGetValue(text, out var code) ? code : null;
}

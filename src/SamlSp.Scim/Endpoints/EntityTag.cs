using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace SamlSp.Scim;

/// <summary>Versions of resources: a weak entity tag over what they say (RFC 7644 3.14).</summary>
internal static class EntityTag
{
    public static string From(JsonObject resource) => From(resource.ToJsonString());

    public static string From(string text) =>
        "W/\"" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12)) + "\"";

    /// <summary>Whether a header that may list several tags, or say <c>*</c>, names a version. Compared weakly: ours are weak.</summary>
    public static bool Matches(string header, string version) =>
        header
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Any(tag => tag == "*" || Opaque(tag) == Opaque(version));

    private static string Opaque(string tag) => tag.StartsWith("W/", StringComparison.OrdinalIgnoreCase) ? tag[2..] : tag;
}

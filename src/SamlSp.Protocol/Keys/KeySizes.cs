namespace SamlSp.Protocol;

/// <summary>The shortest keys that are accepted (NIST SP 800-57 part 1, table 2: 112 bits of security), in bits.</summary>
internal static class KeySizes
{
    public const int MinimumRsa = 2048;
    public const int MinimumEcdsa = 256;
}

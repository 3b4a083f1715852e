using System.Text;

namespace SamlSp.Protocol;

/// <summary>Comparison of algorithm identifiers, byte for byte.</summary>
internal static class AlgorithmNames
{
    public static bool IsOneOf(ReadOnlySpan<byte> uri, ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Ascii.Equals(uri, name))
            {
                return true;
            }
        }

        return false;
    }
}

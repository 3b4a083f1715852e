using System.Reflection;
using SamlSp.Protocol;

namespace SamlSp.Fuzz;

/// <summary>The documented refusal codes.</summary>
internal static class Verdicts
{
    private static readonly HashSet<string> Codes =
    [
        .. typeof(RefusalCodes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral)
            .Select(field => (string)field.GetRawConstantValue()!),
    ];

    public static bool IsKnown(string code) => Codes.Contains(code);
}

using System.Runtime.CompilerServices;

namespace SamlSp.Protocol;

/// <summary>
/// The limits for reading canonical bytes. The message that they come from was within its limits; in its canonical form, namespaces are
/// declared where they are used, so there may be more declarations.
/// </summary>
internal static class CanonicalLimits
{
    private static readonly ConditionalWeakTable<VerifierLimits, VerifierLimits> Derived = [];

    public static VerifierLimits From(VerifierLimits limits) =>
        Derived.GetValue(
            limits,
            static original =>
                original with
                {
                    MaximumBytes = original.MaximumCanonicalBytes,
                    MaximumAttributesPerElement = int.MaxValue,
                    MaximumNamespaceDeclarations = int.MaxValue,
                }
        );
}

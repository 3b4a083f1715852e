using System.Diagnostics.CodeAnalysis;

namespace SamlSp.Claims;

/// <summary>An organization's compiled rules. Immutable, safe for concurrent use; no I/O.</summary>
public sealed class IdentityResolver
{
    private IdentityResolver()
    {
    }

    /// <summary>Compiles the rules, reporting everything that is wrong at once.</summary>
    /// <param name="settings">The rules.</param>
    /// <param name="resolver">The result.</param>
    /// <param name="errors">A line for each mistake: the setting's name relative to the organization (<c>NameId:Conditions:2:Transformations:0:Pattern</c>, <c>OrgUnitPath</c>), a colon and a space, and what is wrong, with the position in an expression.</param>
    public static bool TryCreate(IdentitySettings settings, [NotNullWhen(true)] out IdentityResolver? resolver, out IReadOnlyList<string> errors) => throw new NotSupportedException();

    /// <summary>Works out who somebody is.</summary>
    /// <param name="claims">What the identity provider said, verified.</param>
    /// <param name="clock">For <c>Now()</c>.</param>
    public IdentityResult Resolve(AssertedClaims claims, TimeProvider clock) => throw new NotSupportedException();
}

namespace SamlSp.Protocol;

/// <summary>What to set in the software that a refused message seems to come from.</summary>
/// <param name="Section">The section of docs/identity-providers.md.</param>
/// <param name="Advice">What its default is, and what to set: sentences for an administrator.</param>
public sealed record Recipe(string Section, string Advice)
{
    /// <summary>The page and section.</summary>
    public string Help => "docs/identity-providers.md#" + Section;
}

namespace SamlSp.Console;

/// <summary>A setting whose value differs between two states.</summary>
/// <param name="Key">The setting's path.</param>
/// <param name="Lines">The lines of both values: a sign, <c>−</c> for the old value, <c>+</c> for the new one, a space for both.</param>
internal sealed record SettingChange(string Key, IReadOnlyList<(char Sign, string Text)> Lines)
{
    /// <summary>The setting's name.</summary>
    public string Name => SettingNames.From(Key);
}

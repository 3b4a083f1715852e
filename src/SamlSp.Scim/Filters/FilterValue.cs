namespace SamlSp.Scim;

/// <summary>What an attribute is compared with: a text, a number, true or false, or null.</summary>
/// <param name="Text">The text, the number's digits, <c>true</c> or <c>false</c>; null for null.</param>
internal readonly record struct FilterValue(string? Text)
{
    /// <summary>The value as a boolean, also from the texts that Entra sends; null when it is none.</summary>
    public bool? Boolean => Text is { } text && bool.TryParse(text, out var value) ? value : null;
}

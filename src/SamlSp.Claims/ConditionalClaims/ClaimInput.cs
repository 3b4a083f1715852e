namespace SamlSp.Claims;

/// <summary>Where a row or a parameter takes its value from: an attribute, or a constant in single quotes.</summary>
internal sealed class ClaimInput
{
    private readonly string _name;
    private readonly string[]? _constant;

    public ClaimInput(string written)
    {
        _name = written.Trim();
        if (Unquote(written) is { } text)
        {
            _constant = text.Length == 0 ? [] : [text];
        }
    }

    public string Name => _name;

    /// <summary>A text without the single quotes around it, or null when there are none.</summary>
    public static string? Unquote(string written)
    {
        var trimmed = written.Trim();
        return trimmed.Length >= 2 && trimmed[0] == '\'' && trimmed[^1] == '\'' ? trimmed[1..^1] : null;
    }

    /// <summary>The values; an empty text is no value.</summary>
    public IReadOnlyList<string> Values(ClaimSubject subject)
    {
        if (_constant is not null)
        {
            return _constant;
        }

        if (
            !AttributeSource.TryFind(subject.Attributes, _name, out var values)
            && (_name.Contains('.', StringComparison.Ordinal) || !AttributeSource.TryFind(subject.Attributes, $"user.{_name}", out values))
        )
        {
            return [];
        }

        return values switch
        {
            null => [],
            [{ Length: > 0 }] => values,
            _ => values.Any(static v => string.IsNullOrEmpty(v)) ? [.. values.Where(static v => !string.IsNullOrEmpty(v))] : values,
        };
    }

    public string? First(ClaimSubject subject) => Values(subject) is [var first, ..] ? first : null;
}

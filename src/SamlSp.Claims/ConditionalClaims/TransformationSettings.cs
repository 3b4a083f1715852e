namespace SamlSp.Claims;

/// <summary>Reads a transformation's properties, noting those that are missing.</summary>
internal sealed class TransformationSettings(ClaimTransformation written, RuleErrors errors)
{
    public ClaimTransformation Written => written;

    /// <summary>Whether a mistake was found.</summary>
    public bool Failed { get; private set; }

    /// <summary>An attribute or a constant that must be there.</summary>
    public ClaimInput? Input(string? value, string name)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            return new ClaimInput(value);
        }

        Fail(name, $"{written.Function} needs an attribute, or a constant in single quotes");
        return null;
    }

    /// <summary>An attribute or a constant that may be left out.</summary>
    public static ClaimInput? Optional(string? value) => string.IsNullOrWhiteSpace(value) ? null : new ClaimInput(value);

    /// <summary>A text that must be there; it may stand in single quotes, as constants do.</summary>
    public string? Text(string? value, string name)
    {
        if (!string.IsNullOrEmpty(value))
        {
            return ClaimInput.Unquote(value) ?? value;
        }

        Fail(name, $"{written.Function} needs a text");
        return null;
    }

    public void Fail(string name, string message)
    {
        Failed = true;
        errors.Add(name, message);
    }
}

using System.Globalization;
using System.Text.Json;
using SamlSp.AspNetCore;
using SamlSp.Claims;

namespace SamlSp.Directory;

/// <summary>
/// Writes who an attempt was by and what decided, within bounds: a claim may have thousands of values, and a value any length.
/// </summary>
internal static class SignInTraceValuesJson
{
    private const int MaxClaims = 60;
    private const int MaxValues = 10;
    private const int MaxSteps = 60;
    private const int MaxLength = 300;

    public static void Write(Utf8JsonWriter writer, SignInTraceValues values)
    {
        writer.WriteStartObject();
        writer.WriteString(nameof(values.NameId), Cut(values.NameId));
        writer.WriteString(nameof(values.DisplayName), Cut(values.DisplayName));
        writer.WriteStartObject(nameof(values.Claims));
        foreach (var (name, texts) in values.Claims.Take(MaxClaims))
        {
            writer.WriteStartArray(name);
            foreach (var text in texts.Take(MaxValues))
            {
                writer.WriteStringValue(Cut(text));
            }

            if (texts.Count > MaxValues)
            {
                writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"… {texts.Count} in all"));
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteStartArray(nameof(values.Steps));
        foreach (var step in values.Steps.Take(MaxSteps))
        {
            writer.WriteStartObject();
            writer.WriteString(nameof(IdentityTraceStep.Step), step.Step);
            writer.WriteString(nameof(IdentityTraceStep.Outcome), Cut(step.Outcome));
            writer.WriteString(nameof(IdentityTraceStep.Evidence), Cut(step.Evidence));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    /// <summary>The first 300 characters, without half a character at the end.</summary>
    private static string? Cut(string? text) =>
        text is not { Length: > MaxLength } ? text : text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)] + "…";
}

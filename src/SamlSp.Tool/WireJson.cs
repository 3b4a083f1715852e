using System.Globalization;
using System.Text.Json.Nodes;
using SamlSp.Protocol;

namespace SamlSp.Tool;

/// <summary>JSON of the protocol's values.</summary>
internal static class WireJson
{
    /// <summary>An instant: ISO 8601 UTC with <c>Z</c>, a fraction only when there is one.</summary>
    public static string Instant(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>The same for an instant that may be missing.</summary>
    public static string? Instant(DateTimeOffset? instant) => instant is { } value ? Instant(value) : null;

    /// <summary>A refusal, with the status where it is about one.</summary>
    public static JsonObject Error(Refusal refusal)
    {
        var error = new JsonObject
        {
            ["code"] = refusal.Code,
            ["message"] = refusal.Message,
            ["help"] = refusal.Help,
        };
        if (refusal.Recipe is { } recipe)
        {
            error["recipe"] = new JsonObject { ["advice"] = recipe.Advice, ["help"] = recipe.Help };
        }

        if (refusal.Code == RefusalCodes.StatusNotSuccess)
        {
            error["status"] = refusal.Status;
            error["subStatus"] = refusal.SubStatus;
            error["statusMessage"] = refusal.StatusMessage;
        }

        return error;
    }

    /// <summary>A refusal as readable text.</summary>
    public static string Text(Refusal refusal)
    {
        var lines = new List<string> { $"Refused: {refusal.Code}", refusal.Message };
        if (refusal.Status is not null)
        {
            lines.Add($"Status: {Terminal.Line(refusal.Status)} {Terminal.Line(refusal.SubStatus)}");
        }

        if (refusal.StatusMessage is not null)
        {
            lines.Add($"The identity provider says: {Terminal.Line(refusal.StatusMessage)}");
        }

        if (refusal.Recipe is { } recipe)
        {
            lines.Add($"{recipe.Advice} See {recipe.Help}");
        }

        lines.Add($"See {refusal.Help}");
        return string.Join(Environment.NewLine, lines);
    }
}

using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SamlSp.Console;

/// <summary>The difference between two states of settings: setting by setting, and line by line.</summary>
internal static class SettingsDifference
{
    /// <summary>Longer texts, such as metadata, are cut.</summary>
    private const int MaxText = 300;

    /// <summary>More lines than that are not compared one by one.</summary>
    private const int MaxLines = 400;

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,

        // The page encodes the text again, so it can be readable here.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The settings that differ. A list counts as one value.</summary>
    public static IReadOnlyList<SettingChange> Between(JsonNode? before, JsonNode? after)
    {
        var changes = new List<SettingChange>();
        Walk(before, after, "", changes);
        return changes;
    }

    private static void Walk(JsonNode? before, JsonNode? after, string path, List<SettingChange> changes)
    {
        if (JsonNode.DeepEquals(before, after))
        {
            return;
        }

        if ((before ?? after) is JsonObject && before is null or JsonObject && after is null or JsonObject)
        {
            var (old, now) = (before as JsonObject ?? [], after as JsonObject ?? []);
            foreach (var key in old.Concat(now).Select(value => value.Key).Distinct(StringComparer.Ordinal))
            {
                Walk(old[key], now[key], path.Length == 0 ? key : path + ":" + key, changes);
            }
        }
        else if (Lines(before) is var left && Lines(after) is var right && (left.Count > 0 || right.Count > 0))
        {
            changes.Add(new(path, Compare(left, right)));
        }
    }

    /// <summary>A value as lines; an empty one has none.</summary>
    private static List<string> Lines(JsonNode? value) =>
        value switch
        {
            null or JsonArray { Count: 0 } => [],
            JsonArray list when list.All(item => item is null or JsonValue) => [.. list.Select(item => Cut(item?.ToString() ?? ""))],
            JsonArray or JsonObject =>
            [
                .. Tidy(value.DeepClone()).ToJsonString(Readable).Split('\n').Select(line => Cut(line.TrimEnd('\r'))),
            ],
            _ when value.GetValueKind() is JsonValueKind.True => ["yes"],
            _ when value.GetValueKind() is JsonValueKind.False => ["no"],
            _ => [.. value.ToString().Split('\n').Select(line => Cut(line.TrimEnd('\r')))],
        };

    /// <summary>Leaves out what says nothing: in the rows of claim rules most values are not set.</summary>
    private static JsonNode Tidy(JsonNode node)
    {
        foreach (var item in (node as JsonArray)?.OfType<JsonNode>() ?? [])
        {
            Tidy(item);
        }

        foreach (var (key, value) in (node as JsonObject)?.ToList() ?? [])
        {
            if (value is null or JsonArray { Count: 0 } || value.GetValueKind() == JsonValueKind.False)
            {
                node.AsObject().Remove(key);
            }
            else
            {
                Tidy(value);
            }
        }

        return node;
    }

    private static string Cut(string text) =>
        text.Length <= MaxText ? text : string.Create(CultureInfo.InvariantCulture, $"{text[..MaxText]}… ({text.Length:N0} characters)");

    /// <summary>The longest common subsequence of lines, and what was removed and added around it.</summary>
    private static List<(char Sign, string Text)> Compare(List<string> old, List<string> now)
    {
        if (old.Count > MaxLines || now.Count > MaxLines)
        {
            return [.. Some(old, '−'), .. Some(now, '+')];
        }

        // (1) How long the common rest is from each pair of lines on.
        var common = new int[old.Count + 1, now.Count + 1];
        for (var i = old.Count - 1; i >= 0; i--)
        {
            for (var j = now.Count - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        // (2) Along the longest.
        var (lines, at, to) = (new List<(char, string)>(), 0, 0);
        while (at < old.Count || to < now.Count)
        {
            if (at < old.Count && to < now.Count && old[at] == now[to])
            {
                lines.Add((' ', old[at++]));
                to++;
            }
            else if (to == now.Count || (at < old.Count && common[at + 1, to] >= common[at, to + 1]))
            {
                lines.Add(('−', old[at++]));
            }
            else
            {
                lines.Add(('+', now[to++]));
            }
        }

        return lines;
    }

    private static IEnumerable<(char Sign, string Text)> Some(List<string> lines, char sign) =>
        lines.Count <= MaxLines
            ? lines.Select(line => (sign, line))
            : lines.Take(MaxLines).Append($"… ({lines.Count} lines)").Select(line => (sign, line));
}

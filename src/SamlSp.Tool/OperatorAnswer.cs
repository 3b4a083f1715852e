using System.Net;
using System.Text.Json.Nodes;

namespace SamlSp.Tool;

/// <summary>What a server answered.</summary>
/// <param name="Status">The status.</param>
/// <param name="Json">The body; null when it is no JSON object.</param>
/// <param name="Ahead">How far the clock of this computer is ahead of the server's, to a second; null when the server did not say.</param>
internal sealed record OperatorAnswer(HttpStatusCode Status, JsonObject? Json, TimeSpan? Ahead)
{
    /// <summary>Title and detail of a problem (RFC 9457), for a terminal; empty when it has none.</summary>
    public string Problem => string.Join(' ', new[] { Text("title"), Text("detail") }.Where(text => text.Length > 0));

    private string Text(string name) => Json?[name] is JsonValue value ? Terminal.Line(value.ToString()) : "";
}

using System.Text.Json.Nodes;

namespace SamlSp.Scim;

/// <summary>What a request leads to, before it is written.</summary>
internal sealed record ScimResult
{
    public required int Status { get; init; }

    public JsonObject? Body { get; init; }

    /// <summary>The resource's version, a weak entity tag.</summary>
    public string? Version { get; init; }

    /// <summary>The resource's address.</summary>
    public string? Location { get; init; }

    public ScimError? Error { get; init; }

    /// <summary>The resource's ID, for the log.</summary>
    public string? Target { get; init; }

    /// <summary>The attributes that changed, for the log.</summary>
    public IReadOnlyList<string> Changed { get; init; } = [];

    /// <summary>More for the log: what was done beside the request's words.</summary>
    public string? Note { get; init; }

    public static ScimResult Refused(ScimError error, string? target = null) =>
        new()
        {
            Status = error.Status,
            Error = error,
            Target = target,
        };
}

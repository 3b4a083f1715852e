using System.Text.Json.Nodes;

namespace SamlSp.Scim;

/// <summary>A request, or an operation of a bulk request, as the router takes it.</summary>
/// <param name="Method">The method in capitals.</param>
/// <param name="Segments">The path below the organization, in its parts.</param>
/// <param name="Parameter">Gives a query parameter, by its name; null where it is missing.</param>
/// <param name="Body">The body; null for none.</param>
/// <param name="IfMatch">The versions that the resource must have; null for any.</param>
/// <param name="IfNoneMatch">The versions that need not be sent again; null for none.</param>
internal sealed record ScimRequest(
    string Method,
    IReadOnlyList<string> Segments,
    Func<string, string?> Parameter,
    JsonObject? Body,
    string? IfMatch,
    string? IfNoneMatch
)
{
    /// <summary>The kind of resource, for the log.</summary>
    public string Resource => Segments.Count == 0 ? "" : ScimRouter.Known(Segments[0]) ?? "unknown";
}

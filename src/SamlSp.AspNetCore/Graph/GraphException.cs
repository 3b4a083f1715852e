namespace SamlSp.AspNetCore;

/// <summary>Microsoft Graph gave no answer, or none that can be used. The message is a sentence for an administrator.</summary>
internal sealed class GraphException(string message, int status = 0, string? code = null, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>The HTTP status; 0 when there was no answer.</summary>
    public int Status { get; } = status;

    /// <summary>Graph's code of the error, such as <c>Authorization_RequestDenied</c>; null when it has none.</summary>
    public string? Code { get; } = code;
}

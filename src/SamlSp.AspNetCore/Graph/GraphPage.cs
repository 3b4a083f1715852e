using System.Text.Json;

namespace SamlSp.AspNetCore;

/// <summary>A page of a list of Microsoft Graph.</summary>
/// <param name="Items">The items.</param>
/// <param name="Next">The next page; null after the last one.</param>
/// <param name="Delta">After the last page of a delta query: where changes from now on are.</param>
internal sealed record GraphPage(IReadOnlyList<JsonElement> Items, Uri? Next, Uri? Delta)
{
    private const int LongestLink = 16 * 1024;

    /// <summary>Reads a page.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="below">What links of the page must be below: a link to another address would get the token, and one to another user
    /// that user's groups.</param>
    /// <exception cref="GraphException">It is no page, or a link leads elsewhere.</exception>
    public static GraphPage Read(JsonElement answer, Uri below) =>
        answer.ValueKind == JsonValueKind.Object && answer.TryGetProperty("value", out var items) && items.ValueKind == JsonValueKind.Array
            ? new([.. items.EnumerateArray()], Link(answer, "@odata.nextLink", below), Link(answer, "@odata.deltaLink", below))
            : throw new GraphException("Microsoft Graph did not answer with a list");

    /// <summary>Whether an address is below another one: scheme, host, port and path.</summary>
    public static bool IsBelow(Uri address, Uri below) =>
        address.GetLeftPart(UriPartial.Authority).Equals(below.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase)
        && address.UserInfo.Length == 0
        && address.AbsolutePath.StartsWith(below.AbsolutePath, StringComparison.OrdinalIgnoreCase);

    private static Uri? Link(JsonElement answer, string name, Uri below)
    {
        if (!answer.TryGetProperty(name, out var link))
        {
            return null;
        }

        return
            link.ValueKind == JsonValueKind.String
            && link.GetString() is { Length: <= LongestLink } text
            && Uri.TryCreate(text, UriKind.Absolute, out var address)
            && IsBelow(address, below)
            ? address
            : throw new GraphException($"Microsoft Graph sent a link that leads elsewhere ({name})");
    }
}

using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace SamlSp.AspNetCore;

/// <summary>What a delta query says of a user.</summary>
/// <param name="ObjectId">The user's object ID, in lower case.</param>
/// <param name="IsGone">Whether the account is disabled or deleted.</param>
/// <param name="ValidFrom">Sessions that began before this instant, UTC, were revoked; null when nothing is said of them.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GraphUserChange(string ObjectId, bool IsGone, DateTimeOffset? ValidFrom)
{
    /// <summary>Reads an item; null for one that ends no session.</summary>
    /// <exception cref="GraphException">It is no user.</exception>
    public static GraphUserChange? Read(JsonElement item)
    {
        if (
            item.ValueKind != JsonValueKind.Object
            || !item.TryGetProperty("id", out var id)
            || id.ValueKind != JsonValueKind.String
            || !Guid.TryParseExact(id.GetString(), "D", out var objectId)
        )
        {
            throw new GraphException("Microsoft Graph answered with a user whose ID is no GUID");
        }

        var isGone =
            item.TryGetProperty("@removed", out _)
            || (item.TryGetProperty("accountEnabled", out var enabled) && enabled.ValueKind == JsonValueKind.False);
        DateTimeOffset? validFrom =
            item.TryGetProperty("signInSessionsValidFromDateTime", out var from)
            && from.ValueKind == JsonValueKind.String
            && DateTimeOffset.TryParse(
                from.GetString(),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                out var instant
            )
                ? instant
                : null;
        return isGone || validFrom is not null ? new(objectId.ToString("D"), isGone, validFrom) : null;
    }
}

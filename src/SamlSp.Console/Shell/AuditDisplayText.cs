using System.Text.Json;

namespace SamlSp.Console;

/// <summary>What stands in the audit trail, in words.</summary>
internal static class AuditDisplayText
{
    /// <summary>Actions with their words, in the order of a list.</summary>
    public static IReadOnlyList<(string Action, string Words)> All { get; } =
    [
        ("session.started", "Signed in"),
        ("session.ended", "Session ended"),
        ("sign-in.refused", "Sign-in refused"),
        ("user.created", "User created"),
        ("user.joined", "User joined a record by address"),
        ("user.changed", "User changed"),
        ("user.suspended", "User suspended"),
        ("user.restored", "User let in again"),
        ("user.deleted", "User deleted"),
        ("user.forgotten", "Marker of a deleted user removed"),
        ("user.moved", "User moved"),
        ("role.granted", "Role granted"),
        ("role.revoked", "Role taken back"),
        ("tokens.started", "Program given tokens"),
        ("tokens.ended", "Program's tokens ended"),
        ("terms.accepted", "Terms accepted"),
        ("org-unit.created", "Org unit made"),
        ("org-unit.described", "Org unit described"),
        ("org-unit.deleted", "Org unit removed"),
        ("policy.set", "Session policy set"),
        ("policy.cleared", "Session policy inherited again"),
        ("organization.created", "Organization created"),
        ("organization.changed", "Settings saved"),
        ("metadata.keys-changed", "Identity provider's keys changed"),
        ("provisioning.secret-created", "Provisioning secret made"),
        ("provisioning.secret-revoked", "Provisioning secret taken back"),
        ("provisioning.request", "Provisioning request"),
    ];

    private static readonly Dictionary<string, string> Known = All.ToDictionary(a => a.Action, a => a.Words, StringComparer.Ordinal);

    /// <summary>Whether an action is one of the list.</summary>
    public static bool IsKnown(string? action) => action is not null && Known.ContainsKey(action);

    /// <summary>An action in words; one that is not known as it stands.</summary>
    public static string Of(string action) => Known.GetValueOrDefault(action) ?? action;

    /// <summary>An actor or target that is no person.</summary>
    public static string Subject(string id) =>
        id switch
        {
            "system" => "The server",
            "provisioning" => "Provisioning",
            "identity-provider" => "Identity provider",
            "operator" => "Operator",
            "unknown" => "Somebody unknown",
            _ when id.StartsWith("sha256:", StringComparison.Ordinal) && id.Length > 19 => "session " + id[7..19],
            _ when id.StartsWith("owner-link:", StringComparison.Ordinal) => "Owner by link",
            _ when Guid.TryParse(id, out _) => "record " + id[^12..],
            _ => id,
        };

    /// <summary>An entry's details on one line; empty where there are none.</summary>
    public static string Details(string? json)
    {
        if (json is null)
        {
            return "";
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? string.Join(
                    " · ",
                    document
                        .RootElement.EnumerateObject()
                        .Select(p =>
                            p.Name
                            + ": "
                            + (p.Value.ValueKind == JsonValueKind.Array ? string.Join(", ", p.Value.EnumerateArray()) : p.Value.ToString())
                        )
                )
                : document.RootElement.ToString();
        }
        catch (JsonException)
        {
            return json;
        }
    }
}

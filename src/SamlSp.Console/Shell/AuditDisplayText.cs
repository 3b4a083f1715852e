using System.Text.Json;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console;

/// <summary>Display texts of audit entries.</summary>
internal static class AuditDisplayText
{
    /// <summary>All of <see cref="AuditActions"/> with their text, in the order of the list.</summary>
    public static IReadOnlyList<(string Action, string Text)> All { get; } =
    [
        (AuditActions.SessionStarted, "Signed in"),
        (AuditActions.SessionEnded, "Session ended"),
        (AuditActions.SignInRefused, "Sign-in refused"),
        (AuditActions.SignInOpened, "Claims of a sign-in shown"),
        (AuditActions.UserCreated, "User created"),
        (AuditActions.UserJoined, "User matched by e-mail address"),
        (AuditActions.UserSuspended, "User suspended"),
        (AuditActions.UserRestored, "User restored"),
        (AuditActions.UserDeleted, "User deleted"),
        (AuditActions.UserForgotten, "Deleted user allowed to sign in again"),
        (AuditActions.UserMoved, "User moved"),
        (AuditActions.UserNameReleased, "User name released by provisioning"),
        (AuditActions.RoleGranted, "Role granted"),
        (AuditActions.RoleRevoked, "Role revoked"),
        (AuditActions.TokensStarted, "API tokens issued"),
        (AuditActions.TokensEnded, "API tokens ended"),
        (AuditActions.TermsAccepted, "Terms accepted"),
        (AuditActions.OrgUnitCreated, "Org unit created"),
        (AuditActions.OrgUnitDescribed, "Org unit description changed"),
        (AuditActions.OrgUnitDeleted, "Org unit deleted"),
        (AuditActions.PolicySet, "Session policy set"),
        (AuditActions.PolicyCleared, "Session policy removed (inherited)"),
        (AuditActions.OrganizationCreated, "Organization created"),
        (AuditActions.OrganizationTested, "Trial sign-in started"),
        (AuditActions.OrganizationChanged, "Organization settings saved"),
        (AuditActions.OwnerLinkUsed, "Owner link used"),
        (AuditActions.FirstStepSkipped, "First step marked as not needed"),
        (AuditActions.FirstStepReopened, "First step needed after all"),
        (AuditActions.SigningKeysChanged, "Signing keys of the identity provider changed"),
        (AuditActions.ProvisioningSecretCreated, "Provisioning secret created"),
        (AuditActions.ProvisioningSecretRevoked, "Provisioning secret revoked"),
        (AuditActions.ProvisioningRequest, "Provisioning request"),
        (AuditActions.ListExported, "List exported"),
    ];

    private static readonly Dictionary<string, string> Known = All.ToDictionary(a => a.Action, a => a.Text, StringComparer.Ordinal);

    /// <summary>Whether an action is one of the list.</summary>
    public static bool IsKnown(string? action) => action is not null && Known.ContainsKey(action);

    /// <summary>An action as text; an application's own is shown as it is.</summary>
    public static string From(string action) => Known.GetValueOrDefault(action) ?? action;

    /// <summary>The name of an actor or target: a user's, where the names have it.</summary>
    public static string Name(IReadOnlyDictionary<string, string> names, string id) =>
        DisplayText.Bounded(names.GetValueOrDefault(id) ?? Subject(id));

    /// <summary>An actor or target that is not a user.</summary>
    private static string Subject(string id) =>
        id switch
        {
            "system" => "The server",
            "provisioning" => "Provisioning",
            "identity-provider" => "Identity provider",
            "operator" => "Operator",
            "unknown" => "Unknown user",
            _ when id.StartsWith("sha256:", StringComparison.Ordinal) && id.Length > 19 => "session " + id[7..19],
            _ when id.StartsWith("owner-link:", StringComparison.Ordinal) => "Owner by link",
            _ when Guid.TryParse(id, out _) => "ID " + id[^12..],
            _ => id,
        };

    /// <summary>What became of an action: a refusal's reason, why a session ended, how an owner link was used.</summary>
    public static string Code(string code) =>
        code switch
        {
            "ok" => "done",
            "break-glass" => "for one hour, without a sign-in",
            "signed-in" => "after a sign-in",
            _ when code.StartsWith("status_", StringComparison.Ordinal) => "refused with status " + code["status_".Length..],
            _ when Enum.TryParse<SessionEndCause>(code, out var cause) && Enum.IsDefined(cause) => DisplayText.From(cause),
            _ => RefusalDisplayText.From(
                string.Concat(code.Select((c, i) => i > 0 && char.IsUpper(c) ? "_" + char.ToLowerInvariant(c) : c.ToString()))
            ),
        };

    /// <summary>The class of a code's badge: requests that were refused stand out.</summary>
    public static string Kind(string code) => code.StartsWith("status_", StringComparison.Ordinal) ? "bad" : "";

    /// <summary>The details of an entry on one line; empty if there are none.</summary>
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
                ? string.Join(" · ", document.RootElement.EnumerateObject().Select(Detail))
                : document.RootElement.ToString();
        }
        catch (JsonException)
        {
            return json;
        }
    }

    private static string Detail(JsonProperty detail)
    {
        var isList = detail.Value.ValueKind == JsonValueKind.Array;
        var values = isList ? detail.Value.EnumerateArray().Select(value => value.ToString()) : [detail.Value.ToString()];
        return Words(detail.Name) + ": " + string.Join(", ", values.Select(value => isList ? SettingDisplayText.Label(value) : value));
    }

    /// <summary>A key of the details as words; of an application's own entries as it is.</summary>
    private static string Words(string key) =>
        key.ToUpperInvariant() switch
        {
            "RESOURCE" => "about",
            "CREDENTIAL" => "with the secret",
            "DETAIL" => "reason",
            "WITHDRAWN" => "removed",
            "RETURNED" => "in use again",
            "REAUTHENTICATION" => "sign in again",
            "FREQUENCY" => "after",
            _ => char.ToLowerInvariant(key[0]) + key[1..],
        };
}

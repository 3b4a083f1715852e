using System.Text.Json;
using System.Text.Json.Nodes;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>A session policy as JSON, in the audit trail and in the history: only what the policy sets.</summary>
internal static class PolicyJson
{
    /// <summary>The values of a policy by name; null for none.</summary>
    public static Dictionary<string, string>? Describe(SessionPolicyOptions? policy)
    {
        if (policy is null)
        {
            return null;
        }

        var details = new Dictionary<string, string>(StringComparer.Ordinal);
        if (policy.Reauthentication is { } reauthentication)
        {
            details["reauthentication"] = reauthentication.ToString();
        }

        if (policy.Frequency is { } frequency)
        {
            details["frequency"] = Duration.ToText(frequency);
        }

        if (policy.Method is { } method)
        {
            details["method"] = method.ToString();
        }

        return details;
    }

    /// <summary>A policy as text; null for none.</summary>
    public static string? Write(SessionPolicyOptions? policy) => Describe(policy) is { } details ? JsonSerializer.Serialize(details) : null;

    /// <summary>The policy that <see cref="Write"/> has written; null for none.</summary>
    public static SessionPolicyOptions? Read(JsonNode? json) =>
        json is null
            ? null
            : new()
            {
                Reauthentication = Name<Reauthentication>(json["reauthentication"]),
                Frequency = Duration.TryParse(json["frequency"]?.GetValue<string>() ?? "", out var frequency) ? frequency : null,
                Method = Name<ReauthenticationMethod>(json["method"]),
            };

    private static T? Name<T>(JsonNode? value)
        where T : struct, Enum => Enum.TryParse<T>(value?.GetValue<string>(), out var known) ? known : null;
}

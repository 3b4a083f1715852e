using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.DataProtection;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// Between an organization's settings and its row: JSON in the form of the configuration, with the secrets apart and encrypted.
/// </summary>
internal sealed class OrganizationSettings(IDataProtectionProvider protection)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        // Dictionaries are filled rather than replaced, so that they keep comparing without case.
        PreferredObjectCreationHandling = JsonObjectCreationHandling.Populate,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly IDataProtector _protector = protection.CreateProtector("SamlSp.OrganizationSecrets.v1");

    /// <summary>A copy that can be changed without changing the original.</summary>
    public static OrganizationOptions Copy(OrganizationOptions settings) =>
        JsonSerializer.Deserialize<OrganizationOptions>(JsonSerializer.SerializeToUtf8Bytes(settings, Json), Json)!;

    /// <summary>A copy as pages may have it: without secrets.</summary>
    public static OrganizationOptions WithoutSecrets(OrganizationOptions settings)
    {
        var copy = Copy(settings);
        copy.Connection.ClientSecret = null;
        copy.Connection.Graph?.ClientSecret = null;
        copy.Provisioning.Tokens = [];
        return copy;
    }

    /// <summary>Puts settings into a row.</summary>
    public void Write(OrganizationRow row, OrganizationOptions settings)
    {
        row.Settings = JsonSerializer.Serialize(WithoutSecrets(settings), Json);
        var secrets = new StoredSecrets(settings.Connection.ClientSecret, settings.Connection.Graph?.ClientSecret);
        row.Secrets = secrets == StoredSecrets.None ? null : _protector.Protect(JsonSerializer.Serialize(secrets, Json));
    }

    /// <summary>The settings of a row, with the secrets.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">The secrets cannot be decrypted: their key is
    /// gone.</exception>
    public OrganizationOptions Read(OrganizationRow row)
    {
        var settings = JsonSerializer.Deserialize<OrganizationOptions>(row.Settings, Json)!;
        if (row.Secrets is { } secrets)
        {
            var (client, graph) = JsonSerializer.Deserialize<StoredSecrets>(_protector.Unprotect(secrets), Json)!;
            settings.Connection.ClientSecret = client;
            settings.Connection.Graph?.ClientSecret = graph;
        }

        return settings;
    }

    /// <summary>The settings of a row as pages may have them.</summary>
    public static OrganizationOptions ReadWithoutSecrets(OrganizationRow row) =>
        JsonSerializer.Deserialize<OrganizationOptions>(row.Settings, Json)!;

    /// <summary>
    /// The keys whose values differ, as paths with colons; a list counts as one value. Secrets are named, and their values are not.
    /// </summary>
    public static IReadOnlyList<string> Changes(OrganizationOptions before, OrganizationOptions after) =>
        Changes(JsonSerializer.SerializeToNode(before, Json), JsonSerializer.SerializeToNode(after, Json));

    /// <summary>The same, of settings in the form of the configuration; null has no values.</summary>
    public static IReadOnlyList<string> Changes(JsonNode? before, JsonNode? after)
    {
        var (old, now) = (Values(before), Values(after));
        return
        [
            .. old
                .Keys.Union(now.Keys, StringComparer.Ordinal)
                .Where(key => old.GetValueOrDefault(key) != now.GetValueOrDefault(key))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Settings in the form of the configuration.</summary>
    public static JsonNode ToJson(OrganizationOptions settings) => JsonSerializer.SerializeToNode(settings, Json)!;

    /// <summary>
    /// Settings with a change taken back: the values that it changed are as they were before it, and all others stay as they are now.
    /// </summary>
    public static OrganizationOptions Undo(OrganizationOptions now, JsonNode? before, JsonNode? after) =>
        Undo(JsonSerializer.SerializeToNode(now, Json), before, after).Deserialize<OrganizationOptions>(Json) ?? new();

    private static JsonNode? Undo(JsonNode? now, JsonNode? before, JsonNode? after)
    {
        if (JsonNode.DeepEquals(before, after))
        {
            return now;
        }

        if (
            (before ?? new JsonObject()) is not JsonObject old
            || (after ?? new JsonObject()) is not JsonObject changed
            || (now ?? new JsonObject()) is not JsonObject current
        )
        {
            return before?.DeepClone();
        }

        var result = new JsonObject();
        foreach (var key in current.Concat(old).Select(value => value.Key).Distinct(StringComparer.Ordinal))
        {
            if (Undo(current[key], old[key], changed[key]) is { } value)
            {
                result[key] = value.DeepClone();
            }
        }

        return before is null && result.Count == 0 ? null : result;
    }

    private static Dictionary<string, string> Values(JsonNode? settings)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (settings is not null)
        {
            Walk(settings, "", values);
        }

        return values;
    }

    private static void Walk(JsonNode node, string path, Dictionary<string, string> values)
    {
        if (node is not JsonObject group)
        {
            values[path] = node.ToJsonString();
            return;
        }

        foreach (var (key, value) in group)
        {
            // Below the top, what is empty says something too: an org unit that is declared, and inherits all.
            if (value is null or JsonObject { Count: 0 } && path.Length > 0)
            {
                values[path + ":" + key] = "{}";
            }
            else if (value is not null)
            {
                Walk(value, path.Length == 0 ? key : path + ":" + key, values);
            }
        }
    }

    /// <summary>The secrets of a row: the connection's, and Microsoft Graph's.</summary>
    private sealed record StoredSecrets(string? ClientSecret, string? GraphClientSecret)
    {
        public static readonly StoredSecrets None = new(null, null);
    }
}

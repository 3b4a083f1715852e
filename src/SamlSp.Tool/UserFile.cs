using System.Text.Json;
using SamlSp.Claims;

namespace SamlSp.Tool;

/// <summary>
/// A user in a JSON file: <c>{"userType": "member|entraGuest|externalGuest", "groups": ["..."], "attributes": {...}}</c>.
/// </summary>
internal sealed record UserFile
{
    public required string UserType { get; init; }

    public IReadOnlyList<string>? Groups { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? Attributes { get; init; }

    public ClaimSubject ToSubject(string file) =>
        new()
        {
            UserType = UserType?.ToUpperInvariant() switch
            {
                "MEMBER" => Claims.UserType.Member,
                "ENTRAGUEST" => Claims.UserType.EntraGuest,
                "EXTERNALGUEST" => Claims.UserType.ExternalGuest,
                _ => throw new UsageException($"{file}: userType '{UserType}' is not one of member, entraGuest, externalGuest"),
            },
            Groups = Groups ?? [],
            Attributes = ReadAttributes(file),
        };

    private Dictionary<string, IReadOnlyList<string>> ReadAttributes(string file)
    {
        var attributes = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in AttributeFile.Parse(Attributes ?? new Dictionary<string, JsonElement>(StringComparer.Ordinal), file))
        {
            if (!attributes.TryAdd(name, value.Values))
            {
                throw new UsageException($"{file}: '{name}' is there twice");
            }
        }

        return attributes;
    }
}

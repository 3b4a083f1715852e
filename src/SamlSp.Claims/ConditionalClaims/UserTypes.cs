namespace SamlSp.Claims;

/// <summary>The groups of users that a row can be for.</summary>
internal readonly record struct UserTypes(bool Members, bool EntraGuests, bool ExternalGuests)
{
    public const string Names = "any, members, allGuests, entraGuests, externalGuests";

    /// <summary>Reads the name used here, the portal's wording or Microsoft Graph's.</summary>
    public static UserTypes? Parse(string? name) =>
        name?.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant() switch
        {
            "ANY" => new(true, true, true),
            "MEMBERS" => new(true, false, false),
            "ALLGUESTS" => new(false, true, true),
            "ENTRAGUESTS" or "AADGUESTS" or "MICROSOFTENTRAGUESTS" => new(false, true, false),
            "EXTERNALGUESTS" => new(false, false, true),
            _ => null,
        };
}

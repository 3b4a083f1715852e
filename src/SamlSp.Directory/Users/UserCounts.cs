namespace SamlSp.Directory;

/// <summary>How many users and sessions an organization has.</summary>
/// <param name="Members">Members.</param>
/// <param name="EntraGuests">Guests from other Entra tenants.</param>
/// <param name="ExternalGuests">Other guests.</param>
/// <param name="Suspended">Suspended users, of any type.</param>
/// <param name="LiveSessions">Sessions that are neither ended nor expired.</param>
public sealed record UserCounts(int Members, int EntraGuests, int ExternalGuests, int Suspended, int LiveSessions)
{
    /// <summary>All users.</summary>
    public int Users => Members + EntraGuests + ExternalGuests;
}

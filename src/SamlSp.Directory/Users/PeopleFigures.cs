namespace SamlSp.Directory;

/// <summary>How many people and sessions an organization has.</summary>
/// <param name="Members">Members.</param>
/// <param name="EntraGuests">Guests from other Entra tenants.</param>
/// <param name="ExternalGuests">Other guests.</param>
/// <param name="Suspended">Suspended people, of any type.</param>
/// <param name="LiveSessions">Sessions that hold.</param>
public sealed record PeopleFigures(int Members, int EntraGuests, int ExternalGuests, int Suspended, int LiveSessions)
{
    /// <summary>All people.</summary>
    public int Users => Members + EntraGuests + ExternalGuests;
}

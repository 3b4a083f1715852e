using System.Text.Json;
using SamlSp.AspNetCore;
using SamlSp.Protocol;

namespace SamlSp.Directory;

/// <summary>Between a session and its row.</summary>
internal static class SessionMapping
{
    public static SessionRow ToRow(Session session) =>
        new()
        {
            Reference = SessionReference.FromId(session.Id),
            Organization = OrganizationScope.Key(session.Organization),
            OrganizationName = session.Organization,
            UserId = session.UserId,
            TenantId = session.Key.TenantId,
            ObjectId = session.Key.ObjectId,
            UserType = session.UserType,
            NameId = session.NameId,
            DisplayName = session.DisplayName,
            OrgUnitPath = session.OrgUnitPath,
            Roles = JsonSerializer.Serialize(session.Roles),
            Issuer = session.Issuer,
            AssertedNameId = session.AssertedNameId.Value,
            AssertedNameIdFormat = session.AssertedNameId.Format,
            AssertedNameQualifier = session.AssertedNameId.NameQualifier,
            AssertedSpNameQualifier = session.AssertedNameId.SPNameQualifier,
            SessionIndex = session.SessionIndex,
            AuthenticatedAt = session.AuthenticatedAt,
            CreatedAt = session.CreatedAt,
            ExpiresAt = session.ExpiresAt,
            ExpiresBy = session.ExpiresBy,
            ReauthenticationFrequency = session.ReauthenticationFrequency?.Ticks,
            MultipleFactors = session.MultipleFactors,
            PolicyFrom = session.PolicyFrom,
            EndedAt = session.EndedAt,
            EndedBy = session.EndedBy,
            PackedClaims = session.Claims.Count == 0 ? null : PackedJson.Pack(session.Claims, PackedJson.WriteClaims),
        };

    /// <summary>The session of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="id">The session's ID where it is known; otherwise the reference.</param>
    public static Session ToSession(SessionRow row, string id) =>
        new()
        {
            Id = id,
            Organization = row.OrganizationName,
            UserId = row.UserId,
            Key = new(row.TenantId, row.ObjectId),
            UserType = row.UserType,
            NameId = row.NameId,
            DisplayName = row.DisplayName,
            OrgUnitPath = row.OrgUnitPath,
            Roles = JsonSerializer.Deserialize<string[]>(row.Roles) ?? [],
            Issuer = row.Issuer,
            AssertedNameId = new NameId(
                row.AssertedNameId,
                row.AssertedNameIdFormat,
                row.AssertedNameQualifier,
                row.AssertedSpNameQualifier
            ),
            SessionIndex = row.SessionIndex,
            AuthenticatedAt = row.AuthenticatedAt,
            CreatedAt = row.CreatedAt,
            ExpiresAt = row.ExpiresAt,
            ExpiresBy = row.ExpiresBy,
            ReauthenticationFrequency = row.ReauthenticationFrequency is { } ticks ? TimeSpan.FromTicks(ticks) : null,
            MultipleFactors = row.MultipleFactors,
            PolicyFrom = row.PolicyFrom,
            EndedAt = row.EndedAt,
            EndedBy = row.EndedBy,
            Claims = Claims(row.PackedClaims),
        };

    /// <summary>Whether a session's claims say that the user's method was phishing-resistant.</summary>
    public static bool IsPhishingResistant(byte[]? packedClaims) => AuthenticationFacts.Of(Claims(packedClaims)).PhishingResistant;

    private static Dictionary<string, IReadOnlyList<string>> Claims(byte[]? packed) =>
        packed is null ? [] : PackedJson.Unpack<Dictionary<string, IReadOnlyList<string>>>(packed) ?? [];
}

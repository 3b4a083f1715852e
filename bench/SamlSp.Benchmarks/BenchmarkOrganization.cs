using System.Globalization;
using SamlSp.AspNetCore;
using SamlSp.Claims;
using SamlSp.Testing;

namespace SamlSp.Benchmarks;

/// <summary>The organization of the benchmarks that need no sign-in, and sessions of it.</summary>
internal static class BenchmarkOrganization
{
    private const string Name = "contoso";

    /// <summary>Adds it to the settings.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="folder">A folder for its metadata.</param>
    public static void AddTo(SamlSpOptions options, string folder)
    {
        var metadata = Path.Combine(folder, "idp.xml");
        File.WriteAllBytes(metadata, new TestMetadata().ToBytes());
        options.BaseUrl = "http://localhost";
        options.Organizations[Name] = new()
        {
            TenantDomain = TestTenant.Domain,
            PrimaryDomain = TestTenant.PrimaryDomain,
            Connection = { MetadataFile = metadata },
        };
    }

    /// <summary>A session of eight hours that begins now, of a user of its own.</summary>
    public static Session CreateSession(int number)
    {
        var now = DateTimeOffset.UtcNow;
        return new()
        {
            Id = number.ToString("x64", CultureInfo.InvariantCulture),
            Organization = Name,
            UserId = "u" + number,
            Key = new(TestTenant.Id, "o" + number),
            UserType = UserType.Member,
            NameId = $"user{number}@example.com",
            OrgUnitPath = "/",
            Issuer = TestTenant.Issuer,
            AssertedNameId = new($"user{number}@example.com", null, null, null),
            AuthenticatedAt = now,
            CreatedAt = now,
            ExpiresAt = now.AddHours(8),
            ExpiresBy = SessionEndCause.Policy,
        };
    }
}

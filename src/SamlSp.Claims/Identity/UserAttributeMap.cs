using System.Buffers;
using System.Collections.Frozen;

namespace SamlSp.Claims;

/// <summary>Which claim fills which <c>user.*</c> attribute: Entra's own claims by default, an organization's choice before them.</summary>
internal sealed class UserAttributeMap
{
    private static readonly string[] Attributes =
    [
        "objectid",
        "userprincipalname",
        "localuserprincipalname",
        "onpremisesuserprincipalname",
        "onpremisessamaccountname",
        "onpremisessecurityidentifier",
        "onpremisesimmutableid",
        "netbiosname",
        "dnsdomainname",
        "mail",
        "othermail",
        "proxyaddresses",
        "primaryauthoritativeemail",
        "givenname",
        "surname",
        "displayname",
        "usertype",
        "employeeid",
        "employeetype",
        "employeehiredate",
        "department",
        "companyname",
        "jobtitle",
        "manager",
        "country",
        "state",
        "city",
        "streetaddress",
        "postalcode",
        "usagelocation",
        "physicaldeliveryofficename",
        "telephonenumber",
        "mobilephone",
        "facsimiletelephonenumber",
        "preferredlanguage",
        "assignedroles",
        "groups",
        .. Enumerable.Range(1, 15).Select(static i => $"extensionattribute{i}"),
    ];

    /// <summary>Where the claim's name is not the attribute's, best first.</summary>
    private static readonly Dictionary<string, string[]> Special = new(StringComparer.Ordinal)
    {
        ["objectid"] = EntraClaims.ObjectIdentifier,
        ["userprincipalname"] = [EntraClaims.Soap + "name", EntraClaims.Soap + "upn", "upn", "preferred_username", "unique_name"],
        ["mail"] = [EntraClaims.Soap + "emailaddress", "email"],
        ["displayname"] = [EntraClaims.Microsoft + "displayname", "name"],
        ["givenname"] = ["given_name"],
        ["surname"] = ["family_name"],
        ["assignedroles"] = EntraClaims.Roles,
        ["groups"] = EntraClaims.Groups,
        ["country"] = [EntraClaims.Soap + "country", "ctry"],
    };

    private readonly FrozenDictionary<string, Target[]> _targets;
    private readonly int _attributes;

    public UserAttributeMap(IReadOnlyDictionary<string, string> chosen)
    {
        var own = chosen.ToDictionary(static c => Normalize(c.Key), static c => c.Value, StringComparer.OrdinalIgnoreCase);
        var targets = Attributes
            .Where(name => !own.ContainsKey($"user.{name}"))
            .SelectMany(static name => Candidates(name).Select((claim, rank) => (claim, attribute: $"user.{name}", rank)))
            .Concat(own.Select(static o => (claim: o.Value, attribute: o.Key, rank: 0)))
            .ToList();
        var indexes = targets
            .Select(static t => t.attribute)
            .Distinct(StringComparer.Ordinal)
            .Index()
            .ToDictionary(static a => a.Item, static a => a.Index, StringComparer.Ordinal);
        _attributes = indexes.Count;
        _targets = targets
            .GroupBy(static t => t.claim, StringComparer.Ordinal)
            .ToFrozenDictionary(
                static g => g.Key,
                g => g.Select(t => new Target(t.attribute, indexes[t.attribute], t.rank)).ToArray(),
                StringComparer.Ordinal
            );
    }

    /// <summary>The name with <c>user.</c> in front, in lower case.</summary>
    public static string Normalize(string attribute)
    {
        var name = attribute.Trim().ToLowerInvariant();
        return name.StartsWith("user.", StringComparison.Ordinal) ? name : $"user.{name}";
    }

    /// <summary>
    /// The attributes, by name in any case. A claim that is itself called <c>user.…</c> fills the attribute of that name.
    /// </summary>
    public Dictionary<string, IReadOnlyList<string>> Read(AssertedClaims claims)
    {
        // Room for the attributes that IdentityResolution.Complete adds.
        var attributes = new Dictionary<string, IReadOnlyList<string>>(
            Math.Min(claims.Claims.Count, Attributes.Length) + 6,
            StringComparer.OrdinalIgnoreCase
        );
        var ranks = ArrayPool<int>.Shared.Rent(_attributes);
        Array.Fill(ranks, int.MaxValue, 0, _attributes);
        foreach (var (claim, values) in claims.Claims)
        {
            if (values.Count == 0)
            {
                continue;
            }

            if (_targets.TryGetValue(claim, out var targets))
            {
                foreach (var (attribute, index, rank) in targets)
                {
                    if (ranks[index] <= rank)
                    {
                        continue;
                    }

                    ranks[index] = rank;
                    attributes[attribute] = values;
                }
            }
            else if (claim.StartsWith("user.", StringComparison.OrdinalIgnoreCase))
            {
                attributes.TryAdd(claim, values);
            }
        }

        ArrayPool<int>.Shared.Return(ranks);
        return attributes;
    }

    private static IEnumerable<string> Candidates(string name) =>
        (Special.GetValueOrDefault(name) ?? [])
            .Concat([EntraClaims.Soap + name, EntraClaims.Microsoft + name, $"user.{name}", name])
            .Distinct(StringComparer.Ordinal);

    /// <summary>An attribute that a claim fills, by name and number, and how good a source the claim is for it; 0 is best.</summary>
    private readonly record struct Target(string Attribute, int Index, int Rank);
}

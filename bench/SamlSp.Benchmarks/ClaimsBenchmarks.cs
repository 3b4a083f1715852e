using BenchmarkDotNet.Attributes;
using SamlSp.Claims;

namespace SamlSp.Benchmarks;

/// <summary>Entra's rules, compiled once, for an external guest: the org-unit expression and the portal's three NameID rows.</summary>
[MemoryDiagnoser]
public class ClaimsBenchmarks
{
    private const string Upn = "user_hotmail.com#EXT#@contoso.onmicrosoft.com";
    private const string Pattern = @"(?'username'^.*?)#EXT#@(?i).*\.onmicrosoft\.com$";

    private static readonly MappingExpression Expression = MappingExpression.Parse(
        "IIF(InStr([originalUserPrincipalName], \"#EXT#\", , )=\"0\", \"/\", \"/guests\")"
    );
    private static readonly Dictionary<string, ExpressionValue> Attributes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["originalUserPrincipalName"] = ExpressionValue.FromText(Upn),
    };
    private static readonly ConditionalClaim Rules = Compile();

    private static readonly ClaimSubject Subject = new()
    {
        UserType = UserType.ExternalGuest,
        Attributes = new Dictionary<string, IReadOnlyList<string>>(StringComparer.OrdinalIgnoreCase)
        {
            ["user.userprincipalname"] = [Upn],
            ["user.localuserprincipalname"] = [Upn],
        },
    };

    [Benchmark]
    public ExpressionResult OrgUnitExpression() => Expression.Evaluate(Attributes, TimeProvider.System);

    [Benchmark]
    public ConditionalClaimResult NameIdRows() => Rules.Evaluate(Subject);

    private static ConditionalClaim Compile()
    {
        var rules = new ClaimRules
        {
            Claim = "nameid",
            Conditions =
            [
                new()
                {
                    UserType = "externalGuests",
                    Source = "transformation",
                    Transformations =
                    [
                        new()
                        {
                            Function = "RegexReplace",
                            Input = "user.userprincipalname",
                            Pattern = Pattern,
                            Replacement = "{username}@example.com",
                        },
                    ],
                },
                new()
                {
                    UserType = "entraGuests",
                    Source = "transformation",
                    Transformations =
                    [
                        new()
                        {
                            Function = "RegexReplace",
                            Input = "user.localuserprincipalname",
                            Pattern = Pattern,
                            Replacement = "{username}@example.com",
                        },
                    ],
                },
                new()
                {
                    UserType = "members",
                    Source = "attribute",
                    Attribute = "user.userprincipalname",
                },
            ],
        };
        return ConditionalClaim.TryCompile(rules, out var claim, out var errors)
            ? claim
            : throw new InvalidOperationException(string.Join('\n', errors));
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace SamlSp.Claims;

/// <summary>
/// A claim with conditions, compiled once: evaluated as Entra does, attribute rows from top to bottom, then transformation rows
/// from top to bottom; each row that applies and has a value replaces what was chosen. Immutable, safe for concurrent use.
/// </summary>
public sealed class ConditionalClaim
{
    private readonly CompiledRow[] _rows;

    private ConditionalClaim(string claim, CompiledRow[] rows) => (Claim, _rows) = (claim, rows);

    /// <summary>The claim's name.</summary>
    public string Claim { get; }

    /// <summary>Whether a row asks for groups.</summary>
    public bool ReadsGroups => Array.Exists(_rows, static r => r.MemberOf.Length > 0);

    /// <summary>Compiles rules, reporting everything that is wrong at once.</summary>
    /// <param name="rules">The claim and its rows.</param>
    /// <param name="claim">The result.</param>
    /// <param name="errors">A line for each mistake: <c>Conditions:2:Transformations:0:Pattern: …</c>.</param>
    public static bool TryCompile(ClaimRules rules, [NotNullWhen(true)] out ConditionalClaim? claim, out IReadOnlyList<string> errors)
    {
        ArgumentNullException.ThrowIfNull(rules);
        var found = new RuleErrors();
        // A deserializer may leave null where the type says there is none.
        var name = string.IsNullOrWhiteSpace(rules.Claim) ? "nameid" : rules.Claim;
        var isNameId =
            name.Equals("nameid", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith("/nameidentifier", StringComparison.OrdinalIgnoreCase);
        var rows = (rules.Conditions ?? [])
            .Select((row, i) => RowCompiler.Compile(row, i, isNameId, found.At($"Conditions:{i}")))
            .ToArray();
        errors = found.Lines;
        claim =
            found.Lines.Count > 0
                ? null
                : new ConditionalClaim(
                    name,
                    [.. rows.Select(static r => r!).OrderBy(static r => r.IsTransformation).ThenBy(static r => r.Index)]
                );
        return claim is not null;
    }

    /// <summary>Evaluates the rows for a user.</summary>
    /// <param name="subject">The user.</param>
    public ConditionalClaimResult Evaluate(ClaimSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        IReadOnlyList<string> chosen = [];
        int? rule = null;
        var trace = new List<ClaimTraceStep>(_rows.Length);
        foreach (var row in _rows)
        {
            if (!row.AppliesTo(subject, out var why))
            {
                trace.Add(new ClaimTraceStep(row.Index, Matched: false, null, why));
                continue;
            }

            RowOutput output;
            try
            {
                output = row.Evaluate(subject);
            }
            catch (RegexMatchTimeoutException)
            {
                output = new([], "the regular expression took too long", Failed: true);
            }

            var shown = output.Values.Count == 0 ? null : string.Join("; ", output.Values);
            trace.Add(new ClaimTraceStep(row.Index, Matched: true, shown, output.Note));
            if (output.Failed)
            {
                return new ConditionalClaimResult { Error = $"rule {row.Index}: {output.Note}", Trace = trace };
            }

            if (output.Values.Count == 0)
            {
                continue;
            }

            (chosen, rule) = (output.Values, row.Index);
        }

        return new ConditionalClaimResult
        {
            Values = chosen,
            Rule = rule,
            Trace = trace,
        };
    }
}

using System.Collections;
using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>
/// The rules that fired, each with its outcome masked. As with <see cref="MaskedClaims"/>, the texts are made when they are read.
/// </summary>
internal sealed class MaskedRules : IReadOnlyList<string>
{
    private const string OrgUnitPart = "orgUnitPath[";

    private readonly (string Step, MaskedValue? Outcome)[] _steps;

    public MaskedRules(IReadOnlyList<IdentityTraceStep> steps)
    {
        _steps = new (string, MaskedValue?)[steps.Count];
        for (var i = 0; i < _steps.Length; i++)
        {
            // Parts of the org-unit expression are named by their text, which is the organization's own, and not by their position.
            var step = steps[i];
            _steps[i] = (
                step.Step.StartsWith(OrgUnitPart, StringComparison.Ordinal) ? "orgUnitPath, " + step.Evidence : step.Step,
                step.Outcome is { } outcome ? new(outcome) : null
            );
        }
    }

    public int Count => _steps.Length;

    public string this[int index] => Text(_steps[index]);

    public IEnumerator<string> GetEnumerator() => _steps.Select(Text).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string Text((string Step, MaskedValue? Outcome) step) => $"{step.Step}: {step.Outcome?.ToString() ?? "(nothing)"}";
}

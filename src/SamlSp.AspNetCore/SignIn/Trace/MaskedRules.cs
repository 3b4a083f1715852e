using System.Collections;
using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>
/// The rules that fired, each with its outcome masked. As with <see cref="MaskedClaims"/>, the texts are made when they are read.
/// </summary>
internal sealed class MaskedRules : IReadOnlyList<string>
{
    private readonly (string Step, MaskedValue? Outcome)[] _steps;

    public MaskedRules(IReadOnlyList<IdentityTraceStep> steps)
    {
        _steps = new (string, MaskedValue?)[steps.Count];
        for (var i = 0; i < _steps.Length; i++)
        {
            _steps[i] = (steps[i].Step, steps[i].Outcome is { } outcome ? new(outcome) : null);
        }
    }

    public int Count => _steps.Length;

    public string this[int index] => Text(_steps[index]);

    public IEnumerator<string> GetEnumerator() => _steps.Select(Text).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static string Text((string Step, MaskedValue? Outcome) step) => $"{step.Step}: {step.Outcome?.ToString() ?? "(nothing)"}";
}

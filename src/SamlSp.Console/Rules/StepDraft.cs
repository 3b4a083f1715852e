using SamlSp.Claims;

namespace SamlSp.Console;

/// <summary>A transformation in the form; without a function there is none.</summary>
internal sealed class StepDraft
{
    public string? Function { get; set; }

    public string? Input { get; set; }

    public string? Input2 { get; set; }

    public string? Separator { get; set; }

    public string? Value { get; set; }

    public string? Value2 { get; set; }

    public string? Output { get; set; }

    public string? OutputIfNoMatch { get; set; }

    public string? Pattern { get; set; }

    public string? Replacement { get; set; }

    /// <summary>Further attributes, separated by white space or commas.</summary>
    public string? Parameters { get; set; }

    public int? Start { get; set; }

    public int? Length { get; set; }

    /// <summary>For Extract: <c>after</c>, <c>before</c>, <c>between</c>.</summary>
    public string? Mode { get; set; }

    /// <summary>For ExtractAlpha and ExtractNumeric: <c>prefix</c>, <c>suffix</c>.</summary>
    public string? Side { get; set; }

    internal static StepDraft From(ClaimTransformation? step)
    {
        if (step is null)
        {
            return new();
        }

        var function = TransformationCompiler.Canonical(step.Function);
        return new()
        {
            Function = function,
            Input = step.Input,
            Input2 = step.Input2,
            Separator = Visible(step.Separator),
            Value = Visible(step.Value),
            Value2 = Visible(step.Value2),
            Output = step.Output,
            OutputIfNoMatch = step.OutputIfNoMatch,
            Pattern = step.Pattern,
            Replacement = step.Replacement,
            Parameters = step.Parameters is { Count: > 0 } parameters ? string.Join(", ", parameters) : null,
            Start = step.Start,
            Length = step.Length,
            Mode = RuleFunctions.Takes(function, nameof(Mode)) ? step.Mode?.ToLowerInvariant() : null,
            Side = RuleFunctions.Takes(function, nameof(Side)) ? step.Mode?.ToLowerInvariant() : null,
        };
    }

    /// <summary>
    /// The transformation, with the parameters of its function. The form may still have values of another function, which are ignored.
    /// </summary>
    internal ClaimTransformation ToRule(bool first)
    {
        string? If(string parameter, string? value) => RuleFunctions.Takes(Function, parameter) ? value : null;
        return new()
        {
            Function = Function ?? "",
            Input = first ? Input : null,
            Input2 = If(nameof(Input2), Input2),
            Separator = If(nameof(Separator), Separator),
            Value = If(nameof(Value), Value),
            Value2 = Function == "Extract" && Mode != "between" ? null : If(nameof(Value2), Value2),
            Output = If(nameof(Output), Output),
            OutputIfNoMatch = If(nameof(OutputIfNoMatch), OutputIfNoMatch),
            Pattern = If(nameof(Pattern), Pattern),
            Replacement = If(nameof(Replacement), Replacement),
            Parameters = If(nameof(Parameters), Parameters) is { } parameters ? RowDraft.Split(parameters) : [],
            Start = RuleFunctions.Takes(Function, nameof(Start)) ? Start : null,
            Length = RuleFunctions.Takes(Function, nameof(Length)) ? Length : null,
            Mode = RuleFunctions.Takes(Function, nameof(Side)) && Side is not null ? Side : If(nameof(Mode), Mode),
        };
    }

    /// <summary>A form would lose a value of white space alone. It is shown in quotes, which the rules allow.</summary>
    private static string? Visible(string? text) => text is { Length: > 0 } && string.IsNullOrWhiteSpace(text) ? $"'{text}'" : text;
}

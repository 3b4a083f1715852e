namespace SamlSp.Console;

/// <summary>A transformation on the page.</summary>
/// <param name="Draft">The values in the form.</param>
/// <param name="Field">The prefix of the names of its fields.</param>
/// <param name="Id">The prefix of the IDs of its elements.</param>
/// <param name="First">Whether it is the first of the row. Only the first has an input.</param>
internal sealed record StepEditor(StepDraft Draft, string Field, string Id, bool First)
{
    /// <summary>The parameters that are texts, in the form's order.</summary>
    public IReadOnlyList<(string Name, string Label, string? Value)> Texts =>
        [
            ("Separator", "Separator", Draft.Separator),
            ("Input2", "Second attribute", Draft.Input2),
            ("Pattern", "Regular expression", Draft.Pattern),
            ("Replacement", "Replacement, with {group} and {attribute}", Draft.Replacement),
            ("Parameters", "Further attributes for the replacement, at most 5", Draft.Parameters),
            ("Value", "Text to find", Draft.Value),
            ("Value2", "End text (between)", Draft.Value2),
            ("Output", "Result: this attribute", Draft.Output),
            ("OutputIfNoMatch", "Otherwise this attribute (may be empty)", Draft.OutputIfNoMatch),
        ];

    /// <summary>Whether a parameter names attributes.</summary>
    public static bool NamesAttribute(string parameter) => parameter is "Input2" or "Output" or "OutputIfNoMatch";
}

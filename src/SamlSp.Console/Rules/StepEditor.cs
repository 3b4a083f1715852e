namespace SamlSp.Console;

/// <summary>A transformation on the page.</summary>
/// <param name="Draft">What is in the form.</param>
/// <param name="Field">What the names of its fields begin with.</param>
/// <param name="Id">What the IDs of its elements begin with.</param>
/// <param name="First">Whether it is the first of the row, which has an input.</param>
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
            ("Value", "Text to look for", Draft.Value),
            ("Value2", "Text that ends it (between)", Draft.Value2),
            ("Output", "Gives this attribute", Draft.Output),
            ("OutputIfNoMatch", "Otherwise this attribute (may be empty)", Draft.OutputIfNoMatch),
        ];

    /// <summary>Whether a parameter names attributes.</summary>
    public static bool NamesAttribute(string parameter) => parameter is "Input2" or "Output" or "OutputIfNoMatch";
}

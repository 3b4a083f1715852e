namespace SamlSp.EntraSandbox;

/// <summary>An attribute of the assertion: Entra writes the Name and nothing else.</summary>
internal sealed record TokenAttribute(string Name, params IReadOnlyList<string> Values);

using System.Reflection;
using System.Text.RegularExpressions;

namespace SamlSp.Console.Tests;

/// <summary>A handler of a page, and the lowest role that it declares.</summary>
internal sealed partial record ConsoleHandler(string Route, string Method, string? Name, ConsoleRole Needs, MethodInfo Code)
{
    /// <summary>Its address, with something in the place of parameters.</summary>
    public string Path(string parameter) =>
        Parameter().Replace(Route, Uri.EscapeDataString(parameter)) + (Name is null ? "" : "?handler=" + Name);

    public override string ToString() => $"{Method} {Route} {Name}";

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, 1000)]
    private static partial Regex Parameter();
}

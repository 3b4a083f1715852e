using System.Text.RegularExpressions;

namespace SamlSp.Walks;

/// <summary>A method as a reader knows it: the outermost class, and the name in the source.</summary>
/// <param name="Type">The outermost class, with its namespace.</param>
/// <param name="Name">The method; for a lambda the method that it stands in.</param>
/// <param name="Kind">What it is.</param>
internal readonly partial record struct MethodName(string Type, string Name, StepKind Kind)
{
    private static readonly HashSet<string> Written = ["PrintMembers", "<Clone>$", "op_Equality", "op_Inequality", "Deconstruct"];

    /// <summary>Translates the names of metadata and of the compiler, <c>Outer+&lt;RunAsync&gt;d__4</c> and <c>MoveNext</c>.</summary>
    public static MethodName Of(string type, string method)
    {
        var nested = type.Split('+');
        var outer = nested[0];
        var generated = nested.FirstOrDefault(n => n.StartsWith('<'));
        // A state machine: <RunAsync>d__4. That of a lambda: <<RunAsync>b__0>d. That of a local function: <<RunAsync>g__Next|0>d.
        if (generated is not null && nested[^1] is var machine && StateMachine().Match(machine) is { Success: true } match)
        {
            var inner = match.Groups["name"].Value;
            if (method != "MoveNext")
            {
                return new(outer, inner, StepKind.Generated);
            }

            return inner.StartsWith('<') ? Of(outer, inner) with { Type = outer } : new(outer, inner, StepKind.Method);
        }

        if (LocalFunction().Match(method) is { Success: true } local)
        {
            return new(outer, local.Groups["name"].Value, StepKind.Method);
        }

        if (Lambda().Match(method) is { Success: true } lambda)
        {
            return new(outer, lambda.Groups["name"].Value, StepKind.Lambda);
        }

        if (method is ".ctor" or ".cctor")
        {
            return new(outer, method, generated is null ? StepKind.Constructor : StepKind.Generated);
        }

        if (Accessor().IsMatch(method))
        {
            return new(outer, method, StepKind.Accessor);
        }

        return new(outer, method, Written.Contains(method) || generated is not null ? StepKind.Generated : StepKind.Method);
    }

    [GeneratedRegex(@"^<(?<name>.+)>d(__\d+)?(`\d+)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex StateMachine();

    [GeneratedRegex(@"^<(?<in>.+?)>g__(?<name>[^|]+)\|", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LocalFunction();

    [GeneratedRegex(@"^<+(?<name>[^>]+)>+b__", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Lambda();

    [GeneratedRegex(@"(^|\.)(get|set|add|remove)_", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Accessor();
}

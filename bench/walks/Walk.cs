using System.Text;
using System.Text.RegularExpressions;

namespace SamlSp.Walks;

/// <summary>What one request passed, in the order of first compilation.</summary>
internal sealed partial class Walk
{
    private readonly List<Step> _steps = [];

    /// <summary>Methods that were entered from a class further down, while their own class was still at work.</summary>
    public List<(Step Step, MethodName From)> Callbacks { get; } = [];

    /// <summary>Classes with at least one method of any kind.</summary>
    public int Classes => _steps.Select(s => s.Name.Type).Distinct(StringComparer.Ordinal).Count();

    /// <summary>Source files of methods of any kind.</summary>
    public int Files => _steps.Select(s => s.File).OfType<string>().Distinct(StringComparer.Ordinal).Count();

    /// <summary>Reads the compiler's lines; what the sandbox does is left out.</summary>
    public static Walk Read(string file, CodeMap code)
    {
        var walk = new Walk();
        var seen = new HashSet<(MethodName, string)>();
        foreach (var line in File.ReadLines(file))
        {
            if (Line().Match(line) is not { Success: true } match)
            {
                continue;
            }

            var (type, method) = (Arguments().Replace(match.Groups["type"].Value, ""), match.Groups["method"].Value);
            var name = MethodName.Of(type, method);

            // The state machine of a method follows its first part; overloads are methods of their own.
            var key = method == "MoveNext" ? "" : match.Groups["parameters"].Value;
            if (method == "MoveNext" && walk._steps.Exists(s => s.Name == name))
            {
                continue;
            }

            if (seen.Add((name, key + (name.Kind == StepKind.Lambda ? method : ""))))
            {
                walk.Add(new(name, type, method, code.FileOf(type, method)), code);
            }
        }

        return walk;
    }

    /// <summary>How many of a kind.</summary>
    public int Count(StepKind kind) => _steps.Count(s => s.Name.Kind == kind);

    /// <summary>The methods in order below their classes. A class that was seen before is marked.</summary>
    public string Describe()
    {
        var text = new StringBuilder();
        text.Append(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Count(StepKind.Method)} methods, {Count(StepKind.Lambda)} lambdas, {Count(StepKind.Constructor)} constructors, {Count(StepKind.Accessor)} accessors, {Classes} classes, {Files} files\n\n"
        );
        var classes = new HashSet<string>(StringComparer.Ordinal);
        var number = 0;
        string? last = null;
        foreach (var step in _steps.Where(s => s.Name.Kind is StepKind.Method or StepKind.Lambda))
        {
            if (step.Name.Type != last)
            {
                last = step.Name.Type;
                text.Append($"{(classes.Add(last) ? "" : "again: ")}{last}  {step.File}\n");
            }

            var callback = Callbacks.Find(c => c.Step == step) is { Step: not null } found
                ? $"   <- CALLBACK from {found.From.Type}.{found.From.Name}"
                : "";
            text.Append(
                step.Name.Kind == StepKind.Method
                    ? $"{++number, 5}  {step.Name.Name}{callback}\n"
                    : $"       {step.Name.Name}: lambda{callback}\n"
            );
        }

        text.Append("\nFiles:\n")
            .AppendJoin('\n', _steps.Select(s => s.File).OfType<string>().Distinct(StringComparer.Ordinal))
            .Append('\n');
        return text.ToString();
    }

    /// <summary>
    /// Finds who entered a method: the latest one passed that names it. It is a callback when that is another class, and the method's own class stands
    /// above that one; or when it is a lambda that was handed to another class.
    /// </summary>
    private void Add(Step step, CodeMap code)
    {
        step.Parent = _steps.FindLast(s => code.Calls((s.Type, s.Method), (step.Type, step.Method)));
        if (step.Name.Kind == StepKind.Lambda)
        {
            // Handed to another class of ours, it is entered from there.
            if (
                code.ReceiverOf(step.Type, step.Method) is { } receiver
                && MethodName.Of(receiver.Type, receiver.Method) is var entered
                && entered.Type != step.Name.Type
            )
            {
                Callbacks.Add((step, entered));
            }
        }
        else if (step.Name.Kind == StepKind.Method && step.Parent is { } parent && parent.Name.Type != step.Name.Type)
        {
            for (var above = parent.Parent; above is not null; above = above.Parent)
            {
                if (above.Name.Type == step.Name.Type)
                {
                    Callbacks.Add((step, parent.Name));
                    break;
                }
            }
        }

        _steps.Add(step);
    }

    [GeneratedRegex(
        @"^ *\d+: JIT compiled (?<type>SamlSp\.(?!EntraSandbox)[^:(]+(\[[^(]*\])?):(?<method>[^:(\[]+)(\[[^(]*\])?\((?<parameters>[^)]*)\)",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Line();

    [GeneratedRegex(@"\[.*\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Arguments();

    internal sealed class Step(MethodName name, string type, string method, string? file)
    {
        public MethodName Name => name;

        public string Type => type;

        public string Method => method;

        public string? File => file;

        public Step? Parent { get; set; }
    }
}

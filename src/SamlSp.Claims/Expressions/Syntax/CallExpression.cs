using System.Text.RegularExpressions;

namespace SamlSp.Claims;

/// <summary><c>Name(argument, …)</c></summary>
internal sealed class CallExpression(int position, FunctionDefinition function, Expression[] arguments) : Expression(position)
{
    public FunctionDefinition Function { get; } = function;

    public IReadOnlyList<Expression> Arguments => arguments;

    public override IEnumerable<Expression> Parts => arguments;

    /// <summary>The pattern argument, compiled when it is written out as text.</summary>
    public Regex? Pattern { get; set; }

    public int Count => arguments.Length;

    /// <summary>Whether an argument is given: neither left out nor beyond the last.</summary>
    public bool Has(int index) => index < arguments.Length && arguments[index] is not OmittedExpression;

    public override ExpressionValue Compute(EvaluationContext context) => Function.Body(context, this);
}

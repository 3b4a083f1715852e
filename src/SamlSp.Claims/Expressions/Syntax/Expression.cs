namespace SamlSp.Claims;

/// <summary>A part of a mapping expression: the typed syntax tree's root.</summary>
internal abstract class Expression(int position)
{
    private string? _canonical;
    private Answer _redacts;

    /// <summary>Where it starts in the text, 0-based.</summary>
    public int Position { get; } = position;

    /// <summary>Its text in canonical form, written once.</summary>
    public string Canonical => _canonical ??= ExpressionPrinter.Print(this);

    /// <summary>Writes the canonical form of this part and of all its parts, ahead of the first use.</summary>
    public void WriteCanonical()
    {
        _ = Canonical;
        foreach (var part in Parts)
        {
            part.WriteCanonical();
        }
    }

    /// <summary>The parts it consists of, in the order of the text.</summary>
    public virtual IEnumerable<Expression> Parts => [];

    /// <summary>Whether it is <c>Redact</c>, or contains it: such a part would reveal the secret as well.</summary>
    public bool Redacts
    {
        get
        {
            // Known in one write: another thread must not see half of an answer.
            if (_redacts == Answer.Unknown)
            {
                _redacts = this is CallExpression { Function.Name: "Redact" } || Parts.Any(part => part.Redacts) ? Answer.Yes : Answer.No;
            }

            return _redacts == Answer.Yes;
        }
    }

    /// <summary>Computes the value; call <see cref="EvaluationContext.Evaluate"/> instead, which traces and bounds it.</summary>
    public abstract ExpressionValue Compute(EvaluationContext context);

    private enum Answer
    {
        Unknown,
        No,
        Yes,
    }
}

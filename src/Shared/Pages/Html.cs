using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace SamlSp;

/// <summary>
/// HTML by interpolation: literals are markup, values are encoded, and another <see cref="Html"/> is inserted unchanged. So a value cannot
/// become markup by mistake.
/// </summary>
[InterpolatedStringHandler]
internal readonly struct Html
{
    private readonly StringBuilder _text;

    /// <summary>Starts a fragment.</summary>
    public Html(int literalLength, int formattedCount) => _text = new(literalLength + (formattedCount * 16));

    /// <summary>An empty fragment.</summary>
    public static Html Empty { get; } = new(0, 0);

    /// <summary>Appends markup.</summary>
    public void AppendLiteral(string value) => _text.Append(value);

    /// <summary>Appends text, encoded.</summary>
    public void AppendFormatted(string? value) => _text.Append(HtmlEncoder.Default.Encode(value ?? ""));

    /// <summary>Appends a number.</summary>
    public void AppendFormatted(int value) => _text.Append(value);

    /// <summary>Appends a fragment, which is encoded already.</summary>
    public void AppendFormatted(Html value) => _text.Append(value._text);

    /// <summary>Appends fragments one after the other.</summary>
    public void AppendFormatted(IEnumerable<Html> values)
    {
        foreach (var value in values)
        {
            _text.Append(value._text);
        }
    }

    /// <summary>The fragment if the condition holds, otherwise nothing.</summary>
    public static Html If(bool condition, Html fragment) => condition ? fragment : Empty;

    /// <inheritdoc />
    public override string ToString() => _text.ToString();
}

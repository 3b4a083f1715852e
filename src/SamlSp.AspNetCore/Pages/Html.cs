using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace SamlSp.AspNetCore;

/// <summary>
/// HTML by interpolation: literals are markup, values are encoded, other <see cref="Html"/> is taken as it is. So no value can become
/// markup by oversight.
/// </summary>
[InterpolatedStringHandler]
internal readonly struct Html
{
    private readonly StringBuilder _text;

    /// <summary>Starts a piece.</summary>
    public Html(int literalLength, int formattedCount) => _text = new(literalLength + (formattedCount * 16));

    /// <summary>Nothing.</summary>
    public static Html Empty { get; } = new(0, 0);

    /// <summary>Appends markup.</summary>
    public void AppendLiteral(string value) => _text.Append(value);

    /// <summary>Appends text, encoded.</summary>
    public void AppendFormatted(string? value) => _text.Append(HtmlEncoder.Default.Encode(value ?? ""));

    /// <summary>Appends a number.</summary>
    public void AppendFormatted(int value) => _text.Append(value);

    /// <summary>Appends markup that is safe already.</summary>
    public void AppendFormatted(Html value) => _text.Append(value._text);

    /// <summary>Appends pieces one after the other.</summary>
    public void AppendFormatted(IEnumerable<Html> values)
    {
        foreach (var value in values)
        {
            _text.Append(value._text);
        }
    }

    /// <inheritdoc />
    public override string ToString() => _text.ToString();
}

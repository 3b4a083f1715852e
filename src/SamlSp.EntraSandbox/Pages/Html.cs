using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace SamlSp.EntraSandbox;

/// <summary>
/// HTML by interpolation: literals are markup, values are encoded, other <see cref="Html"/> is taken as it is. So no value can become
/// markup by oversight.
/// </summary>
[InterpolatedStringHandler]
internal readonly struct Html
{
    private readonly StringBuilder _text;

    public Html(int literalLength, int formattedCount) => _text = new(literalLength + (formattedCount * 16));

    public static Html Empty { get; } = new(0, 0);

    public void AppendLiteral(string value) => _text.Append(value);

    public void AppendFormatted(string? value) => _text.Append(HtmlEncoder.Default.Encode(value ?? ""));

    public void AppendFormatted(int value) => _text.Append(value);

    public void AppendFormatted(Html value) => _text.Append(value._text);

    public void AppendFormatted(IEnumerable<Html> values)
    {
        foreach (var value in values)
        {
            _text.Append(value._text);
        }
    }

    /// <summary>The piece where it is wanted, nothing where it is not.</summary>
    public static Html If(bool wanted, Html piece) => wanted ? piece : Empty;

    public override string ToString() => _text.ToString();
}

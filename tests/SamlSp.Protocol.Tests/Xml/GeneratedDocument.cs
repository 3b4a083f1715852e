using System.Text;

namespace SamlSp.Protocol.Tests;

/// <summary>
/// Documents by a seed: namespaces declared, redeclared, undeclared and unused; prefixes for one URI; every kind of escaping; characters
/// outside the BMP.
/// </summary>
internal sealed class GeneratedDocument
{
    private static readonly string[] Uris =
    [
        "urn:a",
        "urn:b",
        "http://example.com/?x=1&amp;y=2",
        "urn:A",
        "urn:z:é",
        "http://www.w3.org/2000/09/xmldsig#",
    ];
    private static readonly string[] Prefixes = ["", "p", "q", "a", "Z", "é"];
    private static readonly string[] Names = ["a", "b", "B", "item", "Element", "ü", "x-1"];
    private static readonly string[] Pieces =
    [
        "text",
        " ",
        "\n",
        "\r\n",
        "\r",
        "\t",
        "&amp;",
        "&lt;",
        "&gt;",
        "&quot;",
        "&apos;",
        "&#13;",
        "&#10;",
        "&#9;",
        "&#x1F600;",
        "𐍈",
        "é",
        "]]&gt;",
        "&#38;lt;",
        "\u2028",
        "--",
        "''",
    ];

    private readonly Random _random;
    private readonly StringBuilder _xml = new();
    private int _budget;

    private GeneratedDocument(int seed)
    {
        _random = new Random(seed);
        _budget = _random.Next(1, 30);
    }

    public static string Make(int seed)
    {
        var document = new GeneratedDocument(seed);
        document.WriteElement(new(StringComparer.Ordinal) { [""] = "" }, 0);
        return document._xml.ToString();
    }

    private void WriteElement(Dictionary<string, string> outer, int depth)
    {
        _budget--;
        var scope = new Dictionary<string, string>(outer, StringComparer.Ordinal);
        var attributes = new List<string>();
        foreach (var prefix in Prefixes)
        {
            if (_random.Next(5) != 0)
            {
                continue;
            }

            var uri = prefix.Length == 0 && _random.Next(3) == 0 ? "" : Pick(Uris);
            scope[prefix] = uri;
            attributes.Add((prefix.Length == 0 ? "xmlns" : "xmlns:" + prefix) + "=\"" + uri + "\"");
        }

        var used = new HashSet<string>(StringComparer.Ordinal);
        for (var i = _random.Next(5); i > 0; i--)
        {
            var name = Pick(Names);
            var prefix = Pick([.. scope.Keys]);
            var key = (prefix.Length == 0 ? "" : scope[prefix]) + " " + name;
            if (used.Add(key))
            {
                attributes.Add(Qualified(prefix, name) + "=\"" + Text(quote: '"') + "\"");
            }
        }

        if (_random.Next(8) == 0)
        {
            attributes.Add("xml:lang='" + Text(quote: '\'') + "'");
        }

        if (_random.Next(12) == 0)
        {
            attributes.Add("xml:space=\"preserve\"");
        }

        var element = Qualified(Pick([.. scope.Keys]), Pick(Names));
        var shuffled = attributes.ToArray();
        _random.Shuffle(shuffled);
        _xml.Append('<').Append(element);
        foreach (var attribute in shuffled)
        {
            _xml.Append(_random.Next(6) == 0 ? "\n  " : " ").Append(attribute);
        }

        if (_random.Next(4) == 0)
        {
            _xml.Append("/>");
            return;
        }

        _xml.Append('>');
        while (_budget > 0 && depth < 12 && _random.Next(4) != 0)
        {
            _xml.Append(Text(quote: null));
            WriteElement(scope, depth + 1);
        }

        _xml.Append(Text(quote: null)).Append("</").Append(element).Append(_random.Next(8) == 0 ? " >" : ">");
    }

    private string Text(char? quote)
    {
        var text = new StringBuilder();
        for (var i = _random.Next(4); i > 0; i--)
        {
            var piece = Pick(Pieces);
            if (quote is not { } q || !piece.Contains(q, StringComparison.Ordinal))
            {
                text.Append(piece);
            }
        }

        return text.ToString();
    }

    private static string Qualified(string prefix, string name) => prefix.Length == 0 ? name : prefix + ":" + name;

    private string Pick(string[] from) => from[_random.Next(from.Length)];
}

namespace SamlSp.Fuzz;

/// <summary>Changes the structure of a document in one place: elements, attributes, namespaces, text.</summary>
internal sealed class TreeMutator(IReadOnlyList<XmlPiece> others)
{
    // A document larger than this does not grow further: there are separate tests for XML bombs.
    private const int MaximumPieces = 1500;
    private static readonly string[] Markup =
    [
        "<!---->",
        "<!-- c -->",
        "<!-- a -- b -->",
        "<?p i?>",
        "<?xml version=\"1.0\"?>",
        "<![CDATA[x]]>",
        "<![CDATA[<evil/>]]>",
        "&e;",
        "&#x41;",
        "&#13;",
        "&amp;",
        "\r\n",
        "\t",
        " ",
        "<!DOCTYPE r [<!ENTITY e \"x\">]>",
        "<x xmlns=\"\"/>",
        "</x>",
        "<x>",
        "]]>",
        "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"file:///etc/passwd\"/>",
    ];

    private readonly XmlPlaces _places = new();

    public void Mutate(XmlPiece root, FuzzRandom random)
    {
        if (_places.Count(root) > MaximumPieces)
        {
            return;
        }

        switch (random.Next(20))
        {
            case 0:
                Delete(root, random);
                break;
            case 1:
                Duplicate(root, random);
                break;
            case 2:
                Move(root, random);
                break;
            case 3:
                Insert(root, random, _places.Any(root, random).Clone());
                break;
            case 4:
                Rename(_places.Any(root, random), random);
                break;
            case 5:
                Wrap(root, random);
                break;
            case 6:
                Unwrap(root, random);
                break;
            case 7:
                Swap(_places.Any(root, random).Children, random);
                break;
            case 8 or 9:
                Splice(root, random);
                break;
            case 10 or 11:
                ChangeAttribute(_places.Any(root, random), random);
                break;
            case 12:
                AddAttribute(_places.Any(root, random), random);
                break;
            case 13:
                MoveAttribute(_places.Any(root, random), _places.Any(root, random), random);
                break;
            case 14:
                Redeclare(_places.Any(root, random), random);
                break;
            case 15 or 16:
                ChangeText(root, random);
                break;
            case 17:
                Insert(root, random, XmlPiece.Text(random.Pick(Markup)));
                break;
            case 18:
                BreakText(root, random);
                break;
            default:
                Grow(root, random);
                break;
        }
    }

    private void Delete(XmlPiece root, FuzzRandom random)
    {
        if (_places.Below(root, random) is var (parent, index))
        {
            parent.Children.RemoveAt(index);
        }
    }

    private void Duplicate(XmlPiece root, FuzzRandom random)
    {
        if (_places.Below(root, random) is var (parent, index))
        {
            parent.Children.Insert(index + random.Next(2), parent.Children[index].Clone());
        }
    }

    private void Move(XmlPiece root, FuzzRandom random)
    {
        if (_places.Below(root, random) is not var (parent, index))
        {
            return;
        }

        var piece = parent.Children[index];
        parent.Children.RemoveAt(index);
        Insert(root, random, piece);
    }

    private void Insert(XmlPiece root, FuzzRandom random, XmlPiece piece)
    {
        var target = _places.Any(root, random).Children;
        target.Insert(random.Next(target.Count + 1), piece);
    }

    private static void Rename(XmlPiece element, FuzzRandom random)
    {
        var colon = element.Name.IndexOf(':', StringComparison.Ordinal);
        var (prefix, local) = colon < 0 ? ("", element.Name) : (element.Name[..colon], element.Name[(colon + 1)..]);
        if (random.Once(2))
        {
            local = random.Pick(DisplayText.Names);
        }
        else
        {
            prefix = random.Pick(DisplayText.Prefixes);
        }

        var name = prefix.Length == 0 ? local : prefix + ":" + local;
        element.Name = name.Length == 0 ? "x" : name;
    }

    private void Wrap(XmlPiece root, FuzzRandom random)
    {
        if (_places.Below(root, random) is not var (parent, index))
        {
            return;
        }

        var wrapper = XmlPiece.Element(random.Once(4) ? random.Pick(DisplayText.Names) : Qualified(random));
        if (wrapper.Name.Length == 0)
        {
            return;
        }

        if (random.Once(2))
        {
            wrapper.Attributes.Add(("ID", "_evil"));
        }

        wrapper.Children.Add(parent.Children[index]);
        parent.Children[index] = wrapper;
    }

    private void Unwrap(XmlPiece root, FuzzRandom random)
    {
        if (_places.Below(root, random) is not var (parent, index))
        {
            return;
        }

        var element = parent.Children[index];
        parent.Children.RemoveAt(index);
        parent.Children.InsertRange(index, element.Children);
    }

    private static void Swap(List<XmlPiece> children, FuzzRandom random)
    {
        if (children.Count < 2)
        {
            return;
        }

        var (i, j) = (random.Next(children.Count), random.Next(children.Count));
        (children[i], children[j]) = (children[j], children[i]);
    }

    /// <summary>A part of another document goes in, in place of something or beside it.</summary>
    private void Splice(XmlPiece root, FuzzRandom random)
    {
        var other = random.Pick(others);
        var piece =
            random.Once(2)
            && _places.Named(other, random, "Assertion", "Signature", "EncryptedAssertion", "NameID", "Issuer", "SignedInfo", "Status")
                is var (owner, at)
                ? owner.Children[at].Clone()
                : _places.Any(other, random).Clone();
        if (random.Once(2) || _places.Below(root, random) is not var (parent, index))
        {
            Insert(root, random, piece);
        }
        else
        {
            parent.Children[index] = piece;
        }
    }

    private static void ChangeAttribute(XmlPiece element, FuzzRandom random)
    {
        if (element.Attributes.Count == 0)
        {
            return;
        }

        var index = random.Next(element.Attributes.Count);
        var (name, value) = element.Attributes[index];
        switch (random.Next(6))
        {
            case 0:
                element.Attributes.RemoveAt(index);
                break;
            case 1:
                element.Attributes.Insert(index, (name, value));
                break;
            case 2:
                element.Attributes[index] = (random.Pick(DisplayText.Attributes), value);
                break;
            case 3:
                element.Attributes[index] = (name, Distort(value, random));
                break;
            default:
                element.Attributes[index] = (
                    name,
                    random.Pick(
                        value.Contains("T0", StringComparison.Ordinal) && random.Once(2) ? DisplayText.Instants : DisplayText.Values
                    )
                );
                break;
        }
    }

    private static void AddAttribute(XmlPiece element, FuzzRandom random) =>
        element.Attributes.Insert(
            random.Next(element.Attributes.Count + 1),
            (random.Pick(DisplayText.Attributes), random.Pick(random.Once(3) ? DisplayText.Namespaces : DisplayText.Values))
        );

    private static void MoveAttribute(XmlPiece from, XmlPiece to, FuzzRandom random)
    {
        if (from.Attributes.Count == 0)
        {
            return;
        }

        var index = random.Next(from.Attributes.Count);
        to.Set(from.Attributes[index].Name, from.Attributes[index].Value);
        if (random.Once(2) && from != to)
        {
            from.Attributes.RemoveAt(index);
        }
    }

    private static void Redeclare(XmlPiece element, FuzzRandom random)
    {
        var prefix = random.Pick(DisplayText.Prefixes);
        element.Set(prefix.Length == 0 ? "xmlns" : "xmlns:" + prefix, random.Pick(DisplayText.Namespaces));
    }

    private void ChangeText(XmlPiece root, FuzzRandom random)
    {
        if (_places.Text(root, random) is not { } text)
        {
            return;
        }

        text.Raw = random.Next(4) switch
        {
            0 => Distort(text.Raw, random),
            1 => _places.Text(random.Pick(others), random)?.Raw ?? "",
            _ => random.Pick(DisplayText.Values),
        };
    }

    private void BreakText(XmlPiece root, FuzzRandom random)
    {
        if (_places.Text(root, random) is { } text)
        {
            text.Raw = text.Raw.Insert(random.Next(text.Raw.Length + 1), random.Pick(Markup));
        }
    }

    /// <summary>Much of one thing: nesting, siblings, attributes, namespaces, text.</summary>
    private void Grow(XmlPiece root, FuzzRandom random)
    {
        if (!random.Once(8))
        {
            return;
        }

        var element = _places.Any(root, random);
        var count = 1 << random.Next(11);
        switch (random.Next(5))
        {
            case 0:
                element.Children.Insert(
                    0,
                    XmlPiece.Text(string.Concat(Enumerable.Repeat("<x>", count)) + string.Concat(Enumerable.Repeat("</x>", count)))
                );
                break;
            case 1:
                element.Children.Add(XmlPiece.Text(string.Concat(Enumerable.Repeat("<x ID='a' b='c'/>", count))));
                break;
            case 2:
                for (var i = 0; i < count; i++)
                {
                    element.Attributes.Add(("a" + i, "v"));
                }

                break;
            case 3:
                for (var i = 0; i < count; i++)
                {
                    element.Attributes.Add(("xmlns:n" + i, "urn:n" + i));
                }

                break;
            default:
                element.Children.Add(XmlPiece.Text(new(random.Once(2) ? '\r' : 'x', count * 16)));
                break;
        }
    }

    private static string Qualified(FuzzRandom random) =>
        random.Pick(["samlp:Extensions", "Advice", "samlp:Response", "Assertion", "samlp:StatusDetail", "ds:Object", "x"]);

    private static string Distort(string value, FuzzRandom random)
    {
        if (value.Length == 0)
        {
            return random.Pick(DisplayText.Values);
        }

        var at = random.Next(value.Length);
        return random.Next(6) switch
        {
            0 => value[..at],
            1 => value.Insert(at, random.Pick(DisplayText.Values)),
            2 => value.Remove(at, 1),
            3 => value[..at] + (char)(value[at] ^ (1 << random.Next(7))) + value[(at + 1)..],
            4 => value[..at] + "&#" + (int)value[at] + ";" + value[(at + 1)..],
            _ => value + value,
        };
    }
}
